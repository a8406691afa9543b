import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Book } from "../../src/catalogue/book.ts";
import { Catalogue } from "../../src/catalogue/catalogue.ts";
import { importFiles } from "../../src/catalogue/import/import.ts";
import { testFolder } from "./folder.ts";

const FILES = { goodbooks: "goodbooks-10k.books.csv", gutenberg: "gutenberg_catalog.csv.gz" } as const;

const data = process.env.PENNY_TEST_DATA;
const isThere =
  data !== undefined &&
  ["queries.tsv", ...Object.values(FILES)].every((file) => existsSync(join(data, file)));
const reason = isThere ? "" : ", skipped: PENNY_TEST_DATA names no folder with them";

/** A search of a real catalogue, and the book that must be among the first results. */
interface Query {
  readonly dataset: string;
  readonly text: string;
  /** "q" for the box for everything. */
  readonly field: string;
  /** Blank for any book of the author. */
  readonly title: string;
  readonly author: string;
  /** Among how many results the book must be. */
  readonly within: number;
  /** 1 must be found, 2 should, 3 may. */
  readonly tier: number;
}

function readQueries(tsv: string): Query[] {
  return tsv
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [dataset = "", text = "", field = "", title = "", author = "", k, , tier] = line.split("\t");
      // As spreadsheets write them: a value with a quote stands in quotes, and its own are doubled.
      const unquoted = text.replace(/^"(.*)"$/, (_, inside: string) => inside.replaceAll('""', '"'));
      return {
        dataset,
        text: unquoted,
        field: field || "q",
        title,
        author,
        within: Number(k),
        tier: Number(tier),
      };
    });
}

const folded = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function isMeant({ title, author }: Query, book: Book): boolean {
  const words = folded(author).split(/[ ,]+/);
  return (
    folded(`${book.title} ${book.subtitle ?? ""} ${book.series ?? ""}`).includes(folded(title)) &&
    book.contributors.some(({ name }) => words.every((word) => folded(name).includes(word)))
  );
}

describe.skipIf(!isThere)(`searches of real catalogues${reason}`, () => {
  const folder = testFolder();
  const catalogues = new Map<string, Catalogue>();
  const queries = isThere ? readQueries(readFileSync(join(data, "queries.tsv"), "utf8")) : [];

  beforeAll(async () => {
    for (const [dataset, name] of Object.entries(FILES)) {
      const file = join(folder, name); // the rejected records are written beside it
      copyFileSync(join(data ?? "", name), file);
      await importFiles([file], `${file}.sqlite`);
      catalogues.set(dataset, Catalogue.open(`${file}.sqlite`));
    }
  }, 240_000);

  afterAll(() => {
    for (const catalogue of catalogues.values()) catalogue.close();
  });

  const isFound = (query: Query) => {
    const answer = catalogues.get(query.dataset)?.search({ [query.field]: query.text, limit: 20 });
    return answer?.results.slice(0, query.within).some(({ book }) => isMeant(query, book)) ?? false;
  };
  const told = ({ dataset, field, text, title }: Query) => `${dataset} ${field}: ${text} → ${title}`;
  const missed = (tier: number) =>
    queries.filter((query) => query.tier === tier && !isFound(query)).map(told);

  test("the queries are all there", () => {
    expect(queries.length).toBeGreaterThanOrEqual(60);
    expect(queries.every(({ dataset }) => catalogues.has(dataset))).toBe(true);
    expect(queries.every(({ within, tier }) => within > 0 && [1, 2, 3].includes(tier))).toBe(true);
  });

  test("find the book that is meant, wherever the words are right", () => {
    expect(missed(1)).toEqual([]);
  });

  test("find it in 85 of 100 cases where they are misspelt or transliterated", () => {
    const all = queries.filter(({ tier }) => tier === 2).length;
    const some = missed(2);
    expect((all - some.length) / all, some.join("\n")).toBeGreaterThanOrEqual(0.85);
  });

  test("are answered in less than a tenth of a second each", () => {
    const began = performance.now();
    for (const query of queries) isFound(query);
    expect((performance.now() - began) / queries.length).toBeLessThan(100);
  });

  test("that may find it are told of", ({ annotate }) => {
    const some = missed(3);
    return some.length === 0 ? undefined : annotate(`not found: ${some.join("; ")}`);
  });
});
