// A slot: 32 bits of a term's hash, its number and one more (0 where the slot is free), and how often it is met.
const SLOT = 3;

// Of the slots so many are taken at most. Then there are half as many more.
const FULL = 0.75;

// The table has so many parts, by the upper bits of the hash: only one at a time is in memory twice, when it grows.
const PARTS = 32;
const PART_SHIFT = 27;
const FIRST_SLOTS = 2048;

// How many numbers are in memory that is never moved.
const CHUNK_SHIFT = 16;
const CHUNK = 1 << CHUNK_SHIFT;

/**
 * Numbers terms from 0, in the order in which they are first met, and counts how often each is met. It keeps no text but
 * hashes, so ten million terms take some 240 MB; that two of them are taken for one happens once in a hundred imports of
 * that size.
 *
 * All that is asked of a term lies together in memory: it is looked for a dozen times for each book, and each look is a
 * wait for the memory.
 */
export class TermTable {
  #parts = Array.from({ length: PARTS }, () => new Uint32Array(SLOT * FIRST_SLOTS));
  readonly #taken = new Uint32Array(PARTS);
  /** By number: the other 32 bits of the hash, which find the slot. */
  #hashes: Uint32Array[] = [];
  #size = 0;

  /** How many terms there are. */
  get size(): number {
    return this.#size;
  }

  /** The number of a term, of which these are the hashes; one that is new has the number that `size` was before. */
  add(high: number, low: number): number {
    const slots = this.#parts[high >>> PART_SHIFT];
    if (slots === undefined) throw new Error("a term is added to a table that was cleared");
    for (let at = firstSlot(high, slots.length); ; at = at + SLOT === slots.length ? 0 : at + SLOT) {
      const taken = slots[at + 1] ?? 0;
      if (taken === 0) return this.#insert(slots, at, high, low);
      if (slots[at] === low) {
        slots[at + 2] = (slots[at + 2] ?? 0) + 1;
        return taken - 1;
      }
    }
  }

  /** How often each term was met, by its number. */
  counts(): Uint32Array {
    const counts = new Uint32Array(this.#size);
    for (const slots of this.#parts) {
      for (let at = 0; at < slots.length; at += SLOT) {
        const taken = slots[at + 1] ?? 0;
        if (taken !== 0) counts[taken - 1] = slots[at + 2] ?? 0;
      }
    }
    return counts;
  }

  /** Lets go of the memory. */
  clear(): void {
    this.#parts = [];
    this.#hashes = [];
  }

  #insert(slots: Uint32Array, at: number, high: number, low: number): number {
    const number = this.#size++;
    const chunk = number >>> CHUNK_SHIFT;
    const hashes = this.#hashes[chunk] ?? new Uint32Array(CHUNK);
    this.#hashes[chunk] = hashes;
    hashes[number & (CHUNK - 1)] = high;
    slots[at] = low;
    slots[at + 1] = number + 1;
    slots[at + 2] = 1;
    const part = high >>> PART_SHIFT;
    const taken = (this.#taken[part] ?? 0) + 1;
    this.#taken[part] = taken;
    if (taken * SLOT > slots.length * FULL) this.#grow(part, slots);
    return number;
  }

  #grow(part: number, old: Uint32Array): void {
    const slots = new Uint32Array(SLOT * Math.ceil((old.length / SLOT) * 1.5));
    for (let from = 0; from < old.length; from += SLOT) {
      const taken = old[from + 1] ?? 0;
      if (taken === 0) continue;
      const number = taken - 1;
      const high = this.#hashes[number >>> CHUNK_SHIFT]?.[number & (CHUNK - 1)] ?? 0;
      let at = firstSlot(high, slots.length);
      while (slots[at + 1] !== 0) at = at + SLOT === slots.length ? 0 : at + SLOT;
      slots[at] = old[from] ?? 0;
      slots[at + 1] = taken;
      slots[at + 2] = old[from + 2] ?? 0;
    }
    this.#parts[part] = slots;
  }
}

/** Where the slot is, in a part of this length, from which on a term is looked for: by the bits that the part leaves. */
function firstSlot(hash: number, length: number): number {
  const rest = ((hash << (32 - PART_SHIFT)) >>> 0) / 2 ** 32;
  return Math.floor(rest * (length / SLOT)) * SLOT;
}
