import type { Database, Statement } from "../sqlite.ts";
import type { NewBook } from "./book-reader.ts";

// How many authors' ids to remember, of names of so many characters. A catalogue may have millions; the others are
// asked for.
const REMEMBERED = 200_000;
const LONGEST_REMEMBERED = 200;

/** Writes books into the tables of a new catalogue, in the order in which they come: ids from 1. */
export class BookWriter {
  readonly #book: Statement;
  readonly #author: Statement;
  readonly #contribution: Statement;
  readonly #authorId: Statement<[name: string], number>;
  readonly #authorIds = new Map<string, number>();
  #books = 0;
  #authors = 0;
  #isbns = 0;

  constructor(database: Database) {
    this.#book = database.prepare(
      `INSERT INTO books (id, isbn, title, subtitle, series, year, language, price, quantity)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#author = database.prepare("INSERT INTO authors (id, name) VALUES (?, ?)");
    this.#contribution = database.prepare(
      "INSERT INTO contributions (book_id, position, author_id, role) VALUES (?, ?, ?, ?)",
    );
    this.#authorId = database.prepare<[string], number>("SELECT id FROM authors WHERE name = ?").pluck();
  }

  /** How much was written so far. */
  get counts(): { readonly books: number; readonly authors: number; readonly isbns: number } {
    return { books: this.#books, authors: this.#authors, isbns: this.#isbns };
  }

  write(book: NewBook): void {
    const { isbn, title, subtitle, series, year, language, price, quantity, contributors } = book;
    const id = ++this.#books;
    if (isbn !== null) this.#isbns++;
    this.#book.run(id, isbn, title, subtitle, series, year, language, price, quantity);
    let position = 0;
    for (const { name, role } of contributors) {
      this.#contribution.run(id, ++position, this.#findAuthor(name), role);
    }
  }

  #findAuthor(name: string): number {
    const known = this.#authorIds.get(name);
    if (known !== undefined) return known;
    // While every author is remembered, one who is not is new.
    const forgotten = this.#authors > this.#authorIds.size;
    const id = (forgotten ? this.#authorId.get(name) : undefined) ?? this.#addAuthor(name);
    if (this.#authorIds.size >= REMEMBERED) this.#authorIds.clear();
    if (name.length <= LONGEST_REMEMBERED) this.#authorIds.set(name, id);
    return id;
  }

  #addAuthor(name: string): number {
    this.#author.run(++this.#authors, name);
    return this.#authors;
  }
}
