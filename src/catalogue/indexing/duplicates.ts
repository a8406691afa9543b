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
 * A key's hash of 64 bits stands for it: of a hundred million keys some two that differ are alike by chance in one import
 * of four thousand.
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
    const keys = new KeyTable(this.#files.reduce((most, { length }) => Math.max(most, length / 3), 0));
    for (const file of this.#files) {
      keys.clear();
      // By the first record of a key that more share: how many do.
      const times = new Map<number, number>();
      eachKey(file, (high, low, record) => {
        const first = keys.firstOf(high, low, record);
        if (first !== record) times.set(first, (times.get(first) ?? 1) + 1);
      });
      if (times.size === 0) continue;
      eachKey(file, (high, low, record) => {
        const first = keys.firstOf(high, low, record);
        if (first === record || (times.get(first) ?? 0) > MOST_SHARING) return;
        firsts ??= eachItsOwn(count);
        unite(firsts, first, record);
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

// A slot: the two hashes of a key, and the first record that has it, and one more; 0 where the slot is free.
const SLOT = 3;

/** Remembers the first record of each of some keys. A Map takes ten times as long, for there are many millions. */
class KeyTable {
  readonly #slots: Uint32Array;
  readonly #mask: number;

  /** `most` is how many keys it may hold. */
  constructor(most: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, 1.5 * most)));
    this.#slots = new Uint32Array(SLOT * size);
    this.#mask = size - 1;
  }

  clear(): void {
    this.#slots.fill(0);
  }

  /** The first record that has this key; `record` where there was none. */
  firstOf(high: number, low: number, record: number): number {
    const slots = this.#slots;
    for (let slot = low & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = SLOT * slot;
      const taken = slots[at + 2] ?? 0;
      if (taken === 0) {
        slots[at] = high;
        slots[at + 1] = low;
        slots[at + 2] = record + 1;
        return record;
      }
      if (slots[at] === high && slots[at + 1] === low) return taken - 1;
    }
  }
}

/** Gives the keys of a file, as their two hashes, with the records that have them. */
function eachKey(file: Spool, act: (high: number, low: number, record: number) => void): void {
  for (const chunk of file.chunks()) {
    for (let at = 0; at < chunk.length; at += 3) act(chunk[at] ?? 0, chunk[at + 1] ?? 0, chunk[at + 2] ?? 0);
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
