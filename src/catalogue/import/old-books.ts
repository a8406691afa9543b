import type { BookRow } from "../book-row.ts";
import type { CatalogueWriter } from "../build/writer.ts";
import { openDatabase } from "../open.ts";
import type { Database } from "../sqlite.ts";
import type { SourceBook, SourceContributor, SourceEdition } from "./source-book.ts";

interface Row extends BookRow {
  readonly id: number;
}

// How many books are read at once.
const BOOKS = 1000;

/** Adds the books of a catalogue, in their order, to the one that is to follow it. */
export async function addBooksOf(
  file: string,
  writer: CatalogueWriter,
  signal: AbortSignal | undefined,
): Promise<void> {
  const database = openDatabase(file);
  try {
    writer.beginOld();
    for await (const books of booksOf(database)) {
      for (const { book } of books) writer.add(book);
      await writer.settle();
      signal?.throwIfAborted();
    }
  } finally {
    database.close();
  }
}

/** A book of a catalogue as a source would have told of it. */
export interface OldBook {
  readonly id: number;
  readonly book: SourceBook;
}

/** The books of a catalogue in their order, some at a time; between two the process hears signals. */
export async function* booksOf(database: Database): AsyncGenerator<OldBook[]> {
  const toBook = bookReader(database);
  const some = database.prepare<[number], Row>(`SELECT * FROM books WHERE id > ? ORDER BY id LIMIT ${BOOKS}`);
  for (let last = 0; ; ) {
    const rows = some.all(last);
    const reached = rows.at(-1);
    if (reached === undefined) return;
    yield rows.map((row) => ({ id: row.id, book: toBook(row) }));
    last = reached.id;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Gives the function that makes of a catalogue's row what a source would have told. */
function bookReader(database: Database): (row: Row) => SourceBook {
  const heading = database.prepare<[number], string>("SELECT name FROM headings WHERE id = ?").pluck();
  const aliases = database.prepare<[string], string>("SELECT names FROM aliases WHERE name = ?").pluck();
  const editions = database.prepare<[number], Omit<SourceEdition, "isbn"> & { isbn: number | null }>(
    "SELECT isbn, title, year, language FROM editions WHERE book_id = ? ORDER BY number",
  );
  const contributor = (line: string): SourceContributor => {
    const [name = "", role = "author"] = line.split("\t");
    return { name, role, aliases: aliases.get(name)?.split("\n") };
  };
  return ({ id, isbn, contributors, subjects, ...row }) => ({
    ...row,
    isbns: isbn === null ? [] : [String(isbn)],
    contributors: contributors === "" ? [] : contributors.split("\n").map(contributor),
    subjects:
      subjects === null ? [] : subjects.split(" ").flatMap((number) => heading.get(Number(number)) ?? []),
    editions: editions.all(id).map((edition) => ({
      ...edition,
      isbn: edition.isbn === null ? null : String(edition.isbn),
    })),
  });
}
