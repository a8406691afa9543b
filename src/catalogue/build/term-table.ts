// A slot: 32 bits of a term's hash, its number and one more (0 where the slot is free), and how often it is met.
const SLOT = 3;

// Of the slots so many are taken at most. Then there are half as many more.
const FULL = 0.75;

/**
 * Numbers terms from 0, in the order in which they are first met, and counts how often each is met. It keeps no text but
 * hashes, so ten million terms take some 240 MB; that two of them are taken for one happens once in a hundred imports of
 * that size.
 *
 * All that is asked of a term lies together in memory: it is looked for a dozen times for each book, and each look is a
 * wait for the memory.
 */
export class TermTable {
  #slots = new Uint32Array(SLOT * 0x10000);
  /** By number: the other 32 bits of the hash, which find the slot. */
  #hashes = new Uint32Array(0x8000);
  #size = 0;

  /** How many terms there are. */
  get size(): number {
    return this.#size;
  }

  /** The number of a term, of which these are the hashes; one that is new has the number that `size` was before. */
  add(high: number, low: number): number {
    const slots = this.#slots;
    for (let at = firstSlot(high, slots.length); ; at = at + SLOT === slots.length ? 0 : at + SLOT) {
      const taken = slots[at + 1] ?? 0;
      if (taken === 0) return this.#insert(at, high, low);
      if (slots[at] === low) {
        slots[at + 2] = (slots[at + 2] ?? 0) + 1;
        return taken - 1;
      }
    }
  }

  /** How often each term was met, by its number. */
  counts(): Uint32Array {
    const counts = new Uint32Array(this.#size);
    for (let at = 0; at < this.#slots.length; at += SLOT) {
      const taken = this.#slots[at + 1] ?? 0;
      if (taken !== 0) counts[taken - 1] = this.#slots[at + 2] ?? 0;
    }
    return counts;
  }

  /** Lets go of the memory. */
  clear(): void {
    this.#slots = new Uint32Array(0);
    this.#hashes = new Uint32Array(0);
  }

  #insert(at: number, high: number, low: number): number {
    const number = this.#size++;
    if (number === this.#hashes.length) {
      const more = new Uint32Array(Math.ceil(number * 1.5));
      more.set(this.#hashes);
      this.#hashes = more;
    }
    this.#hashes[number] = high;
    this.#slots[at] = low;
    this.#slots[at + 1] = number + 1;
    this.#slots[at + 2] = 1;
    if (this.#size * SLOT > this.#slots.length * FULL) this.#grow();
    return number;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(SLOT * Math.ceil((old.length / SLOT) * 1.5));
    for (let from = 0; from < old.length; from += SLOT) {
      const taken = old[from + 1] ?? 0;
      if (taken === 0) continue;
      let at = firstSlot(this.#hashes[taken - 1] ?? 0, slots.length);
      while (slots[at + 1] !== 0) at = at + SLOT === slots.length ? 0 : at + SLOT;
      slots[at] = old[from] ?? 0;
      slots[at + 1] = taken;
      slots[at + 2] = old[from + 2] ?? 0;
    }
    this.#slots = slots;
  }
}

/** Where the slot is, in a table of this length, from which on a term is looked for. */
function firstSlot(hash: number, length: number): number {
  return Math.floor((hash / 2 ** 32) * (length / SLOT)) * SLOT;
}
