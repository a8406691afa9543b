import { rmSync, statSync } from "node:fs";
import { Database } from "../../../src/catalogue/sqlite.ts";
import type { Wanted } from "../queries.ts";
import type { Answer } from "./rival.ts";
import { rowsOf } from "./rows.ts";

/** A table of books in a new SQLite database. */
export interface SqliteTable {
  readonly database: Database;
  readonly built: { readonly seconds: number; readonly bytes: number };
  /** Removes the file. */
  close(): Promise<void>;
}

/** Makes a new file with the books of a catalogue in one table, and what `index` makes besides. */
export function sqliteTable(catalogue: string, file: string, index: string): SqliteTable {
  const began = performance.now();
  const database = new Database(file);
  database.exec(`
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE books (
      id INTEGER PRIMARY KEY, title TEXT, authors TEXT, subjects TEXT, isbn TEXT, year INTEGER, language TEXT
    );
    BEGIN`);
  const insert = database.prepare(
    "INSERT INTO books VALUES (:id, :title, :authors, :subjects, :isbn, :year, :language)",
  );
  for (const row of rowsOf(catalogue)) insert.run(row);
  database.exec(`${index}; COMMIT; ANALYZE`);
  return {
    database,
    built: { seconds: (performance.now() - began) / 1000, bytes: statSync(file).size },
    close: async () => {
      database.close();
      rmSync(file);
    },
  };
}

/** A query as SQL, and the values of its parameters. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** Runs queries as statements one after the other. What a statement reads besides the ids is read, too. */
export function run(
  database: Database,
  queries: readonly Wanted[],
  statementOf: (wanted: Wanted) => Statement,
): Answer[] {
  const prepare = (sql: string) => database.prepare<unknown[], { id: number }>(sql);
  const prepared = new Map<string, ReturnType<typeof prepare>>();
  return queries.map((wanted) => {
    const { sql, values } = statementOf(wanted);
    const statement = prepared.get(sql) ?? prepare(sql);
    prepared.set(sql, statement);
    const began = performance.now();
    const rows = statement.all(...values);
    return { milliseconds: performance.now() - began, ids: rows.map(({ id }) => id) };
  });
}

/** The conditions of a query's language and years, on the table `books`. */
export function filtersOf({ language, from, to }: Wanted): { sql: string[]; values: (string | number)[] } {
  const sql: string[] = [];
  const values: (string | number)[] = [];
  const add = (condition: string, value: string | number | undefined) => {
    if (value === undefined) return;
    sql.push(condition);
    values.push(value);
  };
  add("books.language = ?", language);
  add("books.year >= ?", from);
  add("books.year <= ?", to);
  return { sql, values };
}
