/** What a rival did in its turn of a second. */
export interface Turn {
  /** Requests a second. */
  readonly rate: number;
  /** Requests a second of the servers' own processor time: a second that the machine gave to somebody else is none. */
  readonly perProcessorSecond: number;
  /** How much of one processor the load generator took. */
  readonly generator: number;
}

/** The turns of one second, by the names of the rivals. */
export type Second = ReadonlyMap<string, Turn>;

/**
 * Lets rivals take turns of a second, so that what else the machine does meets them alike. Who does not have its turn
 * sleeps. The first `warmUp` of each are for being compiled in, and do not count.
 */
export async function takeTurns(
  rivals: Readonly<Record<string, (second: number) => Promise<Turn>>>,
  { warmUp, seconds }: { readonly warmUp: number; readonly seconds: number },
): Promise<Second[]> {
  const all: Second[] = [];
  for (let second = 0; second < warmUp + seconds; second++) {
    const turns = new Map<string, Turn>();
    for (const [name, turn] of Object.entries(rivals)) turns.set(name, await turn(second));
    all.push(turns);
  }
  return all.slice(warmUp);
}

/** The median of a measure of one rival's turns. */
export function medianOf(seconds: readonly Second[], rival: string, measure: keyof Turn = "rate"): number {
  return median(seconds.map((turns) => turns.get(rival)?.[measure] ?? Number.NaN));
}

/** How one rival stands to another: the median of the ratios within each second. */
export function ratioOf(
  seconds: readonly Second[],
  rival: string,
  other: string,
  measure: keyof Turn = "rate",
): number {
  const ratio = (turns: Second) =>
    (turns.get(rival)?.[measure] ?? Number.NaN) / (turns.get(other)?.[measure] ?? Number.NaN);
  return median(seconds.map(ratio));
}

/** The middle one of some values; the upper of two. */
export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
