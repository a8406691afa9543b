import type { SourceBook } from "../import/source-book.ts";
import type { Database } from "../sqlite.ts";
import { type Arrangement, arrangeWords, type Step } from "./arrangement.ts";
import { Duplicates } from "./duplicates.ts";
import { bookFolder, keysOf } from "./folded-book.ts";
import { giveWords, type Half } from "./ordered-words.ts";
import { Postings } from "./postings.ts";
import { LISTS_EACH, WordLists } from "./word-lists.ts";

/** Gathers the index of a new catalogue, and tells which of its records are one book: all that needs its texts folded. */
export class Indexer {
  readonly #database: Database;
  readonly #folder: string;
  readonly #fold = bookFolder();
  readonly #postings: Postings;
  readonly #duplicates: Duplicates;

  /** `database` has the tables of the index, and `folder` is for temporary files. */
  constructor(database: Database, folder: string) {
    this.#database = database;
    this.#folder = folder;
    this.#postings = new Postings(database, folder);
    this.#duplicates = new Duplicates(folder);
  }

  /** Adds a record. Records are numbered from 0. */
  add(record: number, book: SourceBook): void {
    const folded = this.#fold(book);
    this.#postings.add(record, folded);
    for (const key of keysOf(folded)) this.#duplicates.add(record, key);
  }

  /** For each of `count` records the first that is the same book; undefined when no two are. */
  findDuplicates(count: number): Uint32Array<SharedArrayBuffer> | undefined {
    this.#postings.end();
    return this.#duplicates.find(count);
  }

  /** Puts the words in order. `ids` has the book of each record, and `last` is the largest id. */
  arrange(ids: Uint32Array, last: number, step: Step): Promise<Arrangement> {
    return arrangeWords(this.#database, this.#postings, ids, last, this.#folder, step);
  }

  close(): void {
    this.#postings.close();
    this.#duplicates.close();
  }
}

/** Writes one half of an index, whose words have been arranged, into a database. */
export async function writeHalf(
  database: Database,
  arrangement: Arrangement,
  half: Half,
  step: Step,
): Promise<void> {
  // Whatever lists the first half needs, those of the second come behind.
  const before = (arrangement.buckets[arrangement.half]?.from ?? 0) + arrangement.shared.size;
  const lists = new WordLists(database, half === 0 ? 0 : LISTS_EACH * before);
  await giveWords(arrangement, half, lists, step);
}
