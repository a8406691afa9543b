import { mkdirSync, rmSync } from "node:fs";
import { CatalogueError } from "../errors.ts";
import { FOLDING_VERSION } from "../folding.ts";
import { type PackedBooks, packBooks } from "../import/packed-books.ts";
import type { SourceBook } from "../import/source-book.ts";
import { LARGEST_ID } from "../index/fields.ts";
import type { Arrangement, Step } from "../indexing/arrangement.ts";
import { Indexer, writeHalf } from "../indexing/indexer.ts";
import { IndexerThread } from "../indexing/indexer-thread.ts";
import { writeSounds } from "../indexing/sounds.ts";
import type { Spool } from "../indexing/spool.ts";
import type { Database } from "../sqlite.ts";
import { mergeRecords, noteOthers } from "./editions.ts";
import { Staging } from "./staging.ts";
import { Standings } from "./standings.ts";

/** What a build is doing, for a person who waits. */
export type Phase = "ordering" | "writing books" | "merging" | "indexing words" | "finishing";

/** What a finished catalogue holds. */
export interface Written {
  readonly books: number;
  /** Records that were found to be the same book, or an edition of the same work, as another. */
  readonly merged: number;
  readonly isbns: number;
  readonly words: number;
}

// How many books are written between two looks at what else the process is told.
const BOOKS = 2000;

/** Writes the books of a new catalogue: first all are added, in any order, then it is finished. */
export class CatalogueWriter {
  /** For temporary files of whoever adds the books: it goes with the writer. */
  readonly folder: string;
  readonly #database: Database;
  readonly #staging: Staging;
  readonly #standings: Standings;
  readonly #indexer: Indexer | IndexerThread;
  #unsettled: SourceBook[] = [];
  #records = 0;
  #old = Number.POSITIVE_INFINITY;

  /** `folder` comes into being, holds temporary files, and goes with close(). `isLarge` is worth a thread for the index. */
  constructor(database: Database, folder: string, isLarge = false) {
    mkdirSync(folder);
    this.folder = folder;
    this.#database = database;
    database.exec("BEGIN");
    this.#staging = new Staging(database, folder);
    this.#standings = new Standings(folder);
    this.#indexer = isLarge ? new IndexerThread(folder) : new Indexer(database, folder);
  }

  /** How many books were added. */
  get records(): number {
    return this.#records;
  }

  /** Says that all books from now on are of the catalogue that this one follows: what comes again replaces them. */
  beginOld(): void {
    this.#old = this.#records;
  }

  /** Adds a book behind those that are there. Who adds many lets them settle now and then. */
  add(book: SourceBook): void {
    if (this.#records === LARGEST_ID) {
      throw new CatalogueError(`a catalogue holds ${LARGEST_ID.toLocaleString("en")} books at most`);
    }
    const record = this.#records++;
    this.#staging.add(record, book);
    this.#standings.add(book.standing);
    if (this.#indexer instanceof IndexerThread) this.#unsettled.push(book);
    else this.#indexer.add(record, book);
  }

  /**
   * Hands the books on to the thread that indexes, and waits where it is behind. `packed` are those added since the
   * last time, where they are at hand so.
   */
  async settle(packed?: PackedBooks): Promise<void> {
    const books = this.#unsettled;
    if (books.length === 0 || !(this.#indexer instanceof IndexerThread)) return;
    this.#unsettled = [];
    await this.#indexer.add(this.#records - books.length, packed ?? packBooks(books));
  }

  /** Puts the books in order, writes them and their index. `step` is told of each phase and how far it is. */
  async finish(step: (phase: Phase, share: number) => Promise<void>): Promise<Written> {
    const database = this.#database;
    const indexer = this.#indexer;
    await this.settle();
    this.#staging.end();
    await step("ordering", 0);
    const { records, index } = await this.#arrange(() => step("ordering", 0.5));
    const last = records.length;
    for (let place = 0; place < last; place += BOOKS) {
      await step("writing books", place / last);
      this.#staging.copy(place + 1, records.slice(place, place + BOOKS));
    }
    await mergeRecords(database, records, this.#old, (share) => step("merging", share));
    for (const table of ["books", "editions"])
      database.exec(`CREATE INDEX ${table}_by_isbn ON ${table} (isbn) WHERE isbn IS NOT NULL`);
    const indexing: Step = (share) => step("indexing words", share);
    if (indexer instanceof IndexerThread) {
      database.exec("COMMIT"); // in a transaction no database can be attached
      await indexer.copy(database, indexing);
      database.exec("BEGIN");
    } else if (index) {
      for (const half of [0, 1] as const)
        await writeHalf(database, index, half, (share) => indexing(0.5 * (half + share)));
      writeSounds(database, index.meetings.length);
    }
    await step("finishing", 0);
    const counts = complete(database, last, this.#records - last);
    database.exec("COMMIT");
    return counts;
  }

  /**
   * Tells the records that stand for the books, in their order, and has the words put in order too: by the threads, which
   * go on and write the index beside the books, or here. The ids of all records are in memory no longer than that takes.
   */
  async #arrange(
    step: () => Promise<void>,
  ): Promise<{ readonly records: Spool; readonly index: Arrangement | undefined }> {
    const indexer = this.#indexer;
    const firsts = await indexer.findDuplicates(this.#records);
    await step();
    const order = this.#standings.order(firsts, this.#old);
    const { records, ids } = order;
    await noteOthers(this.#database, order, this.#staging.withEditions, step);
    if (indexer instanceof Indexer)
      return { records, index: await indexer.arrange(ids, records.length, step) };
    indexer.write(ids, records.length);
    return { records, index: undefined };
  }

  /** Lets go of the temporary files. */
  async close(): Promise<void> {
    await this.#indexer.close();
    this.#standings.close();
    this.#staging.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Writes what is left when the books and their index are there, and what the catalogue says of itself. */
function complete(database: Database, books: number, merged: number): Written {
  const count = (what: string) => Number(database.prepare(`SELECT count(*) FROM ${what}`).pluck().get());
  const written = {
    books,
    merged,
    // Counted in the indexes, which are a tenth of their tables.
    isbns: count("books WHERE isbn IS NOT NULL") + count("editions WHERE isbn IS NOT NULL"),
    words: count("words"),
  };
  const property = database.prepare("INSERT INTO properties (name, value) VALUES (?, ?)");
  property.run("folding", FOLDING_VERSION);
  property.run("built", stamp());
  for (const [name, value] of Object.entries(written)) property.run(name, value);
  return written;
}

/** When the catalogue is built; for builds that are to be alike, SOURCE_DATE_EPOCH says it (https://reproducible-builds.org). */
function stamp(): string {
  const seconds = Number(process.env.SOURCE_DATE_EPOCH || Number.NaN);
  return new Date(Number.isSafeInteger(seconds) ? seconds * 1000 : Date.now()).toISOString();
}
