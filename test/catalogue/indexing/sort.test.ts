import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { descendingOrder, sortNumbers } from "../../../src/catalogue/indexing/sort.ts";
import { randomNumbers } from "../library.ts";

// The machine may have other work.
vi.setConfig({ testTimeout: 60_000 });

const number = fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), fc.constantFrom(0, 1, 2048, 0xffffffff));

function sorted(numbers: Uint32Array): Uint32Array {
  const copy = numbers.slice();
  sortNumbers(copy);
  return copy;
}

describe("sortNumbers", () => {
  test("puts numbers in order as the language's own sort does", () => {
    fc.assert(
      fc.property(fc.array(number, { maxLength: 300 }), (numbers) => {
        expect(sorted(Uint32Array.from(numbers))).toEqual(Uint32Array.from(numbers).sort());
      }),
    );
  });

  test.each([
    ["of any size", () => 2 ** 32],
    ["of a few values", () => 5],
    ["that differ in the upper bits only", () => 2 ** 32, (number: number) => number & 0xfff00000],
    ["that differ in the lower bits only", () => 2 ** 11],
  ])("puts many numbers in order, %s", (_, limit, change = (number: number) => number) => {
    const random = randomNumbers(1);
    const numbers = Uint32Array.from({ length: 50_000 }, () => change(Math.floor(random() * limit())));
    expect(sorted(numbers)).toEqual(numbers.slice().sort());
    expect(sorted(numbers.slice().sort().reverse())).toEqual(numbers.slice().sort());
  });

  test("leaves numbers in order as they are, and sorts a part of an array alone", () => {
    const numbers = Uint32Array.from({ length: 5000 }, (_, index) => index);
    expect(sorted(numbers)).toEqual(numbers);
    const array = Uint32Array.from({ length: 9000 }, (_, index) => 9000 - index);
    sortNumbers(array.subarray(3000, 6000));
    expect([array[2999], array[3000], array[5999], array[6000]]).toEqual([6001, 3001, 6000, 3000]);
  });
});

describe("descendingOrder", () => {
  /** The places of the keys as a stable sort of the language puts them. */
  function expected(keys: Float32Array): number[] {
    return [...keys.keys()].sort((one, other) => (keys[other] ?? 0) - (keys[one] ?? 0));
  }

  test("puts the larger first and leaves equal ones as they stand", () => {
    const key = fc.oneof(
      fc.constantFrom(0, 1, 1.5, 2, 1e9, 3.4e38),
      fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 300 }), (some) => {
        const keys = Float32Array.from(some);
        expect([...descendingOrder(keys)]).toEqual(expected(keys));
      }),
    );
  });

  test.each([
    ["of any size", (random: number) => 10 ** (20 * random - 5)],
    ["that are nearly the same", (random: number) => 1 + random / 1000],
    ["that are whole and small", (random: number) => Math.floor(20 * random)],
    ["that are all the same", () => 7],
  ])("orders many keys %s", (_, keyOf) => {
    const random = randomNumbers(2);
    const keys = Float32Array.from({ length: 50_000 }, () => keyOf(random()));
    expect(Array.from(descendingOrder(keys))).toEqual(expected(keys));
  });
});
