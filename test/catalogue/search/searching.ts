import { join } from "node:path";
import { afterAll, beforeAll, vi } from "vitest";
import { Catalogue, type SearchAnswer, type SearchRequest } from "../../../src/catalogue/catalogue.ts";
import type { SourceBook } from "../../../src/catalogue/import/source-book.ts";
import { testFolder } from "../folder.ts";
import { build } from "../library.ts";
import { BOOKS } from "./books.ts";

/** What is typed: into the box for everything, or a request that needs no limit. */
export type Asked = string | Partial<SearchRequest>;

/** Searches of one test file. */
export interface Searching {
  search(asked: Asked): SearchAnswer;
  /** The titles of what is found, in its order. */
  titles(asked: Asked): string[];
}

/** A catalogue for the tests of one file, of the library that search tests share unless told, open to be searched. */
export function searching(books: Iterable<SourceBook> = BOOKS): Searching {
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 }); // the machine may have other work
  const file = join(testFolder(), "books.sqlite");
  let catalogue: Catalogue | undefined;
  beforeAll(async () => {
    await build(file, books);
    catalogue = Catalogue.open(file);
  });
  afterAll(() => catalogue?.close());
  const search = (asked: Asked) => {
    if (!catalogue) throw new Error("the catalogue is not open yet");
    return catalogue.search({ limit: 20, ...(typeof asked === "string" ? { q: asked } : asked) });
  };
  return { search, titles: (asked) => search(asked).results.map(({ book }) => book.title) };
}

/** A row of a table of searches: what is typed, and the first titles that are to be found. */
export type Row = readonly [typed: string, ...first: string[]];
