import type { Contributor } from "../book.ts";
import { dropEnd, tidy } from "./text.ts";

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

// What the years of a life are written with. Of a longer number no part is a year.
const PART = [
  String.raw`(?<!\d)\d{1,4}(?!\d)`,
  String.raw`\d{1,2}(?:st|nd|rd|th) century`,
  String.raw`[-\u2013?]`,
  String.raw`b\.?c\.?e?\.?|a\.?d\.?|c\.?e\.?|[ad]\.?\s?c\.?`,
  String.raw`active|approximately|born|died|about|ca?\.?|fl\.|[bd]\.`,
].join("|");

// Behind a comma: ", 1775-1817", ", b. 1923", ", 95? BCE-50? BCE", ", active 4th century".
const LIFE = new RegExp(String.raw`,\s*((?:(?:${PART})\s*)+)\.?$`, "i");

// A number alone may be another one, "Armored Division, 4". These are not.
const CERTAIN = /\d{3}|\d\??[^\d,]*[-\u2013]|[-\u2013]\D*\d|century|\d\??\s*(?:b\.?c|a\.?d|c\.?e)/i;

// Without a comma, where the dash tells: " 1952-", " (1802-1885)".
const SPAN = /\s+\(?\d{3,4}\??\s?[-\u2013]\s?(?:\d{3,4}\??)?\)?\.?$/;

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
  let rest = name;
  if (/\d/.test(name)) {
    const life = LIFE.exec(name);
    rest = life && CERTAIN.test(life[1] ?? "") ? name.slice(0, life.index) : name.replace(SPAN, "");
  }
  return dropEnd(rest, " ,");
}
