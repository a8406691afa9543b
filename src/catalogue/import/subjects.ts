import { readList } from "./list.ts";
import { dropStop, tidy } from "./text.ts";

// A book has some subjects. What has hundreds is no list of subjects, and long texts are summaries.
const MOST = 50;
const LONGEST = 250;

// The subjects of one field are often those of another: what was read is kept, of so many fields of so many characters.
const REMEMBERED = 20_000;
const LONGEST_REMEMBERED = 400;

const MARK = /[;|]/;

/** The subjects of a book, from the text of one field. */
export type SubjectsReader = (text: string) => readonly string[];

/**
 * Finds out how the subjects of a column are parted, from some of its fields, and gives the function that reads one. A
 * semicolon or bar parts them. Where no field of the sample has one and many have a comma, the comma does: genres are
 * written so, and headings such as "Presidents, American" are not.
 */
export function subjectsReader(sample: readonly string[]): SubjectsReader {
  const separator = partsByCommas(sample) ? /[;|,]/ : MARK;
  const known = new Map<string, readonly string[]>();
  return (text) => {
    if (text === "") return NONE;
    let subjects = known.get(text);
    if (subjects === undefined) {
      subjects = read(text, separator);
      if (known.size >= REMEMBERED) known.clear();
      if (text.length <= LONGEST_REMEMBERED) known.set(text, subjects);
    }
    return subjects;
  };
}

const NONE: readonly string[] = [];

// From this share of a sample on, commas are what parts subjects.
const MANY = 0.3;

function partsByCommas(sample: readonly string[]): boolean {
  const fields = sample.filter((text) => text.trim() !== "" && readList(text) === null);
  if (fields.some((text) => MARK.test(text) || text.includes(" -- "))) return false;
  return fields.filter((text) => text.includes(",")).length > fields.length * MANY;
}

function read(text: string, separator: RegExp): readonly string[] {
  const subjects = new Set<string>();
  for (const part of readList(text) ?? text.split(separator)) {
    const subject = dropStop(tidy(part));
    if (subject !== "" && subject.length <= LONGEST) subjects.add(subject);
    if (subjects.size === MOST) break;
  }
  return [...subjects];
}
