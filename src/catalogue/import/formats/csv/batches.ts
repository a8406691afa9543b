import { Mender } from "../../mend/mender.ts";
import type { Batch, Rejection, SourceBook } from "../../source-book.ts";
import { BookReader, merge } from "./book-reader.ts";
import type { Columns } from "./columns.ts";
import { type Habits, TEXT } from "./habits.ts";
import type { Row } from "./records.ts";

/** Makes batches of books of the records of one table. */
export class Batches {
  readonly #source: number;
  readonly #header: readonly string[];
  readonly #columns: Columns;
  readonly #habits: Habits;
  readonly #mender = new Mender();
  readonly #reader: BookReader;
  /** The last book of a table with a key: the next record may tell more of it. */
  #open: { readonly book: SourceBook; readonly key: string } | null = null;

  /** `source` is which of the sources the table is of, counted from 0. */
  constructor(source: number, header: readonly string[], columns: Columns, habits: Habits) {
    this.#source = source;
    this.#header = header;
    this.#columns = columns;
    this.#habits = habits;
    this.#reader = new BookReader(columns, habits, this.#mender);
  }

  /** The books of the next records. */
  read(rows: readonly Row[]): Batch {
    const books: SourceBook[] = [];
    const rejected: Rejection[] = [];
    for (const row of rows) {
      const book = row.fault === null && this.#isText(row) ? this.#reader.read(row.fields) : null;
      if (book === null) rejected.push(this.#reject(row));
      else if (this.#columns.key === undefined) books.push(book);
      else this.#gather(book, row.fields[this.#columns.key] ?? "", books);
      if (row.foreign) this.#mender.note("Windows-1252");
      this.#mender.endRecord();
    }
    return {
      source: this.#source,
      books,
      rejected,
      columns: this.#header,
      repaired: this.#mender.takeCounts(),
    };
  }

  /** The book that nothing followed. */
  end(): Batch {
    const books = this.#open === null ? [] : [this.#open.book];
    return { source: this.#source, books, rejected: [], repaired: {} };
  }

  /** Project Gutenberg lists recordings, films and numbers beside its texts; many of them are texts read aloud. */
  #isText({ fields }: Row): boolean {
    const type = this.#habits.textsOnly ? this.#typeOf(fields) : "";
    return type === "" || type === TEXT;
  }

  #typeOf(fields: readonly string[]): string {
    return (fields[this.#columns.type ?? -1] ?? "").trim();
  }

  /** Puts a book beside the one before, or into it: rows of one key and title, one behind the other, are one book. */
  #gather(book: SourceBook, key: string, books: SourceBook[]): void {
    const open = this.#open;
    const same = open !== null && key !== "" && open.key === key && open.book.title === book.title;
    if (open !== null && !same) books.push(open.book);
    this.#open = { book: same ? merge(open.book, book) : book, key };
  }

  #reject(row: Row): Rejection {
    const place = `line ${row.line}`;
    const { fields, fault } = row;
    if (fault !== null) return { place, reason: "malformed", detail: fault, fields };
    if (fields.every((field) => field.trim() === "")) return { place, reason: "empty", detail: null, fields };
    if (this.#isText(row)) return { place, reason: "without a title", detail: null, fields };
    return { place, reason: "not a text", detail: `its type is ${this.#typeOf(fields)}`, fields };
  }
}
