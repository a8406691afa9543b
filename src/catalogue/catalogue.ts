import type { Book, Contributor } from "./book.ts";
import { CatalogueError, codeOf } from "./errors.ts";
import { words } from "./folding.ts";
import { openDatabase } from "./open.ts";
import type { Database, Statement } from "./sqlite.ts";

/** One page of what a search found. */
export interface SearchResult {
  readonly books: readonly Book[];
  /** True when a further page follows. */
  readonly more: boolean;
}

type BookRow = Omit<Book, "contributors">;

// A catalogue never changes while it is open, so what was read once is not read again. This many books at most.
const REMEMBERED = 20_000;

/** A catalogue of books, open to be searched. All of it is synchronous: SQLite answers in microseconds. */
export class Catalogue {
  readonly #database: Database;
  readonly #bookIds: Statement<[match: string, limit: number, offset: number], number>;
  readonly #book: Statement<[id: number], BookRow>;
  readonly #contributors: Statement<[id: number], Contributor>;
  readonly #books = new Map<number, Book>();

  private constructor(database: Database) {
    this.#database = database;
    // "+ 0", since SQLite looks at a bare parameter behind LIMIT and plans the query anew whenever it is given one.
    this.#bookIds = database
      .prepare<[string, number, number], number>(
        `SELECT DISTINCT rowid / 256 FROM author_index WHERE author_index MATCH ?
         ORDER BY rowid LIMIT ? + 0 OFFSET ? + 0`,
      )
      .pluck();
    this.#book = database.prepare(
      "SELECT id, isbn, title, subtitle, series, year, language, price, quantity FROM books WHERE id = ?",
    );
    this.#contributors = database.prepare(
      `SELECT name, role FROM contributions JOIN authors ON authors.id = author_id
       WHERE book_id = ? ORDER BY position`,
    );
  }

  /** Opens a catalogue's file. Throws a CatalogueError that says what to do. */
  static open(file: string): Catalogue {
    return new Catalogue(openDatabase(file));
  }

  /**
   * The books with a contributor of whose name each of the words typed begins a word, whatever its case and accents,
   * in any order: "lee, harp" finds Harper Lee. In the order of standing; `page` counts from 1, `size` books each.
   *
   * Text without a letter or digit finds nothing. Throws a CatalogueError when the file cannot be read any more.
   */
  searchByAuthor(text: string, { page, size }: { page: number; size: number }): SearchResult {
    const match = words(text)
      .map((word) => `"${word}"*`)
      .join(" ");
    if (match === "") return { books: [], more: false };
    try {
      const ids = this.#bookIds.all(match, size + 1, (page - 1) * size);
      return { books: ids.slice(0, size).map((id) => this.#read(id)), more: ids.length > size };
    } catch (error) {
      // Somebody wrote into the file, or the disk fails: no fault of the search.
      if (!codeOf(error).startsWith("SQLITE_")) throw error;
      throw new CatalogueError(`the catalogue cannot be read: ${(error as Error).message}`);
    }
  }

  close(): void {
    this.#database.close();
  }

  #read(id: number): Book {
    const known = this.#books.get(id);
    if (known) return known;
    const row = this.#book.get(id);
    if (!row) throw new Error(`the index names a book ${id} that the catalogue does not have`);
    const book: Book = { ...row, contributors: this.#contributors.all(id) };
    if (this.#books.size >= REMEMBERED) this.#books.clear();
    this.#books.set(id, book);
    return book;
  }
}
