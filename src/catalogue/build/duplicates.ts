import { join } from "node:path";
import { Hasher } from "./hash.ts";
import { Spool } from "./spool.ts";

// The keys are parted by their hash into so many files, so that those of one fit into memory.
const FILES = 64;

// What more records share is no sign of one book, but a number that stands for none. No work has so many editions.
const MOST_SHARING = 10_000;

// How many numbers of each are held until they are written.
const BUFFERED = 6 * 1024;

/**
 * Finds the records of an import that are one book: those that share a key, and those that share one with these.
 *
 * A key's hash stands for it, 53 bits and the file of 64 that it is in: of a hundred million keys some two that differ
 * are alike by chance in one import of a hundred.
 */
export class Duplicates {
  readonly #hasher = new Hasher();
  readonly #files: readonly Spool[];

  /** `folder` is for temporary files. */
  constructor(folder: string) {
    this.#files = Array.from(
      { length: FILES },
      (_, number) => new Spool(join(folder, `keys-${number}`), BUFFERED),
    );
  }

  /** Tells a key of a record. Records are numbered from 0. */
  add(record: number, key: string): void {
    this.#hasher.hash(key);
    const { high, low } = this.#hasher;
    const file = this.#files[high % FILES];
    file?.push(high);
    file?.push(low);
    file?.push(record);
  }

  /**
   * For each of `count` records the first one that is the same book: itself for most. Undefined when no two are the same.
   */
  find(count: number): Uint32Array<SharedArrayBuffer> | undefined {
    let firsts: Uint32Array<SharedArrayBuffer> | undefined;
    for (const file of this.#files) {
      const known = new Map<number, number>();
      const times = new Map<number, number>();
      eachKey(file, (key, record) => {
        if (known.has(key)) times.set(key, (times.get(key) ?? 1) + 1);
        else known.set(key, record);
      });
      if (times.size === 0) continue;
      eachKey(file, (key, record) => {
        if ((times.get(key) ?? MOST_SHARING + 1) > MOST_SHARING) return;
        firsts ??= eachItsOwn(count);
        unite(firsts, known.get(key) ?? record, record);
      });
    }
    if (firsts) for (let record = 0; record < count; record++) firsts[record] = firstOf(firsts, record);
    return firsts;
  }

  close(): void {
    for (const file of this.#files) file.close();
  }
}

/** For so many records: each is the first that is the same book. Threads share it. */
export function eachItsOwn(count: number): Uint32Array<SharedArrayBuffer> {
  const firsts = new Uint32Array(new SharedArrayBuffer(4 * count));
  for (let record = 0; record < count; record++) firsts[record] = record;
  return firsts;
}

/** Gives the keys of a file, each as 53 bits, which are what a number holds, with the records that have them. */
function eachKey(file: Spool, act: (key: number, record: number) => void): void {
  for (const chunk of file.chunks()) {
    for (let at = 0; at < chunk.length; at += 3) {
      act(((chunk[at] ?? 0) >>> 11) * 2 ** 32 + (chunk[at + 1] ?? 0), chunk[at + 2] ?? 0);
    }
  }
}

/** Makes one group of two: each record points towards the first of its group. */
function unite(firsts: Uint32Array, one: number, other: number): void {
  const first = firstOf(firsts, one);
  const second = firstOf(firsts, other);
  if (first < second) firsts[second] = first;
  else firsts[first] = second;
}

function firstOf(firsts: Uint32Array, record: number): number {
  let at = record;
  for (let next = firsts[at] ?? 0; next !== at; next = firsts[at] ?? 0) {
    firsts[at] = firsts[next] ?? 0; // the way is half as long for the next who asks
    at = next;
  }
  return at;
}
