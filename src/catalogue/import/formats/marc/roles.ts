import { plainWords } from "./plain-words.ts";

// What somebody did, by the beginning of a plain word for it: "editor", "edited", "Hrsg.", "ed.". Of several the first
// counts: "translated with an introduction and notes".
const WORDS: ReadonlyArray<readonly [beginning: RegExp, role: string]> = [
  [/^(?:trans|ubers|traduc|traduit|trad$|tr$|perev|tlum)/, "translator"],
  [/^(?:edit|ed$|eds$|hrsg|hg$|herausg|redac|redak|redig|cura$)/, "editor"],
  [/^(?:compil|comp$|selected|zusammengest)/, "compiler"],
  [/^(?:adapt|retold|abridge)/, "adapter"],
  [/^(?:illus|ilustr|ill$|artist|drawing|drawn|pictures|bilder)/, "illustrator"],
  [/^(?:photo|fotogr)/, "photographer"],
  [/^(?:narrat|read$|reader|sprecher|voice)/, "narrator"],
  [/^(?:introd|prefa|foreword|afterword|vorwort|nachwort|prolog|postface)/, "introduction"],
  [/^(?:comment|annot|notes$|kommen)/, "commentator"],
  [/^(?:compos|komponist)/, "composer"],
  [/^(?:contrib|beitr|mitarb|collab)/, "contributor"],
];

const AUTHOR = /^(?:author|auth$|autor|auteur|verfass|writer|written|text$|creator)/;

// Who had to do with a book and did not make it.
const NO_MAKER =
  /^(?:owner|donor|dedicat|printer|publish|bookseller|binder|collector|honou?ree|depicted|distribut|degree|praeses$)/;

/** MARC's codes of relators (Library of Congress), where a role of the catalogue says the same. */
const CODES: Readonly<Record<string, string>> = {
  abr: "adapter",
  adp: "adapter",
  aft: "introduction",
  ann: "commentator",
  art: "illustrator",
  aui: "introduction",
  aut: "author",
  cmm: "commentator",
  cmp: "composer",
  com: "compiler",
  cre: "author",
  ctb: "contributor",
  cwt: "commentator",
  dis: "author",
  edc: "editor",
  edt: "editor",
  ill: "illustrator",
  nrt: "narrator",
  pbd: "editor",
  pht: "photographer",
  red: "editor",
  trl: "translator",
  wac: "commentator",
  waw: "introduction",
  win: "introduction",
  wpr: "introduction",
};

// Bookseller, binder, collector, degree grantor, dedicatee, depicted, distributor, donor, former owner, honouree,
// manufacturer, owner, publisher, printer, praeses, seller.
const CODES_OF_NO_MAKER = [
  ...[
    "bsl",
    "bnd",
    "col",
    "dgg",
    "dte",
    "dpc",
    "dst",
    "dnr",
    "fmo",
    "hnr",
    "mfr",
    "own",
    "pbl",
    "prt",
    "pra",
    "sll",
  ],
];

/**
 * What the person of a field did, by the first of its relator codes ("trl", or the address of one) and terms ("ed.")
 * that is known; "contributor" for one that is not, null for somebody who made nothing of the book, and undefined where
 * there is neither code nor term.
 */
export function readRelators(codes: readonly string[], terms: readonly string[]): string | null | undefined {
  let found: string | null | undefined;
  for (const text of codes) {
    const code = text.trim().replace(/\W+$/, "").slice(-3).toLowerCase();
    if (CODES[code] !== undefined) return CODES[code];
    found = CODES_OF_NO_MAKER.includes(code) ? null : (found ?? "contributor");
  }
  for (const term of terms) {
    const parts = plainWords(term);
    const role = roleIn(parts);
    if (role !== undefined) return role;
    found = parts.some((part) => NO_MAKER.test(part)) ? null : (found ?? "contributor");
  }
  return found;
}

/** The weightiest role that some plain words speak of: of an introduction "author of introduction". */
export function roleIn(parts: readonly string[]): string | undefined {
  for (const [beginning, role] of WORDS) if (parts.some((part) => beginning.test(part))) return role;
  return parts.some((part) => AUTHOR.test(part)) ? "author" : undefined;
}
