import { join } from "node:path";
import { descendingOrder } from "./sort.ts";
import { Spool } from "./spool.ts";

/** Gathers the standing of each record, and tells the order of the books. */
export class Standings {
  readonly #spool: Spool;
  readonly #float = new Float32Array(1);
  readonly #bits = new Uint32Array(this.#float.buffer);
  #some = false;

  /** `folder` is for a temporary file. */
  constructor(folder: string) {
    this.#spool = new Spool(join(folder, "standings"));
  }

  /** Adds the standing of the next record: a number that is not negative. 24 of its bits count. */
  add(standing: number): void {
    this.#float[0] = standing > 0 ? standing : 0;
    if (standing > 0) this.#some = true;
    this.#spool.push(this.#bits[0] ?? 0);
  }

  /**
   * The records in the order of their books: those of the largest standing first, and the first among equals. Of records
   * that are one book, as `firsts` says, the best known one stands for all, but none from `old` on while there is another;
   * then `firsts` says which one that is.
   */
  order(firsts: Uint32Array | undefined, old = Number.POSITIVE_INFINITY): Uint32Array {
    const count = this.#spool.length;
    if (!this.#some && !firsts) return Uint32Array.from({ length: count }, (_, record) => record);
    const keys = new Float32Array(count);
    const bits = new Uint32Array(keys.buffer);
    let filled = 0;
    for (const chunk of this.#spool.chunks()) {
      bits.set(chunk, filled);
      filled += chunk.length;
    }
    const order = descendingOrder(keys);
    return firsts ? withoutOthers(order, firsts, old) : order;
  }

  close(): void {
    this.#spool.close();
  }
}

const NONE = 0xffffffff;

/** Leaves of each book's records the one that stands for it, in the place of the first, and points all of them to it. */
function withoutOthers(order: Uint32Array, firsts: Uint32Array, old: number): Uint32Array {
  // By the first record of each book: where in the order the one is that stands for it.
  const places = new Uint32Array(firsts.length).fill(NONE);
  let kept = 0;
  for (const record of order) {
    const first = firsts[record] ?? 0;
    const place = places[first] ?? NONE;
    if (place === NONE) {
      places[first] = kept;
      order[kept++] = record;
    } else if (record < old && (order[place] ?? 0) >= old) order[place] = record;
  }
  for (let record = 0; record < firsts.length; record++) {
    firsts[record] = order[places[firsts[record] ?? 0] ?? 0] ?? 0;
  }
  return order.subarray(0, kept);
}
