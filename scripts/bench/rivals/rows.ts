import { openDatabase } from "../../../src/catalogue/open.ts";

/** A book as one row of texts, as those who make a search by themselves have it. */
export interface BookRow {
  readonly id: number;
  /** With subtitle and series: "The Two Towers (The Lord of the Rings, 2)" */
  readonly title: string;
  /** The names of all who made it, and their other names. */
  readonly authors: string;
  readonly subjects: string;
  readonly isbn: string;
  readonly year: number | null;
  readonly language: string | null;
}

interface Row {
  readonly id: number;
  readonly title: string;
  readonly subtitle: string | null;
  readonly series: string | null;
  readonly contributors: string;
  readonly subjects: string | null;
  readonly isbn: number | null;
  readonly year: number | null;
  readonly language: string | null;
}

/** The books of a catalogue, in their order, so that rivals search the very same ones. Other editions are left out. */
export function* rowsOf(file: string): Generator<BookRow, void, undefined> {
  const database = openDatabase(file);
  try {
    const heading = database.prepare<[number], string>("SELECT name FROM headings WHERE id = ?").pluck();
    const aliases = database.prepare<[string], string>("SELECT names FROM aliases WHERE name = ?").pluck();
    // Many at once: better-sqlite3's iterators make Node 24 abort when it ends.
    const some = database.prepare<[after: number], Row>(
      `SELECT id, title, subtitle, series, contributors, subjects, isbn, year, language FROM books
       WHERE id > ? ORDER BY id LIMIT 1000`,
    );
    const books = function* () {
      for (let rows = some.all(0); rows.length > 0; rows = some.all(rows.at(-1)?.id ?? 0)) yield* rows;
    };
    for (const { id, title, subtitle, series, contributors, subjects, isbn, year, language } of books()) {
      const names = contributors.split("\n").flatMap((line) => line.split("\t", 1)[0] || []);
      const others = names.flatMap((name) => aliases.get(name)?.split("\n") ?? []);
      const ids = subjects === null ? [] : subjects.split(" ").map(Number);
      yield {
        id,
        title: `${title}${subtitle === null ? "" : `: ${subtitle}`}${series === null ? "" : ` (${series})`}`,
        authors: [...names, ...others].join("; "),
        subjects: ids.flatMap((id) => heading.get(id) ?? []).join("; "),
        isbn: isbn === null ? "" : String(isbn),
        year,
        language,
      };
    }
  } finally {
    database.close();
  }
}
