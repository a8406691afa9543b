import type { Book, Contributor } from "../book.ts";
import { damaged } from "../errors.ts";
import type { Database, Statement } from "../sqlite.ts";
import { KnownBook } from "./known-book.ts";

interface Row extends Omit<Book, "isbn" | "contributors"> {
  readonly isbn: number | null;
  readonly contributors: string;
  readonly subjects: string | null;
}

// A catalogue never changes while it is open, so what was read once is not read again. This many books at most.
const REMEMBERED = 4000;

/** Reads books by their ids, and by what is known of them for certain. */
export class BookReader {
  readonly #book: Statement<[id: number], Row>;
  readonly #withIsbn: Statement<{ isbn: number; last: number }, number>;
  readonly #heading: Statement<[id: number], string>;
  readonly #titles: Statement<[id: number], string>;
  readonly #aliases: Statement<[name: string], string>;
  readonly #known = new Map<number, KnownBook>();

  constructor(database: Database) {
    this.#book = database.prepare(
      `SELECT id, isbn, title, subtitle, series, contributors, year, language, subjects, price, quantity, editions
       FROM books WHERE id = ?`,
    );
    this.#withIsbn = database
      .prepare<{ isbn: number; last: number }, number>(
        `SELECT id FROM (SELECT id FROM books WHERE isbn BETWEEN :isbn AND :last LIMIT 100)
         UNION SELECT book_id FROM (SELECT book_id FROM editions WHERE isbn BETWEEN :isbn AND :last LIMIT 100)
         ORDER BY 1`,
      )
      .pluck();
    this.#heading = database
      .prepare<[number], string>("SELECT CAST(name AS TEXT) FROM headings WHERE id = ?")
      .pluck();
    this.#titles = database
      .prepare<[number], string>(
        "SELECT CAST(title AS TEXT) FROM editions WHERE book_id = ? AND title IS NOT NULL LIMIT 1000",
      )
      .pluck();
    this.#aliases = database
      .prepare<[string], string>("SELECT CAST(names AS TEXT) FROM aliases WHERE name = ?")
      .pluck();
  }

  /** The book with this id, which the catalogue must have. */
  read(id: number): KnownBook {
    const known = this.#known.get(id);
    if (known) return known;
    const row = this.#book.get(id);
    if (!row) throw damaged(`the index names a book ${id} that is not there`);
    if (!isWhole(row)) throw damaged(`book ${id} cannot be read`);
    const { isbn, contributors, subjects, ...rest } = row;
    const book: Book = {
      ...rest,
      isbn: isbn === null ? null : String(isbn),
      contributors: contributors === "" ? [] : contributors.split("\n").map(contributorOf),
    };
    const read = new KnownBook(book, subjects === null ? [] : subjects.split(" ").map(Number));
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(id, read);
    return read;
  }

  /** The ids of the books with an ISBN-13, 13 digits, or with one that begins with these digits. */
  withIsbn(digits: string): number[] {
    return this.#withIsbn.all({ isbn: Number(digits.padEnd(13, "0")), last: Number(digits.padEnd(13, "9")) });
  }

  /** The heading with this id, of what books are about. */
  headingOf(id: number): string {
    return this.#heading.get(id) ?? "";
  }

  /** The titles of a book's other editions. */
  otherTitlesOf(id: number): string[] {
    return this.#titles.all(id);
  }

  /** Other names of a contributor. */
  aliasesOf(name: string): string[] {
    return this.#aliases.get(name)?.split("\n") ?? [];
  }
}

const TEXTS = ["title", "subtitle", "series", "contributors", "language", "subjects"] as const;
const NUMBERS = ["isbn", "year", "price", "quantity", "editions"] as const;

/** False for a row of a damaged catalogue, which may hold anything in the place of anything. */
function isWhole(row: Row): boolean {
  return (
    row.title !== null &&
    row.contributors !== null &&
    TEXTS.every((name) => row[name] === null || typeof row[name] === "string") &&
    NUMBERS.every((name) => row[name] === null || typeof row[name] === "number")
  );
}

function contributorOf(line: string): Contributor {
  const tab = line.indexOf("\t");
  return tab < 0 ? { name: line, role: "author" } : { name: line.slice(0, tab), role: line.slice(tab + 1) };
}
