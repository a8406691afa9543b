import { ask } from "./asking.ts";
import type { Figure, Setting } from "./benchmark.ts";
import { summaryOf } from "./latencies.ts";
import { cachedMegabytes, forgetCached } from "./memory.ts";
import { MIX } from "./queries.ts";
import { mixesOf, type Searched } from "./searching.ts";

/** The mix when the system has nothing of the file in memory: what it takes then, and how much of the file stays there. */
export async function searchCold(
  { name, database, maker }: Searched,
  { folder, say }: Setting,
): Promise<Figure[]> {
  const { queries } = mixesOf(maker);
  forgetCached(database);
  const before = cachedMegabytes(database);
  const { rounds } = await ask(folder, { database, rounds: 1, warmUp: [], queries });
  const after = cachedMegabytes(database);
  const { p50, p99, longest } = summaryOf(rounds);
  const times = [p50, p99, longest].map((time) => time.toFixed(2)).join(", ");
  say(`${name}, the mix, once, when nothing of the file is in memory: p50, p99, longest ${times} ms`);
  if (before === undefined || after === undefined) return [];
  return [{ name: `${name}: page cache for ${MIX} queries`, measured: after - before, unit: "MB" }];
}
