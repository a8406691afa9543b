import type { Benchmark, Figure, Setting } from "./benchmark.ts";
import { contentsOf, importFigures } from "./imported.ts";
import type { Summary } from "./latencies.ts";
import { madeUpCatalogue } from "./made-up.ts";
import { QueryMaker } from "./queries.ts";
import { mixFigures, type Searched, search, searchByMix } from "./searching.ts";
import { searchCold } from "./searching-cold.ts";
import { serveMany } from "./serving.ts";

const SMALL = 10_000;

// Of larger catalogues the figures only say what it is like.
const AIMED_AT = 10_000_000;

const PREFIXES = 1000;

/**
 * A catalogue of many made-up books: built by the import, searched in a process of its own beside one of 10,000, and
 * served to 16 connections.
 */
export const scale: Benchmark = async (setting) => {
  const { books = AIMED_AT, say } = setting;
  const { database, imported } = await madeUpCatalogue(books, setting);
  const searched = { name: named(books), database, maker: new QueryMaker(database) };
  const { name, maker } = searched;
  const contents = contentsOf(database);
  say(
    `${name}: ${contents.records.toLocaleString("en")} records are ${contents.books.toLocaleString("en")} books, ` +
      `${(contents.bytes / 1e6).toFixed(0)} MB`,
  );
  const aim = (atMost: number) => (books <= AIMED_AT ? { atMost } : {});
  const figures: Figure[] = importFigures(name, imported, contents);

  const all = await searchByMix(searched, setting);
  const few = await searchFew(setting);
  figures.push(...mixFigures(name, all, aim), {
    name: `${name}: the mix's p50, of that of ${named(SMALL)}`,
    measured: all.p50 / few.p50,
    ...aim(3),
  });

  const prefixes = { queries: maker.authorPrefixes(1, PREFIXES), warmUp: maker.authorPrefixes(2, PREFIXES) };
  const { p99 } = await search(searched, "beginnings of authors", prefixes, setting);
  figures.push({ name: `${name}: author prefix, p99`, measured: p99, unit: "ms", ...aim(1) });

  figures.push(...(await serveMany(searched, setting, aim)), ...(await searchCold(searched, setting)));
  maker.close();
  return figures;
};

function named(books: number): string {
  return `${books.toLocaleString("en")} books`;
}

/** What a mix of the same kind takes in a small catalogue. */
async function searchFew(setting: Setting): Promise<Summary> {
  const { database } = await madeUpCatalogue(SMALL, setting);
  const small: Searched = { name: named(SMALL), database, maker: new QueryMaker(database) };
  const summary = await searchByMix(small, setting);
  small.maker.close();
  return summary;
}
