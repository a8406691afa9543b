import type { Contributor } from "../book.ts";
import { tidy } from "./text.ts";

/** What somebody did, by the beginning of the word for it. */
const ROLES: ReadonlyArray<readonly [beginning: RegExp, role: string]> = [
  [/^(?:author|auteur|autor|goodreads author|writer)/i, "author"],
  [/^(?:trans|tr\.?$|übers|traduc)/i, "translator"],
  [/^(?:edit|eds?\.?$|hrsg|herausg)/i, "editor"],
  [/^(?:illus|ill\.?$|artist|drawing)/i, "illustrator"],
  [/^(?:photo)/i, "photographer"],
  [/^(?:narrat|read(?:er| by)|voice)/i, "narrator"],
  [/^(?:foreword|preface|introduc|intro\.?$|afterword)/i, "introduction"],
  [/^(?:adapt)/i, "adapter"],
  [/^(?:compil|comp\.?$)/i, "compiler"],
  [/^(?:comment|annot|notes)/i, "commentator"],
  [/^(?:contrib)/i, "contributor"],
];

// "Name (Translator)" and "Name [translator]".
const BRACKETS = /\s*(?:\(([^()]*)\)|\[([^[\]]*)\])\.?$/;

const ERA = String.raw`\s?(?:BCE|CE|BC|AD|B\.C\.|A\.D\.)`;
const YEAR = String.raw`(?:\d{1,4}\??${ERA}|\d{3,4}\??)`;
const ABOUT = String.raw`(?:(?:approximately|active|born|died|ca?\.?|fl\.|b\.|d\.)\s?)?`;

// The years of a life at the end: ", 1775-1817", ", b. 1923", " 1952-", ", 751? BCE-651? BCE", " (1802-1885)".
const YEARS = new RegExp(
  String.raw`(?:,\s*|\s+\(?)${ABOUT}(?:${YEAR}\s?[-\u2013]\s?(?:${ABOUT}${YEAR})?|[-\u2013]\s?${YEAR})\)?\.?$`,
  "i",
);
const ONE_YEAR = new RegExp(String.raw`,\s*${ABOUT}${YEAR}\.?$`, "i");

const NAMING = /[\p{L}\p{N}]/u;

/**
 * One person with a role: "Grossman, Edith, 1936-2023 [Translator]" is Grossman, Edith, translator. Who has no role is an
 * author. Null where no letter and no digit is left of the name.
 *
 * Round brackets with something else than a role belong to the name: "Kennedy, John F. (John Fitzgerald)".
 */
export function readName(text: string): Contributor | null {
  let name = tidy(text);
  let role = "author";
  for (let bracket = BRACKETS.exec(name); bracket; bracket = BRACKETS.exec(name)) {
    const found = readRole(bracket[1] ?? bracket[2] ?? "", bracket[2] !== undefined);
    if (found === null) break;
    role = found;
    name = name.slice(0, bracket.index);
  }
  name = withoutYears(name);
  return NAMING.test(name) ? { name, role } : null;
}

function readRole(text: string, square: boolean): string | null {
  const word = text.trim();
  for (const [beginning, role] of ROLES) if (beginning.test(word)) return role;
  // In square brackets librarians write roles that this list does not have: "[Composer]".
  return square && /^\p{L}+$/u.test(word) ? word.toLowerCase() : null;
}

function withoutYears(name: string): string {
  if (!/\d/.test(name)) return name.replace(/\s*,$/, "");
  return name.replace(YEARS, "").replace(ONE_YEAR, "").replace(/\s*,$/, "");
}
