import fc from "fast-check";
import {
  fromBits,
  fromSorted,
  MOST_SORTED,
  type Places,
  SHELF,
} from "../../../src/catalogue/index/places.ts";

/** Numbers in order, none twice. */
export function sorted(numbers: Iterable<number>): number[] {
  return [...new Set(numbers)].sort((one, other) => one - other);
}

/** Places of either kind: as numbers, or as bits however few they are. */
export function placesOf(numbers: readonly number[], asBits: boolean): Places {
  const places = Uint16Array.from(sorted(numbers));
  if (!asBits) return fromSorted(places);
  const bits = new Uint16Array(SHELF / 16);
  for (const place of places) bits[place >> 4] = (bits[place >> 4] ?? 0) | (1 << (place & 15));
  return fromBits(bits, places.length);
}

/** Every `step`-th number from `from` on, `count` of them. */
export function everyNth(step: number, count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, index) => from + step * index);
}

/** Sets of numbers below `limit`: a few, runs, and about as many as are kept as numbers at most. */
export function someNumbers(limit: number): fc.Arbitrary<number[]> {
  const few = fc.uniqueArray(fc.integer({ min: 0, max: limit - 1 }), { maxLength: 700 });
  const regular = fc
    .record({
      step: fc.integer({ min: 1, max: 15 }),
      from: fc.integer({ min: 0, max: limit - 1 }),
      count: fc.oneof(
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: MOST_SORTED - 1, max: MOST_SORTED + 1 }),
      ),
    })
    .map(({ step, from, count }) => everyNth(step, count, from).filter((number) => number < limit));
  const edges = fc.subarray(
    [0, 1, 15, 16, 31, 32, 65_535, 65_536, limit - 1].filter((number) => number < limit),
  );
  return fc.tuple(few, regular, edges).map((parts) => sorted(parts.flat()));
}
