import type { BookRow } from "../book-row.ts";
import type { SourceEdition } from "../import/source-book.ts";
import type { Spool } from "../indexing/spool.ts";
import type { Database, Statement } from "../sqlite.ts";
import { COLUMNS } from "./staging.ts";
import type { Order } from "./standings.ts";

/** A record as it is staged. */
interface Staged extends BookRow {
  readonly record: number;
  readonly editions: string | null;
}

/** An edition as a row of editions. */
interface Edition {
  readonly isbn: number | null;
  readonly title: string | null;
  readonly year: number | null;
  readonly language: string | null;
}

// How many books are written between two looks at what else the process is told.
const BOOKS = 1000;

/** Notes which records have something to add to a book: those that another record stands for, and those with editions. */
export async function noteOthers(
  database: Database,
  { others, ids }: Order,
  withEditions: Spool,
  step: () => Promise<void>,
): Promise<void> {
  database.exec("CREATE TEMP TABLE others (id, record, PRIMARY KEY (id, record)) WITHOUT ROWID");
  const other = database.prepare("INSERT OR IGNORE INTO temp.others (id, record) VALUES (?, ?)");
  for (const spool of [others, withEditions]) {
    for (const some of spool.chunks()) {
      for (const record of some) other.run(ids[record], record);
      await step();
    }
  }
}

/**
 * Adds to each book what the records that were noted tell: what the one that stands for it lacks is taken from the first
 * that has it, the year is the earliest, the standing the highest, and what differs in its ISBN, title, year or language is
 * an edition beside it. `records` are those that stand for the books.
 *
 * Records from `old` on are of the catalogue that this one follows: how many copies there were is of no interest where a
 * new record tells how many there are.
 */
export async function mergeRecords(
  database: Database,
  records: Spool,
  old: number,
  step: (share: number) => Promise<void>,
): Promise<void> {
  const merger = new Merger(database);
  const some = database
    .prepare<[number], number>(`SELECT DISTINCT id FROM temp.others WHERE id > ? ORDER BY id LIMIT ${BOOKS}`)
    .pluck();
  const staged = database.prepare<[number], Staged>(
    `SELECT record, ${COLUMNS}, editions FROM temp.others JOIN temp.staged USING (record) WHERE id = ? ORDER BY record`,
  );
  for (let last = 0; ; ) {
    for (const id of some.all(last)) {
      // An old record has nothing to say of the copies where a new one stands for the book.
      const before =
        old < Number.POSITIVE_INFINITY && records.at(id - 1) < old ? old : Number.POSITIVE_INFINITY;
      merger.merge(id, staged.all(id), before);
      last = id;
    }
    await step(last / Math.max(1, records.length));
    if (some.get(last) === undefined) return;
  }
}

/** Puts the records of one book together. */
class Merger {
  readonly #book: Statement<[id: number], Omit<Staged, "record">>;
  readonly #update: Statement;
  readonly #edition: Statement;

  constructor(database: Database) {
    this.#book = database.prepare(`SELECT ${COLUMNS}, NULL AS editions FROM books WHERE id = ?`);
    this.#update = database.prepare(
      `UPDATE books SET isbn = ?, subtitle = ?, series = ?, contributors = ?, year = ?, language = ?, subjects = ?,
         price = ?, quantity = ?, standing = ?, work = ?, editions = ? WHERE id = ?`,
    );
    this.#edition = database.prepare(
      "INSERT INTO editions (book_id, number, isbn, title, year, language) VALUES (?, ?, ?, ?, ?, ?)",
    );
  }

  /** Writes a book anew, and its editions. Of records from `old` on the quantity does not count. */
  merge(id: number, records: readonly Staged[], old: number): void {
    const shown = this.#book.get(id);
    if (!shown) return;
    const all = [shown, ...records];
    const first = <K extends keyof typeof shown>(key: K) =>
      all.find((one) => one[key] !== null)?.[key] ?? null;
    const counted = records.find(({ record, quantity }) => record < old && quantity > 0)?.quantity ?? 0;
    const own: Edition = {
      isbn: first("isbn"),
      title: shown.title,
      year: all.reduce<number | null>((least, { year }) => earlier(least, year), null),
      language: first("language"),
    };
    const editions = differing(own, [...records, ...records.flatMap(told)]);
    editions.forEach(({ isbn, title, year, language }, index) => {
      this.#edition.run(id, index + 1, isbn, title, year, language);
    });
    this.#update.run(
      own.isbn,
      first("subtitle"),
      first("series"),
      all.find(({ contributors }) => contributors !== "")?.contributors ?? "",
      own.year,
      own.language,
      first("subjects"),
      first("price"),
      shown.quantity || counted,
      all.reduce((most, { standing }) => Math.max(most, standing), 0),
      first("work"),
      1 + editions.filter(({ isbn, year, language }) => (isbn ?? year ?? language) !== null).length,
      id,
    );
  }
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/** The editions that a record itself lists. */
function told({ editions }: Staged): Edition[] {
  if (editions === null) return [];
  const listed: SourceEdition[] = JSON.parse(editions);
  return listed.map((edition) => ({ ...edition, isbn: edition.isbn === null ? null : Number(edition.isbn) }));
}

/**
 * Of some editions those that differ from a book's own and from each other; null in the place of what is the same. An
 * ISBN is one edition: what comes with one that is known may only be another title.
 */
function differing(own: Edition, others: readonly Edition[]): Edition[] {
  const isbns = new Set([own.isbn]);
  const titles = new Set([own.title]);
  const seen = new Set([keyOf(NOTHING)]);
  return others.flatMap((edition) => {
    const isKnown = edition.isbn !== null && isbns.has(edition.isbn);
    const title = edition.title === own.title ? null : edition.title;
    const other: Edition = isKnown
      ? { ...NOTHING, title: titles.has(title) ? null : title }
      : {
          isbn: edition.isbn,
          title,
          year: edition.year === own.year ? null : edition.year,
          language: edition.language === own.language ? null : edition.language,
        };
    isbns.add(edition.isbn);
    titles.add(title);
    if (seen.has(keyOf(other))) return [];
    seen.add(keyOf(other));
    return [other];
  });
}

const NOTHING: Edition = { isbn: null, title: null, year: null, language: null };

function keyOf({ isbn, title, year, language }: Edition): string {
  return JSON.stringify([isbn, title, year, language]);
}
