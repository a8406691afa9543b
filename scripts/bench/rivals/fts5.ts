import { join } from "node:path";
import type { Wanted } from "../queries.ts";
import type { Rival } from "./rival.ts";
import { filtersOf, run, type Statement, sqliteTable } from "./sqlite-table.ts";

/** SQLite's FTS5 as most people set it up: with its defaults, beside the table that has the texts. */
export function fts5(catalogue: string, folder: string): Rival {
  const { database, built, close } = sqliteTable(
    catalogue,
    join(folder, "fts5.sqlite"),
    `CREATE VIRTUAL TABLE found USING fts5(
       title, authors, subjects, isbn, content = 'books', content_rowid = 'id'
     );
     INSERT INTO found (found) VALUES ('rebuild')`,
  );
  return {
    name: "FTS5",
    setUp: "SQLite FTS5: quoted words, all of them, the last a beginning, ORDER BY rank (bm25) LIMIT 20",
    every: 1,
    built,
    ask: async (queries) => run(database, queries, statementOf),
    close,
  };
}

function statementOf(wanted: Wanted): Statement {
  const { sql, values } = filtersOf(wanted);
  const where = ["found MATCH ?", ...sql].join(" AND ");
  return {
    sql: `SELECT books.* FROM found JOIN books ON books.id = found.rowid WHERE ${where} ORDER BY rank LIMIT 20`,
    values: [matchOf(wanted), ...values],
  };
}

/** Words in quotes, so that none is an operator; those of a field behind its name. */
function matchOf({ q, title, author, subject }: Wanted): string {
  const fields = [
    ["{title authors subjects isbn}", q],
    ["title", title],
    ["authors", author],
    ["subjects", subject],
  ] as const;
  return fields
    .flatMap(([columns, text]) => {
      const words = (text ?? "").split(/\s+/).filter((word) => word !== "");
      const quoted = words.map((word) => `"${word.replaceAll('"', '""')}"`);
      return quoted.length === 0 ? [] : [`${columns} : (${quoted.join(" AND ")} *)`];
    })
    .join(" AND ");
}
