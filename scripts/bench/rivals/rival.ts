import type { Query, Wanted } from "../queries.ts";

/** What a rival gave for a query. */
export interface Answer {
  readonly milliseconds: number;
  /** The ids of the books that it found, the best first, twenty at most. */
  readonly ids: readonly number[];
}

/** Another way to search the books of a catalogue. */
export interface Rival {
  /** "FTS5" */
  readonly name: string;
  /** How it is set up, in a line. */
  readonly setUp: string;
  /** Of the mix it is asked one query of so many, so that a run takes minutes. */
  readonly every: number;
  /** How long its tables and index took to build, in seconds, and how many bytes they are. */
  readonly built: { readonly seconds: number; readonly bytes: number };
  /** Answers queries one after the other. */
  ask(queries: readonly Wanted[]): Promise<Answer[]>;
  close(): Promise<void>;
}

/** Asks queries and gives what each took, in milliseconds; others come first to warm up with, and do not count. */
export async function timesOf(
  rival: Rival,
  warmUp: readonly Query[],
  queries: readonly Query[],
): Promise<number[]> {
  const answers = await rival.ask([...warmUp, ...queries].map(({ wanted }) => wanted));
  return answers.slice(warmUp.length).map(({ milliseconds }) => milliseconds);
}
