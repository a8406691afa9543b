import { hasCapitalSurnames, splitCapitals, withoutCapitals } from "./capitals.ts";
import { readList } from "./list.ts";
import { readName } from "./name.ts";
import type { SourceContributor } from "./source-book.ts";
import { tidy } from "./text.ts";

/** Who made a book, from the text of one field. */
export type NamesReader = (text: string) => readonly SourceContributor[];

/** What is known of a column of names before it is read. */
export interface NamesColumn {
  /** Fields of its first records. */
  readonly sample: readonly string[];
  /** True when its name is in the plural: "authors". */
  readonly plural: boolean;
  /** What parts two names, where the person at the command line said so. */
  readonly separator?: string | undefined;
}

// The names of one field are often those of another: what was read is kept, of so many fields of so many characters.
const REMEMBERED = 2000;
const LONGEST_REMEMBERED = 200;

// No book has more contributors; a field of a million semicolons has.
const MOST = 500;

// From this share of the sample on a slash parts names: "J.K. Rowling/Mary GrandPré".
const SLASHES = 0.02;

/**
 * Finds out how the names of a column are parted, and gives the function that reads one of its fields.
 *
 * A semicolon or bar parts names wherever it stands, and a comma beside it belongs to a name. A comma alone parts the
 * names of a plural column whose sample has no semicolon or bar and mostly does not say "Surname, Name". " and " and "&"
 * part two full names. A list in brackets, "['Ann Bee', 'Cal Dee']", has one name an entry. Surnames in capitals are
 * written like others where they are the column's habit.
 */
export function namesReader(column: NamesColumn): NamesReader {
  const capital = hasCapitalSurnames(column.sample);
  const split = splitter(column, capital);
  const read = capital ? (name: string) => readName(withoutCapitals(name)) : readName;
  const known = new Map<string, readonly SourceContributor[]>();
  return (text) => {
    let contributors = known.get(text);
    if (contributors === undefined) {
      const parts = (readList(text) ?? split(tidy(text))).slice(0, MOST);
      contributors = once(parts.flatMap((part) => read(part) ?? []));
      if (known.size >= REMEMBERED) known.clear();
      if (text.length <= LONGEST_REMEMBERED) known.set(text, contributors);
    }
    return contributors;
  };
}

function splitter({ sample, plural, separator }: NamesColumn, capital: boolean): (text: string) => string[] {
  if (separator !== undefined) return (text) => text.split(separator);
  const commas = plural && !sample.some((text) => MARK.test(text)) && !isSurnameFirst(sample);
  const slashes = sample.filter((text) => SLASH.test(text)).length;
  const bySlash = slashes > 0 && slashes >= sample.length * SLASHES;
  return (text) => {
    if (MARK.test(text)) return text.split(MARK).flatMap(splitPair);
    if (bySlash && SLASH.test(text)) return text.split("/").flatMap(splitPair);
    if (capital) return splitCapitals(text);
    return (commas ? joinSuffixes(text.split(",")) : [text]).flatMap(splitPair);
  };
}

// A semicolon that ends an entity, as in "Simon &amp; Schuster", parts nothing.
const MARK = /\||(?<!&#?\w{1,8});/;

const SLASH = /\p{L}{2}\.?\/\p{L}/u;

/** True when most fields with a comma have one word before it: "Tolkien, J. R. R.". */
function isSurnameFirst(sample: readonly string[]): boolean {
  let fields = 0;
  let surnames = 0;
  for (const text of sample) {
    const comma = text.indexOf(",");
    if (comma === -1) continue;
    fields++;
    if (!/[\s.]/.test(text.slice(0, comma).trim())) surnames++;
  }
  return surnames * 2 > fields;
}

const SUFFIX = /^(?:jr|sr|ii|iii|iv|esq|m\.?\s?d|ph\.?\s?d)\.?$/i;

/** "Kurt Vonnegut", "Jr." is one name. */
function joinSuffixes(parts: readonly string[]): string[] {
  const names: string[] = [];
  for (const part of parts) {
    const trimmed = part.trim();
    const last = names.at(-1);
    if (last !== undefined && SUFFIX.test(trimmed)) names[names.length - 1] = `${last}, ${trimmed}`;
    else names.push(trimmed.replace(/^(?:and|&)\s+/i, "")); // "A B, C D, and E F"
  }
  return names;
}

const PAIR = /\s+(?:and|&|&amp;)\s+/i;

/** Parts "Terry Pratchett and Neil Gaiman". What may be one name, as "Simon and Schuster", stays whole. */
function splitPair(text: string): string[] {
  if (!PAIR.test(text)) return [text];
  const parts = text.split(PAIR);
  return parts.every(isFullName) ? parts : [text];
}

// Words of bodies, not of people: "National Park Service and Forest Service".
const BODY =
  /\b(?:association|board|books?|brothers|bureau|cent(?:er|re)|church|college|commission|committee|compan(?:y|ies)|co|corporation|council|departments?|dept|editors?|foundation|gardens?|group|homes?|inc|institute|library|ltd|magazine|ministry|museum|office|press|publish\w*|research|school|services?|society|sons|staff|team|university)\b/i;

const PARTICLE =
  /^(?:af|al|bin|da|de|del|della|den|der|di|do|dos|du|e|el|la|las|le|los|ten|ter|van|von|y|zu)$/;

/** True for two to four words that begin with capitals, particles aside, and name nobody but a person. */
function isFullName(text: string): boolean {
  const name = tidy(text);
  const names = name.split(" ").filter((word) => !PARTICLE.test(word));
  return (
    names.length >= 2 && names.length <= 4 && names.every((word) => /^\p{Lu}/u.test(word)) && !BODY.test(name)
  );
}

/** The same name twice is one contributor, the first, and so is "Arthur Upfield" beside "Upfield, Arthur". */
export function once(contributors: readonly SourceContributor[]): readonly SourceContributor[] {
  if (contributors.length < 2) return contributors;
  const names = new Set<string>();
  return contributors.filter(({ name }) => names.size < names.add(straight(name)).size);
}

/** "Upfield, Arthur" as "Arthur Upfield". */
function straight(name: string): string {
  const comma = name.indexOf(", ");
  return comma === -1 ? name : `${name.slice(comma + 2)} ${name.slice(0, comma)}`;
}
