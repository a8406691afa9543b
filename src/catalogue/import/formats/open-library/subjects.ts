import { readTexts, withoutEnd } from "./texts.ts";

/** The most that a book has. */
const SUBJECTS = 20;

// So many are looked at to find these.
const CONSIDERED = 60;

// What the library notes about its own copies and lists in the place of subjects.
const NOTES = new Set([
  "accessible book",
  "in library",
  "internet archive books",
  "internet archive wishlist",
  "large type books",
  "lending library",
  "new york times bestseller",
  "new york times reviewed",
  "open library staff picks",
  "overdrive",
  "protected daisy",
]);

const TAG = /^(?:award|collectionid|franchise|nyt|series):/i;

/** The subjects of a record as headings, "Cookery, American -- Southern States"; none twice, at most SUBJECTS. */
export function readSubjects(value: unknown): string[] {
  const subjects: string[] = [];
  for (const text of readTexts(value, CONSIDERED)) {
    const subject = withoutEnd(text);
    if (TAG.test(subject) || NOTES.has(subject.toLowerCase()) || subjects.includes(subject)) continue;
    if (subjects.push(subject) === SUBJECTS) break;
  }
  return subjects;
}

/** What an edition is about, with what its work tells besides. */
export function joinSubjects(own: readonly string[], work: readonly string[]): readonly string[] {
  if (own.length === 0 || work.length === 0) return own.length === 0 ? work : own;
  return [...new Set([...own, ...work])].slice(0, SUBJECTS);
}
