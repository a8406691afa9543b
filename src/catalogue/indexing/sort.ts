const BITS = 11;
const MASK = (1 << BITS) - 1;

// Fewer numbers than this are sorted by the language's own sort, which needs no room.
const FEW = 2048;

/** Sorts 32-bit numbers in place. Those in order already are left alone; many are sorted by their digits. */
export function sortNumbers(numbers: Uint32Array): void {
  if (isSorted(numbers)) return;
  if (numbers.length < FEW) numbers.sort();
  else sortByDigits(numbers);
}

function isSorted(numbers: Uint32Array): boolean {
  for (let i = 1; i < numbers.length; i++) {
    if ((numbers[i] ?? 0) < (numbers[i - 1] ?? 0)) return false;
  }
  return true;
}

// What is sorted by its digits needs as much room again. It is kept for the next that does.
let room: Uint32Array = new Uint32Array(0);

/** A radix sort in three passes of 11 bits, the least significant first. */
function sortByDigits(numbers: Uint32Array): void {
  if (room.length < numbers.length) room = new Uint32Array(numbers.length);
  let from = numbers;
  let to = room.subarray(0, numbers.length);
  for (let shift = 0; shift < 32; shift += BITS) {
    distribute(from, to, (number) => (number >>> shift) & MASK);
    [from, to] = [to, from];
  }
  numbers.set(from);
}

/** Writes numbers in the order of a digit, those with the same one as they stood. */
function distribute(from: Uint32Array, to: Uint32Array, digitOf: (number: number) => number): void {
  const starts = new Uint32Array(MASK + 2);
  for (const number of from) {
    const digit = digitOf(number);
    starts[digit + 1] = (starts[digit + 1] ?? 0) + 1;
  }
  for (let digit = 1; digit < starts.length; digit++)
    starts[digit] = (starts[digit] ?? 0) + (starts[digit - 1] ?? 0);
  for (const number of from) {
    const digit = digitOf(number);
    const place = starts[digit] ?? 0;
    starts[digit] = place + 1;
    to[place] = number;
  }
}

// The upper bits of a key, by which it is put among its like first.
const CLASS_SHIFT = 20;
const CLASSES = 1 << (32 - CLASS_SHIFT);

/**
 * The order that puts the larger of some keys first and leaves equal ones as they stand: the places of the keys, none of
 * which is negative.
 *
 * Besides the result it takes the room of the largest class of keys that are nearly the same and not all equal.
 */
export function descendingOrder(keys: Float32Array): Uint32Array {
  // The bits of a float that is not negative are in the order of its value. Turned over, the largest is the least.
  const bits = new Uint32Array(keys.buffer, keys.byteOffset, keys.length);
  const starts = new Uint32Array(CLASSES + 1);
  for (const key of bits) {
    const own = classOf(key);
    starts[own + 1] = (starts[own + 1] ?? 0) + 1;
  }
  for (let own = 1; own <= CLASSES; own++) starts[own] = (starts[own] ?? 0) + (starts[own - 1] ?? 0);
  const order = new Uint32Array(keys.length);
  const next = starts.slice();
  for (let place = 0; place < bits.length; place++) {
    const own = classOf(bits[place] ?? 0);
    const at = next[own] ?? 0;
    next[own] = at + 1;
    order[at] = place;
  }
  for (let own = 0; own < CLASSES; own++) sortClass(order.subarray(starts[own], starts[own + 1]), bits);
  return order;
}

function classOf(key: number): number {
  return CLASSES - 1 - (key >>> CLASS_SHIFT);
}

/** Puts the places of one class in the order of the lower bits of their keys, the largest first. */
function sortClass(places: Uint32Array, bits: Uint32Array): void {
  const first = bits[places[0] ?? 0];
  if (places.every((place) => bits[place] === first)) return;
  let from = places;
  let to: Uint32Array = new Uint32Array(places.length);
  // Twenty bits are two digits, so the second pass writes back into the places.
  for (let shift = 0; shift < CLASS_SHIFT; shift += BITS) {
    distribute(from, to, (place) => MASK - (((bits[place] ?? 0) >>> shift) & MASK));
    [from, to] = [to, from];
  }
}
