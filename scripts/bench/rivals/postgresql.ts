import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PostgresqlServer } from "./postgresql/server.ts";
import { asking, loading } from "./postgresql/statements.ts";
import type { Answer, Rival } from "./rival.ts";
import { rowsOf } from "./rows.ts";

/**
 * PostgreSQL's full text search, and pg_trgm for what that does not find. Gives a sentence that says why there is none,
 * where there is none.
 */
export async function postgresql(catalogue: string, folder: string): Promise<Rival | string> {
  const server = await PostgresqlServer.start();
  if (typeof server === "string") return `PostgreSQL is left out: ${server}`;
  const rows = join(folder, "rows.txt");
  const script = join(folder, "script.sql");
  await pipeline(Readable.from(copyLines(catalogue)), createWriteStream(rows));
  const run = (text: string) => {
    writeFileSync(script, text);
    return server.run(script);
  };
  const began = performance.now();
  let size: string;
  try {
    size = await run(loading(rows));
  } catch (error) {
    await server.close();
    return `PostgreSQL is left out: ${
      String(error)
        .split("\n")
        .find((line) => line.includes("ERROR")) ?? error
    }`;
  }
  return {
    name: "PostgreSQL",
    setUp:
      "PostgreSQL: tsvector and GIN, the last word a beginning, ts_rank; where that finds nothing, pg_trgm's " +
      "word_similarity; LIMIT 20; prepared statements, timed by psql on a Unix socket",
    every: 4,
    built: { seconds: (performance.now() - began) / 1000, bytes: Number(size.trim()) },
    ask: async (queries) => readAnswers(await run(asking(queries))),
    close: () => server.close(),
  };
}

/** The rows as COPY reads them, some at once. */
function* copyLines(catalogue: string): Generator<string, void, undefined> {
  let lines = "";
  for (const { id, title, authors, subjects, isbn, year, language } of rowsOf(catalogue)) {
    lines += `${[id, title, authors, subjects, isbn, year, language].map(copied).join("\t")}\n`;
    if (lines.length < 65_536) continue;
    yield lines;
    lines = "";
  }
  yield lines;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function copied(value: string | number | null): string {
  return value === null ? "\\N" : String(value).replace(/[\\\t\n\r]/g, (char) => ESCAPES[char] ?? "");
}

/** Reads what psql printed: rows that begin with an id, and the time behind the rows of each query. */
function readAnswers(printed: string): Answer[] {
  const answers: Answer[] = [];
  let ids: number[] = [];
  for (const line of printed.split("\n")) {
    const [, time] = /^Time: ([\d.]+) ms/.exec(line) ?? [];
    const [, id] = /^(\d+)\t/.exec(line) ?? [];
    if (id !== undefined) ids.push(Number(id));
    if (time === undefined) continue;
    answers.push({ milliseconds: Number(time), ids });
    ids = [];
  }
  return answers;
}
