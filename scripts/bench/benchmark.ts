import type { RivalName } from "./arguments.ts";

/** What a figure is counted in. */
export type Unit = "µs" | "ms" | "s" | "books/s" | "bytes" | "MB";

/** One figure and what is aimed at. */
export interface Figure {
  /** "hello.ts: --mode fastcgi of in-process" */
  readonly name: string;
  /** A ratio, or what the unit says. */
  readonly measured: number;
  readonly unit?: Unit;
  /** What it should reach; missing for a figure that only says something of another one. */
  readonly atLeast?: number;
  /** What it should stay under. */
  readonly atMost?: number;
}

/** What a benchmark is given. */
export interface Setting {
  /** A folder of its own, removed when it is over. */
  readonly folder: string;
  /** How often the rivals are started afresh; each benchmark knows for itself unless given. */
  readonly rounds: number | undefined;
  /** How many turns of a second each rival has in a round; each benchmark knows for itself unless given. */
  readonly seconds: number | undefined;
  /** How many books are to be made up; each benchmark that makes some up knows for itself unless given. */
  readonly books: number | undefined;
  /** The folder where made-up books and their catalogues stay; they go with the benchmark's own unless given. */
  readonly keep: string | undefined;
  /** With whom a catalogue is not to be compared. */
  readonly without: readonly RivalName[];
  /** Prints a line. */
  say(line: string): void;
}

/** Measures something. Throws an Error when what is measured does not do its work. */
export type Benchmark = (setting: Setting) => Promise<readonly Figure[]>;
