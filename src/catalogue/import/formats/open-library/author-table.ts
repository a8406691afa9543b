import type { Database, Statement } from "../../../sqlite.ts";
import type { SourceContributor } from "../../source-book.ts";
import type { Row } from "./run.ts";

// Works by one author often stand together: so many authors are kept.
const REMEMBERED = 5000;

// How many times a redirect may lead to another.
const LONGEST_WAY = 20;

/** The authors of a dump by their numbers. */
export class AuthorTable {
  readonly #insert: Statement<[id: number, value: string | number]>;
  readonly #find: Statement<[id: number], string | number>;
  readonly #known = new Map<number, SourceContributor | null>();

  constructor(database: Database) {
    // A value is an author as JSON, or the number of the author to whom a redirect leads.
    database.exec("CREATE TABLE authors (id INTEGER PRIMARY KEY, value NOT NULL)");
    this.#insert = database.prepare("INSERT OR REPLACE INTO authors (id, value) VALUES (?, ?)");
    this.#find = database
      .prepare<[number], string | number>("SELECT value FROM authors WHERE id = ?")
      .pluck();
  }

  /** Takes in so many of these rows at most; false when there are no more. In the order of their numbers is fastest. */
  fill(rows: Iterator<Row, undefined>, count: number): boolean {
    for (let i = 0; i < count; i++) {
      const row = rows.next().value;
      if (row === undefined) return false;
      const { major, text } = row;
      this.#insert.run(major, /^\d/.test(text) ? Number(text) : text);
    }
    return true;
  }

  /** The author with this number, where redirects lead; null where there is none. */
  find(id: number): SourceContributor | null {
    let author = this.#known.get(id);
    if (author === undefined) {
      author = this.#look(id);
      if (this.#known.size >= REMEMBERED) this.#known.clear();
      this.#known.set(id, author);
    }
    return author;
  }

  #look(start: number): SourceContributor | null {
    let id = start;
    for (let i = 0; i <= LONGEST_WAY; i++) {
      const value = this.#find.get(id);
      if (value === undefined) return null;
      if (typeof value === "string") return JSON.parse(value);
      id = value;
    }
    return null; // a circle
  }
}
