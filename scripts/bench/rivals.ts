import type { RivalName } from "./arguments.ts";
import type { Figure, Setting } from "./benchmark.ts";
import { summaryOf, tableOfKinds } from "./latencies.ts";
import { thinned } from "./queries.ts";
import { fts5 } from "./rivals/fts5.ts";
import { like } from "./rivals/like.ts";
import { postgresql } from "./rivals/postgresql.ts";
import { type Rival, timesOf } from "./rivals/rival.ts";
import { mixesOf, type Searched } from "./searching.ts";

// So many of the queries to warm up with are enough to read what an index begins with.
const WARM_UP = 10;

type SetUp = (catalogue: string, folder: string) => Rival | Promise<Rival | string>;

const RIVALS: Readonly<Record<RivalName, SetUp>> = { fts5, like, postgresql };

/** Sets up each rival over the books of a catalogue, one after the other; who cannot be had is named in a line. */
export async function* rivalsOf(
  catalogue: string,
  { folder, without, say }: Pick<Setting, "folder" | "without" | "say">,
): AsyncGenerator<Rival, void, undefined> {
  for (const [name, setUp] of Object.entries(RIVALS)) {
    if (without.some((other) => other === name)) continue;
    const rival = await setUp(catalogue, folder);
    if (typeof rival === "string") {
      say(rival);
      continue;
    }
    try {
      yield rival;
    } finally {
      await rival.close();
    }
  }
}

/** Puts queries to the rivals, of each kind as many as they answer in minutes. */
export async function askRivals({ name, database, maker }: Searched, setting: Setting): Promise<Figure[]> {
  const { queries, warmUp } = mixesOf(maker);
  const figures: Figure[] = [];
  for await (const rival of rivalsOf(database, setting)) {
    const some = thinned(queries, rival.every);
    const times = await timesOf(rival, thinned(warmUp, WARM_UP), some);
    const { seconds, bytes } = rival.built;
    setting.say(`${name}, ${rival.setUp}; built in ${seconds.toFixed(0)} s, ${(bytes / 1e6).toFixed(0)} MB
${tableOfKinds(some, [times])}`);
    const { p50, p99 } = summaryOf([times]);
    figures.push(
      { name: `${name}: ${rival.name}, p50`, measured: p50, unit: "ms" },
      { name: `${name}: ${rival.name}, p99`, measured: p99, unit: "ms" },
    );
  }
  return figures;
}
