import type { Contributor } from "../../../book.ts";
import { isbn13 } from "../../../isbn.ts";
import { readLanguage } from "../../language.ts";
import { readYear } from "../../values.ts";
import { isObject, type JsonObject, listOf } from "./json.ts";
import { readReference } from "./key.ts";
import { readAuthors, readContributors } from "./people.ts";
import { readSubjects } from "./subjects.ts";
import { readText, readTexts } from "./texts.ts";
import { readTitleOf } from "./title.ts";
import type { Place, Work } from "./work.ts";

/** An edition as its own record tells of it. Its `year` is the one in which it was published. */
export interface Edition extends Work {
  readonly revision: number;
  /** Who else made it, and how. */
  readonly contributors: readonly Contributor[];
  /** ISBN-13s. */
  readonly isbns: readonly string[];
  /** A BCP 47 tag. */
  readonly language: string | null;
}

// No edition has more; a record of a set of volumes may have some dozens.
const ISBNS = 50;

/** The edition that a record, with these fields, tells of. */
export function readEdition(fields: JsonObject, revision: number, place: Place): Edition {
  const { title, subtitle, series } = readTitleOf(fields);
  return {
    revision,
    title,
    subtitle,
    series,
    year: readYear(readText(fields.publish_date)),
    authors: readAuthors(fields.authors),
    contributors: readContributors(fields.contributors, fields.contributions),
    isbns: readIsbns([...listOf(fields.isbn_13), ...listOf(fields.isbn_10)]),
    language: readLanguageOf(fields.languages),
    subjects: readSubjects(fields.subjects),
    place: title === "" ? place : null,
  };
}

/** The number of the first work that an edition refers to; 0 where it refers to none. */
export function readWorkOf(fields: JsonObject): number {
  for (const entry of listOf(fields.works)) {
    const work = readReference(entry, "W");
    if (work !== null) return work;
  }
  return 0;
}

function readIsbns(texts: unknown): string[] {
  const isbns: string[] = [];
  for (const text of readTexts(texts, ISBNS)) {
    const isbn = isbn13(text);
    if (isbn !== null && !isbns.includes(isbn)) isbns.push(isbn);
  }
  return isbns;
}

/** The tag of the first language: { key: "/languages/eng" } is "en". */
function readLanguageOf(languages: unknown): string | null {
  const [first] = listOf(languages);
  const key = isObject(first) ? first.key : first;
  return typeof key === "string" ? readLanguage(key.slice(key.lastIndexOf("/") + 1)) : null;
}
