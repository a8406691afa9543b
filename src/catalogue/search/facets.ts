import type { BookReader } from "./book-reader.ts";

/** One value of a facet, and how many of the books looked at have it. */
export interface FacetValue {
  readonly value: string;
  readonly books: number;
}

/** What the books that were found have in common, the most frequent first. */
export interface Facets {
  /** How many books were looked at: the first thousand, or all where they are fewer. */
  readonly books: number;
  readonly language: readonly FacetValue[];
  /** The first year of each ten: "1980". */
  readonly decade: readonly FacetValue[];
  readonly author: readonly FacetValue[];
  readonly subject: readonly FacetValue[];
}

// How many values of each.
const VALUES = 10;

export function facetsOf(ids: readonly number[], reader: BookReader): Facets {
  const languages = new Map<string, number>();
  const decades = new Map<string, number>();
  const authors = new Map<string, number>();
  const headings = new Map<number, number>();
  for (const id of ids) {
    const known = reader.read(id);
    const { language, year, contributors } = known.book;
    if (language !== null) count(languages, language.split("-", 1)[0] ?? language);
    if (year !== null) count(decades, String(Math.floor(year / 10) * 10));
    for (const { name, role } of contributors) if (role === "author") count(authors, name);
    for (const heading of known.headings) count(headings, heading);
  }
  const subjects = mostOf(headings).map(([id, books]) => ({ value: reader.headingOf(id), books }));
  return {
    books: ids.length,
    language: valuesOf(languages),
    decade: valuesOf(decades),
    author: valuesOf(authors),
    subject: subjects,
  };
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function mostOf<K>(counts: ReadonlyMap<K, number>): [K, number][] {
  return [...counts].sort(([, one], [, other]) => other - one).slice(0, VALUES);
}

function valuesOf(counts: ReadonlyMap<string, number>): FacetValue[] {
  return mostOf(counts).map(([value, books]) => ({ value, books }));
}
