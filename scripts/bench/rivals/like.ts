import { join } from "node:path";
import type { Wanted } from "../queries.ts";
import type { Rival } from "./rival.ts";
import { filtersOf, run, type Statement, sqliteTable } from "./sqlite-table.ts";

/** SQLite without an index of words: what was typed is looked for in every row. */
export function like(catalogue: string, folder: string): Rival {
  const { database, built, close } = sqliteTable(catalogue, join(folder, "like.sqlite"), "");
  return {
    name: "LIKE",
    setUp: "SQLite LIKE '%typed%' on title and authors, LIMIT 20",
    every: 10,
    built,
    ask: async (queries) => run(database, queries, statementOf),
    close,
  };
}

function statementOf(wanted: Wanted): Statement {
  const { q, title, author, subject } = wanted;
  const filters = filtersOf(wanted);
  const fields = [
    ["(title LIKE ? ESCAPE '\\' OR authors LIKE ? ESCAPE '\\')", q, q],
    ["title LIKE ? ESCAPE '\\'", title],
    ["authors LIKE ? ESCAPE '\\'", author],
    ["subjects LIKE ? ESCAPE '\\'", subject],
  ] as const;
  const given = fields.filter(([, text]) => text !== undefined);
  const where = [...given.map(([condition]) => condition), ...filters.sql].join(" AND ");
  const values = given.flatMap(([, ...texts]) => texts.flatMap((text) => text ?? []));
  return {
    sql: `SELECT * FROM books WHERE ${where} LIMIT 20`,
    values: [...values.map((text) => `%${text.replace(/[\\%_]/g, "\\$&")}%`), ...filters.values],
  };
}
