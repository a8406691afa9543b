import { join } from "node:path";
import { freePort } from "../../test/support/free-port.ts";
import type { Benchmark } from "./benchmark.ts";
import { Load } from "./load.ts";
import { startScript, stop } from "./processes.ts";
import { buildBenchCatalogue, emptyPaths } from "./site-catalogue.ts";
import { median, medianOf, ratioOf, type Second, takeTurns } from "./turns.ts";

const WARM_UP = 3;

/**
 * Two processes of Penny beside one. On two cores the load generator must take none from them, so that what it asks for
 * is much work for them and little for it: the last page of searches that find ten thousands of books, which all have
 * to be counted through, and none of which is shown. Such a page takes a server some hundred times what it takes wrk.
 * wrk's share is measured and told; the ratio is that of requests a second, and nothing is subtracted from it.
 */
export const prefork: Benchmark = async ({ folder, rounds = 2, seconds = 3, say }) => {
  const database = join(folder, "penny.sqlite");
  await buildBenchCatalogue(database, 100);
  // What one thread opens in one burst, one process may take before the other one is awake.
  const load = new Load(folder, emptyPaths(), "any", 2);
  const turns: Second[] = [];
  for (let round = 0; round < rounds; round++) turns.push(...(await compete(database, load, seconds)));
  const shares = turns.map((second) => second.get("two")?.generator ?? Number.NaN);
  say(`searches with an empty last page: requests a second, medians of ${turns.length} turns
  one process ${medianOf(turns, "one").toFixed(0)}   two processes ${medianOf(turns, "two").toFixed(0)}
  the load generator took ${(median(shares) * 100).toFixed(1)} % of a core beside the two`);
  return [{ name: "--processes 2 of one", measured: ratioOf(turns, "two", "one"), atLeast: 1.7 }];
};

async function compete(database: string, load: Load, seconds: number): Promise<Second[]> {
  const ports = { one: await freePort(), two: await freePort() };
  const start = (port: number, ...args: string[]) =>
    startScript("runserver.js", [String(port), "--database", database, ...args], port, "any");
  const one = await start(ports.one);
  const two = await start(ports.two, "--processes", "2");
  const turns = await takeTurns(
    {
      one: (second) => load.turn(ports.one, second, one),
      two: (second) => load.turn(ports.two, second, two),
    },
    { warmUp: WARM_UP, seconds },
  );
  for (const child of [one, two]) await stop(child);
  return turns;
}
