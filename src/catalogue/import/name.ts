import { withoutYears } from "./life.ts";
import type { SourceContributor } from "./source-book.ts";
import { dropEnd, dropStop, tidy } from "./text.ts";

/** What somebody did, by the beginning of the word for it. */
const ROLES: ReadonlyArray<readonly [beginning: RegExp, role: string]> = [
  [/^(?:author of intro|foreword|preface|introduc|intro\.?$|afterword)/i, "introduction"],
  [/^(?:author|auteur|autor|goodreads author|writ)/i, "author"],
  [/^(?:trans|tr\.?$|übers|traduc)/i, "translator"],
  [/^(?:edit|eds?\.?$|hrsg|herausg)/i, "editor"],
  [/^(?:illus|ill\.?$|artist|drawing)/i, "illustrator"],
  [/^(?:photo)/i, "photographer"],
  [/^(?:narrat|read(?:er| by)?$|voice)/i, "narrator"],
  [/^(?:adapt|retold)/i, "adapter"],
  [/^(?:compil|comp\.?$)/i, "compiler"],
  [/^(?:comment|annot|notes)/i, "commentator"],
  [/^(?:contrib)/i, "contributor"],
];

// "Name (Translator)" and "Name [translator]".
const BRACKETS = /(?:\s*\(([^()]*)\)|(?:^|\s+)\[([^[\]]*)\])\.?$/;

// "edited by Name", "by Name".
const BY =
  /^(?:(written|edited|translated|illustrated|compiled|adapted|retold|photographed|narrated|read)\s+)?by\s+/i;

// Behind a comma, the years of a life or a note: "Argent, Kerry, 1960- ill.", "Encel, S., joint ed." What is shortened is
// written small there, for "Wolf, Ed" is somebody's name.
const BEHIND =
  /(?:,|[-\u2013\d\])])\s+(?:joint\s+)?([Aa]uthor|[Ee]ditor|eds?|[Tt]ranslator|tr|[Ii]llustrator|ill(?:us)?|[Cc]ompiler|comp|[Pp]hotographer|[Nn]arrator|[Aa]dapter|artist)\.?$/;

// What librarians call a name that is not the author's own, and the own one behind it.
const PSEUDONYM = /^(?:pseud(?:onym)?\.?)$/i;
const OWN_NAME = /^i\.\s?e\.[\s,-]*/i;

// No name is longer, and what is longer is not looked at closely.
const LONGEST = 1000;

const NAMING = /[\p{L}\p{N}]/u;

// A name without any of these has no role, no years and no other name in it.
const NOTED = /[,()[\]\d\u2013-]|\b(?:by|pseud)/i;

/**
 * One person with a role: "Grossman, Edith, 1936-2023 [Translator]" is Grossman, Edith, translator. Who has no role is an
 * author. The own name behind a pseudonym, "Tracy, Albert pseud. [i.e. Albert Leffingwell.]", is an alias. Null where no
 * letter and no digit is left of the name.
 *
 * Round brackets with something else than a role belong to the name: "Kennedy, John F. (John Fitzgerald)".
 */
export function readName(text: string): SourceContributor | null {
  let name = tidy(text);
  if (name.length > LONGEST) return NAMING.test(name) ? { name, role: "author" } : null;
  let role = "author";
  if (!NOTED.test(name)) return NAMING.test(name) ? { name: dropStop(name), role } : null;
  const behind = BEHIND.exec(name);
  if (behind !== null) {
    role = findRole(behind[1] ?? "") ?? role;
    name = dropEnd(name.slice(0, behind.index + 1), " ,");
  }
  const aliases: string[] = [];
  for (let bracket = BRACKETS.exec(name); bracket; bracket = BRACKETS.exec(name)) {
    const [, round, square = ""] = bracket;
    if (round === undefined && OWN_NAME.test(square)) {
      const own = dropStop(square.replace(OWN_NAME, "").trim());
      if (NAMING.test(own)) aliases.push(own);
    } else {
      const found = round === undefined ? readNote(square) : findRole(round);
      if (found === null) break;
      if (found !== "") role = found;
    }
    name = name.slice(0, bracket.index);
  }
  const by = BY.exec(name);
  if (by !== null) {
    role = findRole(by[1] ?? "") ?? role;
    name = name.slice(by[0].length);
  }
  name = dropStop(withoutYears(name.replace(/,? pseud(?:onym)?\.?$/i, "")));
  if (!NAMING.test(name)) return null;
  return aliases.length === 0 ? { name, role } : { name, role, aliases };
}

function findRole(text: string): string | null {
  const word = text.trim();
  for (const [beginning, role] of ROLES) if (beginning.test(word)) return role;
  return null;
}

/** The role in square brackets; "" where a librarian says something else there, which is never a part of the name. */
function readNote(text: string): string | null {
  const role = findRole(text);
  if (role !== null) return role;
  // Librarians write roles that the list above does not have: "[Composer]".
  return /^\p{L}+$/u.test(text.trim()) && !PSEUDONYM.test(text.trim()) ? text.trim().toLowerCase() : "";
}
