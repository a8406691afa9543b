import { type Asked, ask } from "./asking.ts";
import type { Figure, Setting } from "./benchmark.ts";
import { type Summary, summaryOf, tableOfKinds } from "./latencies.ts";
import { type Query, type QueryMaker, thinned } from "./queries.ts";

// Seeds of the mix that is measured, and of the one before it.
const MEASURED = 1;
const WARMING = 2;

const ROUNDS = 5;

/** A catalogue that is searched. */
export interface Searched {
  /** "10,000 books" */
  readonly name: string;
  readonly database: string;
  readonly maker: QueryMaker;
}

/** The mix of queries that is measured, and half as many other ones to warm up with. */
export function mixesOf(maker: QueryMaker): { queries: Query[]; warmUp: Query[] } {
  const queries = maker.mix(MEASURED);
  return { queries, warmUp: thinned(maker.mix(WARMING, queries), 2) };
}

/** Puts the mix to a catalogue, says what each kind took, and gives what all took. */
export async function searchByMix(searched: Searched, setting: Setting): Promise<Summary> {
  return search(searched, "the mix", mixesOf(searched.maker), setting);
}

/**
 * Puts queries to a catalogue in a process of its own: in each round once, after others, of a catalogue that was opened
 * anew. Says what each kind took, and gives what all took.
 */
export async function search(
  { name, database }: Searched,
  what: string,
  { queries, warmUp }: { readonly queries: readonly Query[]; readonly warmUp: readonly Query[] },
  { folder, rounds = ROUNDS, say }: Setting,
): Promise<Summary> {
  const asked: Asked = await ask(folder, { database, rounds, warmUp, queries });
  say(`${name}, ${what}: in-process, rounds: ${rounds}; the process has ${asked.memory.own.toFixed(0)} MB of its own
${tableOfKinds(queries, asked.rounds)}`);
  return summaryOf(asked.rounds);
}

/** What a figure should stay under, as a part of it. */
export type Aim = (most: number) => Pick<Figure, "atMost">;

/** The figures of a mix. */
export function mixFigures(name: string, { p50, p99, slowest }: Summary, aim: Aim): Figure[] {
  return [
    { name: `${name}: the mix, p50`, measured: p50, unit: "ms", ...aim(1.5) },
    { name: `${name}: the mix, p99`, measured: p99, unit: "ms", ...aim(10) },
    { name: `${name}: the mix, slowest query`, measured: slowest, unit: "ms", ...aim(30) },
  ];
}
