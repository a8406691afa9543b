/**
 * The books of one shelf that a list names. A shelf is 65,536 books whose ids follow each other, so a place on it has 16
 * bits: the layout of Roaring bitmaps (S. Chambi, D. Lemire et al., "Better bitmap performance with Roaring bitmaps").
 */
export interface Places {
  readonly size: number;
  /** The places in order, where they are few. */
  readonly sorted: Uint16Array | null;
  /** A bit for each place of the shelf, in 4096 words, where they are many. */
  readonly bits: Uint16Array | null;
}

/** How many books a shelf has. */
export const SHELF = 65_536;

/** From more places than this on, bits take less room than numbers. */
export const MOST_SORTED = 4096;

const WORDS = SHELF / 16;

/** Places from numbers in order, none twice. */
export function fromSorted(sorted: Uint16Array): Places {
  return { size: sorted.length, sorted, bits: null };
}

/** Places from 4096 words of bits, of which `size` are set. */
export function fromBits(bits: Uint16Array, size: number): Places {
  return { size, sorted: null, bits };
}

/** The places as numbers in order. */
export function toSorted({ size, sorted, bits }: Places): Uint16Array {
  if (sorted) return sorted;
  const places = new Uint16Array(size);
  let count = 0;
  for (let word = 0; word < WORDS; word++) {
    for (let rest = bits?.[word] ?? 0; rest !== 0; rest &= rest - 1) {
      places[count++] = (word << 4) | (31 - Math.clz32(rest & -rest));
    }
  }
  return places;
}

/** Those of the numbers that are among the places too. */
export function intersect(one: Uint16Array, { sorted, bits }: Places): Uint16Array {
  const common = new Uint16Array(one.length);
  let count = 0;
  if (bits) {
    for (const place of one) {
      if (((bits[place >> 4] ?? 0) >> (place & 15)) & 1) common[count++] = place;
    }
  } else if (sorted) {
    let from = 0;
    for (const place of one) {
      from = findFrom(sorted, from, place);
      if (from === sorted.length) break;
      if (sorted[from] === place) common[count++] = place;
    }
  }
  return common.subarray(0, count);
}

/** Those of the numbers that are not among the places. */
export function subtract(one: Uint16Array, other: Places): Uint16Array {
  const common = intersect(one, other);
  const rest = new Uint16Array(one.length - common.length);
  let count = 0;
  let next = 0;
  for (const place of one) {
    if (place === common[next]) next++;
    else rest[count++] = place;
  }
  return rest;
}

// Fewer places than this, in all, are put together as numbers.
const FEW = 512;

/** The places that are in any of them. There is one at least. */
export function unite(all: readonly Places[]): Places {
  const [first, second] = all;
  if (first && !second) return first;
  if (all.reduce((sum, { size }) => sum + size, 0) < FEW) return fromSorted(uniteFew(all));
  const bits = new Uint16Array(WORDS);
  for (const { sorted, bits: given } of all) {
    if (sorted) for (const place of sorted) bits[place >> 4] = (bits[place >> 4] ?? 0) | (1 << (place & 15));
    else if (given)
      for (let word = 0; word < WORDS; word++) bits[word] = (bits[word] ?? 0) | (given[word] ?? 0);
  }
  return fromBits(bits, countBits(bits));
}

function uniteFew(all: readonly Places[]): Uint16Array {
  const together = new Uint16Array(FEW);
  let count = 0;
  for (const some of all) {
    together.set(toSorted(some), count);
    count += some.size;
  }
  const places = together.subarray(0, count).sort();
  let kept = 0;
  for (const place of places) {
    if (kept === 0 || places[kept - 1] !== place) places[kept++] = place;
  }
  return places.subarray(0, kept);
}

/** The places that two sets of bits have in common. */
export function intersectBits(one: Uint16Array, other: Uint16Array): Places {
  const bits = new Uint16Array(WORDS);
  for (let word = 0; word < WORDS; word++) bits[word] = (one[word] ?? 0) & (other[word] ?? 0);
  return fromBits(bits, countBits(bits));
}

function countBits(bits: Uint16Array): number {
  let count = 0;
  for (let word of bits) {
    word -= (word >> 1) & 0x5555;
    word = (word & 0x3333) + ((word >> 2) & 0x3333);
    word = (word + (word >> 4)) & 0x0f0f;
    count += (word + (word >> 8)) & 0x1f;
  }
  return count;
}

/** Where in the numbers, from `from` on, the first is that is not less than `place`: by doubling steps, then halving. */
function findFrom(sorted: Uint16Array, from: number, place: number): number {
  let step = 1;
  let high = from;
  while (high < sorted.length && (sorted[high] ?? 0) < place) {
    from = high + 1;
    high += step;
    step *= 2;
  }
  high = Math.min(high, sorted.length);
  while (from < high) {
    const middle = (from + high) >> 1;
    if ((sorted[middle] ?? 0) < place) from = middle + 1;
    else high = middle;
  }
  return from;
}
