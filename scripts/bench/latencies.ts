import type { Query } from "./queries.ts";
import { median } from "./turns.ts";

/** What some queries took, in milliseconds. */
export interface Summary {
  readonly count: number;
  /** Half of them took no longer; of several rounds the median. */
  readonly p50: number;
  /** 99 of a hundred took no longer; of several rounds the median. */
  readonly p99: number;
  /** What the slowest query took, each query's time being its median of the rounds. */
  readonly slowest: number;
  /** The longest that any took in any round, whatever the machine did besides. */
  readonly longest: number;
}

/** The value that a share of some values, 0 to 1, does not exceed: the nearest rank, not interpolated. NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Sums up rounds, in each of which the same queries were asked in the same order. */
export function summaryOf(rounds: readonly (readonly number[])[]): Summary {
  const [first = []] = rounds;
  const each = first.map((_, place) => median(rounds.map((times) => times[place] ?? Number.NaN)));
  return {
    count: first.length,
    p50: median(rounds.map((times) => percentile(times, 0.5))),
    p99: median(rounds.map((times) => percentile(times, 0.99))),
    slowest: percentile(each, 1),
    longest: percentile(rounds.flat(), 1),
  };
}

/** A table of what queries took, a line for each kind and one for all. */
export function tableOfKinds(queries: readonly Query[], rounds: readonly (readonly number[])[]): string {
  const kinds = [...new Set(queries.map(({ kind }) => kind))].sort();
  const lines = kinds.map((name) => {
    const ofKind = rounds.map((times) => times.filter((_, place) => queries[place]?.kind === name));
    return line(name, summaryOf(ofKind));
  });
  const head = cells("ms", ["queries", "p50", "p99", "slowest", "longest"]);
  return [head, ...lines, line("all", summaryOf(rounds))].join("\n");
}

const NAME = 22;
const NUMBER = 10;

function line(name: string, { count, p50, p99, slowest, longest }: Summary): string {
  return cells(name, [String(count), ...[p50, p99, slowest, longest].map((time) => time.toFixed(2))]);
}

function cells(name: string, others: readonly string[]): string {
  return `  ${name.padEnd(NAME)}${others.map((text) => text.padStart(NUMBER)).join("")}`;
}
