import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Benchmark, Figure, Setting } from "./benchmark.ts";
import { contentsOf, type Imported, importCatalogue, importFigures } from "./imported.ts";
import { madeUpCatalogue } from "./made-up.ts";
import { compareQuality } from "./quality.ts";
import { QueryMaker } from "./queries.ts";
import { askRivals } from "./rivals.ts";
import { mixFigures, type Searched, searchByMix } from "./searching.ts";

const MILLION = 1_000_000;

const GUTENBERG = "gutenberg_catalog.csv.gz";

/**
 * Building a catalogue and searching it, on made-up books and on Project Gutenberg's; and on the made-up ones what
 * others take for the same queries of the same books.
 */
export const catalogue: Benchmark = async (setting) => {
  const { books = MILLION, folder, say } = setting;
  const { database, imported } = await madeUpCatalogue(books, setting);
  const maker = new QueryMaker(database);
  const searched = { name: `${books.toLocaleString("en")} books`, database, maker };
  const figures = await measure(searched, imported, setting);
  figures.push(...(await askRivals(searched, setting)));
  maker.close();

  const data = process.env.PENNY_TEST_DATA;
  if (data === undefined || !existsSync(join(data, GUTENBERG))) {
    say(`Project Gutenberg is left out, for PENNY_TEST_DATA names no folder with ${GUTENBERG}`);
    return figures;
  }
  const file = join(folder, "gutenberg.sqlite");
  const how = await importCatalogue(join(data, GUTENBERG), file);
  const gutenberg = { name: "Gutenberg", database: file, maker: new QueryMaker(file) };
  figures.push(...(await measure(gutenberg, how, setting)));
  gutenberg.maker.close();
  await compareQuality(data, setting);
  return figures;
};

async function measure(
  searched: Searched,
  imported: Imported | undefined,
  setting: Setting,
): Promise<Figure[]> {
  const summary = await searchByMix(searched, setting);
  return [
    ...importFigures(searched.name, imported, contentsOf(searched.database)),
    ...mixFigures(searched.name, summary, (atMost) => ({ atMost })),
  ];
}
