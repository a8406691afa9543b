import { join } from "node:path";
import type { SourceBook, SourceContributor } from "../import/source-book.ts";
import { Spool } from "../indexing/spool.ts";
import type { Database, Statement } from "../sqlite.ts";
import { Headings } from "./headings.ts";

/** A record's columns as they are staged, and kept in books. */
export const COLUMNS =
  "isbn, title, subtitle, series, contributors, year, language, subjects, price, quantity, standing, work";

// How many names with aliases to remember. One that is forgotten is written once more, which changes nothing.
const REMEMBERED = 200_000;

/**
 * Books in the order of their source, before their place in the catalogue is known. They lie in a temporary table, which
 * SQLite keeps in a file that has no name: it goes with the process, however that ends.
 */
export class Staging {
  /** The records that tell of editions. */
  readonly withEditions: Spool;
  readonly #headings: Headings;
  readonly #insert: Statement;
  readonly #copy: Statement<[first: number, records: string]>;
  readonly #alias: Statement;
  readonly #names = new Set<string>();

  /** `folder` is for a temporary file. */
  constructor(database: Database, folder: string) {
    this.withEditions = new Spool(join(folder, "with-editions"));
    this.#headings = new Headings(database);
    database.exec(`CREATE TEMP TABLE staged (record INTEGER PRIMARY KEY, ${COLUMNS}, editions)`);
    const values = COLUMNS.replace(/\w+/g, "?");
    this.#insert = database.prepare(
      `INSERT INTO temp.staged (record, ${COLUMNS}, editions) VALUES (?, ${values}, ?)`,
    );
    // Many in one statement: what SQLite does around each takes as long as the copying.
    this.#copy = database.prepare(
      `INSERT INTO books (id, ${COLUMNS}, editions)
         SELECT ? + key, ${COLUMNS}, 1 FROM json_each(?) CROSS JOIN temp.staged ON record = value`,
    );
    this.#alias = database.prepare("INSERT OR IGNORE INTO aliases (name, names) VALUES (?, ?)");
  }

  /** Keeps a record, by its number. */
  add(record: number, book: SourceBook): void {
    const { isbns, contributors, subjects } = book;
    const editions = editionsOf(book);
    if (editions !== null) this.withEditions.push(record);
    this.#insert.run(
      record,
      isbns[0] === undefined ? null : Number(isbns[0]),
      book.title,
      book.subtitle,
      book.series,
      contributors.length === 1
        ? this.#lineOf(contributors[0])
        : contributors.map((one) => this.#lineOf(one)).join("\n"),
      book.year,
      book.language,
      subjects.length === 0 ? null : subjects.map((name) => this.#headings.idOf(name)).join(" "),
      book.price,
      book.quantity,
      book.standing > 0 ? book.standing : 0,
      book.work,
      editions,
    );
  }

  /** All records are added. */
  end(): void {
    this.#headings.end();
  }

  /** Makes some records the books of this id and those behind it. */
  copy(first: number, records: Uint32Array): void {
    this.#copy.run(first, JSON.stringify(Array.from(records)));
  }

  close(): void {
    this.withEditions.close();
  }

  #lineOf(contributor: SourceContributor | undefined): string {
    if (contributor === undefined) return "";
    const { name, role, aliases } = contributor;
    if (aliases && aliases.length > 0 && !this.#names.has(name)) {
      if (this.#names.size >= REMEMBERED) this.#names.clear();
      this.#names.add(name);
      this.#alias.run(name, aliases.join("\n"));
    }
    return role === "author" ? name : `${name}\t${role}`;
  }
}

/** The other editions that a record itself tells of, as JSON: those that it lists, and its other ISBNs. Null for none. */
function editionsOf({ isbns, editions = [] }: SourceBook): string | null {
  if (isbns.length < 2 && editions.length === 0) return null;
  const others = isbns.slice(1).map((isbn) => ({ isbn, title: null, year: null, language: null }));
  return JSON.stringify([...editions, ...others]);
}
