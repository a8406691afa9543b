import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Memory } from "./memory.ts";
import type { Query } from "./queries.ts";
import { runScript } from "./run-script.ts";

/** What a process is to ask a catalogue. */
export interface Errand {
  readonly database: string;
  readonly rounds: number;
  /** Asked first in each round, and not measured. */
  readonly warmUp: readonly Query[];
  readonly queries: readonly Query[];
}

/** What it measured. */
export interface Asked {
  /** The milliseconds of each query, in their order, a list for each round. */
  readonly rounds: readonly (readonly number[])[];
  readonly memory: Memory;
}

/** How many results a search is asked for. */
export const PAGE = 20;

/** Asks a catalogue in a process of its own, which is started afresh. `folder` is for its file. */
export async function ask(folder: string, errand: Errand): Promise<Asked> {
  const file = join(folder, "errand.json");
  writeFileSync(file, JSON.stringify(errand));
  return JSON.parse(await runScript("scripts/bench/asking/process.js", [file])) as Asked;
}
