import { mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { booksOf } from "./import/old-books.ts";
import type { SourceBook } from "./import/source-book.ts";
import { arrangeWords } from "./indexing/arrangement.ts";
import { bookFolder } from "./indexing/folded-book.ts";
import { giveWords } from "./indexing/ordered-words.ts";
import { Postings } from "./indexing/postings.ts";
import { openDatabase } from "./open.ts";
import type { Database } from "./sqlite.ts";
import { Comparison } from "./verify/comparison.ts";
import { Faults } from "./verify/faults.ts";

/** What a catalogue was found to have, and what is wrong with it. */
export interface Verification {
  readonly books: number;
  readonly words: number;
  /** A sentence each; none where all is well. */
  readonly faults: readonly string[];
}

/** What a verification may be told. */
export interface VerifyOptions {
  /** Stops it: its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** Is told which share of the work, 0 to 1, is done. */
  readonly progress?: ((share: number) => void) | undefined;
}

/**
 * Checks a catalogue: that SQLite finds the file whole, that the counts are those it was built with, that what belongs
 * together is there, and that every book is found by every word that it has: the words of all books are gathered anew
 * and compared with the index.
 *
 * Throws a CatalogueError when the file cannot be opened as a catalogue at all.
 */
export async function verifyCatalogue(file: string, options: VerifyOptions = {}): Promise<Verification> {
  const { signal, progress } = options;
  const database = openDatabase(file);
  const folder = mkdtempSync(join(dirname(file), ".penny-verify-"));
  const faults = new Faults();
  const step = async (share: number) => {
    progress?.(share);
    await new Promise((resolve) => setImmediate(resolve)); // lets the process hear signals
    signal?.throwIfAborted();
  };
  try {
    await step(0);
    checkFile(database, faults);
    await step(0.1);
    checkCounts(database, faults);
    checkReferences(database, faults);
    const words = await checkWords(database, folder, faults, (share) => step(0.1 + 0.9 * share));
    const books = Number(database.prepare("SELECT count(*) FROM books").pluck().get());
    return { books, words, faults: faults.sentences };
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkFile(database: Database, faults: Faults): void {
  const found = database.prepare<[], string>("PRAGMA integrity_check(20)").pluck().all();
  for (const line of found) if (line !== "ok") faults.add(`SQLite finds the file damaged: ${line}`);
}

/** What was counted when the catalogue was built, and how it is counted again. */
const COUNTS: Readonly<Record<string, string>> = {
  books: "SELECT count(*) FROM books",
  isbns: "SELECT (SELECT count(isbn) FROM books) + (SELECT count(isbn) FROM editions)",
  words: "SELECT count(*) FROM words",
};

function checkCounts(database: Database, faults: Faults): void {
  for (const [name, sql] of Object.entries(COUNTS)) {
    const said = database.prepare("SELECT value FROM properties WHERE name = ?").pluck().get(name);
    const counted = database.prepare(sql).pluck().get();
    if (said !== counted) faults.add(`the catalogue was built with ${said} ${name} and has ${counted}`);
  }
}

/** What must not be, and how it is found. */
const DANGLING: Readonly<Record<string, string>> = {
  "books have an id out of the order":
    "SELECT count(*) FROM books WHERE id < 1 OR id > (SELECT count(*) FROM books)",
  "editions are of no book": "SELECT count(*) FROM editions WHERE book_id NOT IN (SELECT id FROM books)",
  "words that sound are no words of the index":
    "SELECT count(*) FROM sounds LEFT JOIN words USING (word) WHERE words.books IS NOT sounds.books",
};

function checkReferences(database: Database, faults: Faults): void {
  for (const [what, sql] of Object.entries(DANGLING)) {
    const count = Number(database.prepare(sql).pluck().get());
    if (count > 0) faults.add(`${count} ${what}`);
  }
}

/** Gathers the words of all books anew and looks for each in the index. Gives how many words there are. */
async function checkWords(
  database: Database,
  folder: string,
  faults: Faults,
  step: (share: number) => Promise<void>,
): Promise<number> {
  const total = Number(database.prepare("SELECT count(*) FROM books").pluck().get());
  const fold = bookFolder();
  const postings = new Postings(database, folder);
  try {
    let last = 0;
    for await (const books of booksOf(database)) {
      for (const { id, book } of books) postings.add(id, fold(withoutAliases(book)));
      last = books.at(-1)?.id ?? last;
      await step(0.4 * (last / total));
    }
    const ids = Uint32Array.from({ length: last + 1 }, (_, id) => id);
    const comparison = new Comparison(database, faults);
    const arrangement = await arrangeWords(database, postings, ids, last, folder, (share) =>
      step(0.4 + 0.3 * share),
    );
    for (const half of [0, 1] as const)
      await giveWords(arrangement, half, comparison, (share) => step(0.7 + 0.15 * (half + share)));
    return comparison.words;
  } finally {
    postings.close();
  }
}

/** A book without its contributors' other names: of two people with one name only one may have them. */
function withoutAliases(book: SourceBook): SourceBook {
  return { ...book, contributors: book.contributors.map(({ name, role }) => ({ name, role })) };
}
