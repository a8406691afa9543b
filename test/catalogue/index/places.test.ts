import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import {
  fromSorted,
  intersect,
  intersectBits,
  MOST_SORTED,
  SHELF,
  subtract,
  toSorted,
  unite,
} from "../../../src/catalogue/index/places.ts";
import { everyNth, placesOf, someNumbers, sorted } from "./numbers.ts";

// The machine may have other work.
vi.setConfig({ testTimeout: 60_000 });

const numbers = someNumbers(SHELF);
const kind = fc.boolean();

describe("places of a shelf", () => {
  test("are the same numbers whichever way they are kept", () => {
    fc.assert(
      fc.property(numbers, kind, (some, asBits) => {
        const places = placesOf(some, asBits);
        expect([...toSorted(places)]).toEqual(some);
        expect(places.size).toBe(some.length);
      }),
    );
  });

  test("what two have in common is what two sets have", () => {
    fc.assert(
      fc.property(numbers, numbers, kind, (one, other, asBits) => {
        const set = new Set(other);
        const common = one.filter((place) => set.has(place));
        expect([...intersect(Uint16Array.from(one), placesOf(other, asBits))]).toEqual(common);
        const bits = [placesOf(one, true).bits, placesOf(other, true).bits] as const;
        const both = intersectBits(bits[0] ?? new Uint16Array(), bits[1] ?? new Uint16Array());
        expect([...toSorted(both)]).toEqual(common);
        expect(both.size).toBe(common.length);
      }),
    );
  });

  test("what is left of one without the other is what is left of a set", () => {
    fc.assert(
      fc.property(numbers, numbers, kind, (one, other, asBits) => {
        const set = new Set(other);
        const left = one.filter((place) => !set.has(place));
        expect([...subtract(Uint16Array.from(one), placesOf(other, asBits))]).toEqual(left);
      }),
    );
  });

  test("several together are what the union of sets is", () => {
    const some = fc.array(fc.tuple(numbers, kind), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(some, (all) => {
        const united = unite(all.map(([one, asBits]) => placesOf(one, asBits)));
        const expected = sorted(all.flatMap(([one]) => one));
        expect([...toSorted(united)]).toEqual(expected);
        expect(united.size).toBe(expected.length);
      }),
    );
  });

  test("uniting changes none of them", () => {
    const one = placesOf([1, 2, 3], false);
    const other = placesOf(everyNth(3, 5000), true);
    unite([one, other]);
    expect([...toSorted(one)]).toEqual([1, 2, 3]);
    expect([...toSorted(other)]).toEqual(everyNth(3, 5000));
  });

  test.each([[0], [1], [MOST_SORTED - 1], [MOST_SORTED], [MOST_SORTED + 1], [SHELF - 1], [SHELF]])(
    "%d places, of one kind and the other",
    (count) => {
      const all = everyNth(1, count);
      for (const asBits of [false, true]) {
        const places = placesOf(all, asBits);
        expect([...toSorted(places)]).toEqual(all);
        expect([...intersect(Uint16Array.from(all), places)]).toEqual(all);
        expect([...subtract(Uint16Array.from(all), places)]).toEqual([]);
        expect(unite([places, fromSorted(new Uint16Array(0))]).size).toBe(count);
        expect(unite([places, placesOf(all, !asBits)]).size).toBe(count);
      }
    },
  );
});
