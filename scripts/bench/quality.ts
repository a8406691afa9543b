import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { Catalogue } from "../../src/catalogue/catalogue.ts";
import { piecesOf } from "../../src/catalogue/folding.ts";
import { PAGE } from "./asking.ts";
import type { Setting } from "./benchmark.ts";
import { importCatalogue } from "./imported.ts";
import type { Wanted } from "./queries.ts";
import { type BookRow, rowsOf } from "./rivals/rows.ts";
import { rivalsOf } from "./rivals.ts";

/** A line of queries.tsv: a query, and the book that must be among the first `k` results. */
interface Expectation {
  readonly dataset: string;
  readonly query: string;
  /** The field that it is typed into; blank for the one for everything. */
  readonly field: "" | "author" | "title" | "subject";
  /** Words of the title; blank where any book of the author will do. */
  readonly expected_title: string;
  readonly expected_author: string;
  readonly k: string;
}

/** The catalogues that queries.tsv names. */
const FILES: Readonly<Record<string, string>> = {
  goodbooks: "goodbooks-10k.books.csv",
  gutenberg: "gutenberg_catalog.csv.gz",
};

/** How many of the queries of `queries.tsv` in a folder Penny and each rival answers, in a line for each. */
export async function compareQuality(data: string, setting: Setting): Promise<void> {
  const { folder, say } = setting;
  const file = join(data, "queries.tsv");
  if (!existsSync(file)) return;
  const all: Expectation[] = parse(readFileSync(file), { columns: true, delimiter: "\t" });
  const answered = new Map<string, number>();
  const count = (name: string, times: number) => answered.set(name, (answered.get(name) ?? 0) + times);
  for (const [dataset, source] of Object.entries(FILES)) {
    const expectations = all.filter((one) => one.dataset === dataset);
    if (expectations.length === 0 || !existsSync(join(data, source))) continue;
    const database = join(folder, `${dataset}.sqlite`);
    if (!existsSync(database)) await importCatalogue(join(data, source), database);
    const queries = expectations.map(wantedOf);
    const books = new Map([...rowsOf(database)].map((row) => [row.id, row]));
    const met = (found: readonly (readonly number[])[]) =>
      expectations.filter((one, place) => isMet(one, found[place] ?? [], books)).length;

    const catalogue = Catalogue.open(database);
    const ours = queries.map((wanted) => catalogue.search({ ...wanted, limit: PAGE }));
    count("Penny", met(ours.map(({ results }) => results.map(({ book }) => book.id))));
    catalogue.close();
    for await (const rival of rivalsOf(database, { ...setting, say: () => {} })) {
      count(rival.name, met((await rival.ask(queries)).map(({ ids }) => ids)));
    }
  }
  const results = [...answered].map(([name, times]) => `${name} ${times}`).join("   ");
  say(`Of the ${all.length} queries of queries.tsv are answered by: ${results}`);
}

function wantedOf({ query, field }: Expectation): Wanted {
  return field === "" ? { q: query } : { [field]: query };
}

function isMet(
  { expected_title, expected_author, k }: Expectation,
  ids: readonly number[],
  books: ReadonlyMap<number, BookRow>,
): boolean {
  return ids.slice(0, Number(k)).some((id) => {
    const book = books.get(id);
    return book && hasWords(book.title, expected_title) && hasWords(book.authors, expected_author);
  });
}

function hasWords(text: string, words: string): boolean {
  const found = new Set(piecesOf(text).flatMap(({ parts, whole }) => [...parts, whole]));
  return piecesOf(words).every(({ parts }) => parts.every((part) => found.has(part)));
}
