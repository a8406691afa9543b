import type { Written } from "../../src/catalogue/build/writer.ts";
import { buildCatalogue } from "../../src/catalogue/build.ts";
import { Catalogue } from "../../src/catalogue/catalogue.ts";
import type { SourceBook } from "../../src/catalogue/import/source-book.ts";

/** What a book of a test has besides its title and authors; nothing where it is left out. */
export type More = Partial<Omit<SourceBook, "title">>;

/** A book as a source tells of it. */
export function book(title: string, authors: string | readonly string[] = [], more: More = {}): SourceBook {
  const names = typeof authors === "string" ? [authors] : authors;
  return {
    title,
    subtitle: null,
    series: null,
    contributors: names.map((name) => ({ name, role: "author" })),
    isbns: [],
    year: null,
    language: null,
    subjects: [],
    price: null,
    quantity: 0,
    standing: 0,
    work: null,
    ...more,
  };
}

/** Builds a catalogue of some books in the place of the one that is there. */
export function build(file: string, books: Iterable<SourceBook>): Promise<Written> {
  return buildCatalogue(file, (writer) => {
    for (const book of books) writer.add(book);
  });
}

/** What `act` gives of an open catalogue. */
export function withCatalogue<T>(file: string, act: (catalogue: Catalogue) => T): T {
  const catalogue = Catalogue.open(file);
  try {
    return act(catalogue);
  } finally {
    catalogue.close();
  }
}

/** The titles that are found by an author's name. */
export function titlesBy(file: string, author: string): string[] {
  return withCatalogue(file, (catalogue) =>
    catalogue.search({ author, limit: 100 }).results.map(({ book }) => book.title),
  );
}

/** Numbers from 0 up to 1, always the same ones for a seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
