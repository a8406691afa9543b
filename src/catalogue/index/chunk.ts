import { fromBits, fromSorted, MOST_SORTED, type Places, SHELF } from "./places.ts";

/*
 * A list of books as bytes: for each shelf that has any, in order, its number, how many places less one, and the places,
 * as 16-bit numbers in the byte order of the machine's memory, which is little-endian wherever Node.js runs SQLite
 * builds. More than 4096 places are bits: 4096 numbers more. A long list is cut into chunks of some shelves each.
 */

const BITS = SHELF / 16;

/** The mask of every field, and of what stands in none. */
export const ANY_FIELD = 7;

/** Where in a chunk the places of a shelf begin, and how many they are. */
interface Entry {
  readonly shelf: number;
  readonly size: number;
  readonly from: number;
}

/** A chunk of a list, read. */
export class Chunk {
  readonly #numbers: Uint16Array;
  readonly #entries: readonly Entry[];

  constructor(bytes: Uint8Array) {
    this.#numbers = numbersOf(bytes);
    this.#entries = entriesOf(this.#numbers);
  }

  /** The last shelf that it has books of. */
  get lastShelf(): number {
    return this.#entries.at(-1)?.shelf ?? 0;
  }

  /** The first shelf from `shelf` on that has any books; undefined when none has. */
  nextShelf(shelf: number): number | undefined {
    return this.#entries[this.#find(shelf)]?.shelf;
  }

  /** The places on a shelf; null where there are none. */
  at(shelf: number): Places | null {
    const entry = this.#entries[this.#find(shelf)];
    if (entry?.shelf !== shelf) return null;
    const { size, from } = entry;
    return size > MOST_SORTED
      ? fromBits(this.#numbers.subarray(from, from + BITS), size)
      : fromSorted(this.#numbers.subarray(from, from + size));
  }

  #find(shelf: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.shelf ?? 0) < shelf) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The bytes as 16-bit numbers; copied where memory holds them at an odd address. */
function numbersOf(bytes: Uint8Array): Uint16Array {
  const even = bytes.byteOffset % 2 === 0 ? bytes : Uint8Array.from(bytes);
  return new Uint16Array(even.buffer, even.byteOffset, even.byteLength >> 1);
}

function entriesOf(numbers: Uint16Array): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + 2 < numbers.length; ) {
    const shelf = numbers[at] ?? 0;
    const size = (numbers[at + 1] ?? 0) + 1;
    entries.push({ shelf, size, from: at + 2 });
    at += 2 + (size > MOST_SORTED ? BITS : size);
  }
  return entries;
}

/**
 * The bytes of a shelf within a chunk, of those of its numbers (8 * id + fields, in order) that have a field of `mask`;
 * none where no number has, but those without any field belong to the list of any.
 */
export function encodeShelf(shelf: number, numbers: Uint32Array, mask: number): Uint8Array {
  const places = new Uint16Array(numbers.length);
  let size = 0;
  for (const number of numbers) {
    if (mask === ANY_FIELD || (number & mask) !== 0) places[size++] = (number >>> 3) & 0xffff;
  }
  if (size === 0) return new Uint8Array(0);
  const many = size > MOST_SORTED;
  const encoded = new Uint16Array(2 + (many ? BITS : size));
  encoded[0] = shelf;
  encoded[1] = size - 1;
  if (many) {
    for (const place of places.subarray(0, size)) {
      encoded[2 + (place >> 4)] = (encoded[2 + (place >> 4)] ?? 0) | (1 << (place & 15));
    }
  } else encoded.set(places.subarray(0, size), 2);
  return new Uint8Array(encoded.buffer);
}
