import { buildCatalogue } from "../../src/catalogue/build.ts";

/** A title and the names of its authors. */
export type Entry = readonly [title: string, ...names: string[]];

/** A small library with the names that are hard to find, and 120 books of one author. */
export const LIBRARY: readonly Entry[] = [
  ["Jane Eyre", "Charlotte Brontë"],
  ["Wuthering Heights", "Brontë, Emily"],
  ["To Kill a Mockingbird", "Harper Lee"],
  ["Two at Once", "Spike Lee", "Ben Harper"],
  ["The Little Prince", "Antoine de Saint-Exupéry"],
  ["Text <b>& more</b>", 'A_B "Author" AND <i>Sons</i>'],
  ["Not a Name", "Notable 100 Andrews"],
  ...Array.from({ length: 120 }, (_, index): Entry => [`Volume ${index + 1}`, "Prolific Writer"]),
  ...Array.from({ length: 50 }, (_, index): Entry => [`Part ${index + 1}`, "Fifty Exactly"]),
];

/** Builds a catalogue of these books, without ISBN or price, in the place of the one that is there. */
export async function buildBooks(file: string, books: readonly Entry[] = LIBRARY): Promise<void> {
  await buildCatalogue(file, (writer) => {
    const nothing = { subtitle: null, series: null, year: null, language: null, price: null, work: null };
    for (const [title, ...names] of books) {
      const contributors = names.map((name) => ({ name, role: "author" }));
      writer.add({ ...nothing, title, contributors, isbns: [], subjects: [], quantity: 1, standing: 0 });
    }
  });
}
