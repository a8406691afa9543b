import type { SourceBook } from "../import/source-book.ts";
import type { Database } from "../sqlite.ts";
import { Duplicates } from "./duplicates.ts";
import { bookFolder, keysOf } from "./folded-book.ts";
import { orderWords, type Step } from "./ordered-words.ts";
import { Postings } from "./postings.ts";
import { writeSounds } from "./sounds.ts";
import { WordLists } from "./word-lists.ts";

/** Makes the index of a new catalogue, and tells which of its records are one book: all that needs its texts folded. */
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
  findDuplicates(count: number): Uint32Array | undefined {
    return this.#duplicates.find(count);
  }

  /** Writes the index. `ids` has the book of each record, and `last` is the largest id. */
  async write(ids: Uint32Array, last: number, step: Step): Promise<void> {
    const lists = new WordLists(this.#database);
    await orderWords(this.#database, this.#postings, ids, last, this.#folder, lists, step);
    writeSounds(this.#database);
  }

  close(): void {
    this.#postings.close();
    this.#duplicates.close();
  }
}
