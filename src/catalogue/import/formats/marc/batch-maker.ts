import { Mender } from "../../mend/mender.ts";
import type { Batch, Rejection, SourceBook } from "../../source-book.ts";
import { readBook } from "./book.ts";
import { excerptOf } from "./excerpt.ts";
import { mendRecord } from "./mend-record.ts";
import type { MarcRecord } from "./record.ts";

// Large enough to be quick, small enough that Ctrl-C is soon heard.
const FULL = 500;

/** Makes batches of the records of one source. */
export class BatchMaker {
  readonly #source: number;
  readonly #mender = new Mender();
  #books: SourceBook[] = [];
  #rejected: Rejection[] = [];

  /** @param source which of the sources it is, counted from 0 */
  constructor(source: number) {
    this.#source = source;
  }

  /**
   * Takes the book of a record, or rejects it.
   *
   * @param place where the record stands: "record 5 at byte 8123"
   * @param repairs what was wrong with it so far: "wrong length"
   */
  add(record: MarcRecord, place: string, repairs: readonly string[]): void {
    const mended = mendRecord(record, this.#mender);
    const book = readBook(mended);
    if ("reason" in book) this.reject({ place, ...book, fields: excerptOf(mended) });
    else this.#books.push(book);
    for (const kind of repairs) this.#mender.note(kind);
    this.#mender.endRecord();
  }

  reject(rejection: Rejection): void {
    this.#rejected.push(rejection);
  }

  get isFull(): boolean {
    return this.#books.length + this.#rejected.length >= FULL;
  }

  get isEmpty(): boolean {
    return this.#books.length + this.#rejected.length === 0;
  }

  /** The batch so far. The next begins empty. */
  take(): Batch {
    const batch = {
      source: this.#source,
      books: this.#books,
      rejected: this.#rejected,
      repaired: this.#mender.takeCounts(),
    };
    this.#books = [];
    this.#rejected = [];
    return batch;
  }
}
