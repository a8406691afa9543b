import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { ANY_FIELD, Chunk, encodeShelf } from "../../../src/catalogue/index/chunk.ts";
import { MOST_SORTED, SHELF, toSorted } from "../../../src/catalogue/index/places.ts";
import { everyNth, someNumbers } from "./numbers.ts";

// The machine may have other work.
vi.setConfig({ testTimeout: 60_000 });

/** The numbers of books on a shelf, as an import has them: 8 * id + fields. */
function occurrences(
  shelf: number,
  places: readonly number[],
  fieldsOf: (place: number) => number,
): Uint32Array {
  return Uint32Array.from(places, (place) => (shelf * SHELF + place) * 8 + fieldsOf(place));
}

const numbersAt = (chunk: Chunk, shelf: number) => {
  const places = chunk.at(shelf);
  return places && [...toSorted(places)];
};

describe("a chunk of a list", () => {
  test("has on each shelf what was written", () => {
    const shelves = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 8191 }), someNumbers(SHELF)), {
      selector: ([shelf]) => shelf,
      maxLength: 6,
    });
    fc.assert(
      fc.property(shelves, (written) => {
        const inOrder = written
          .filter(([, places]) => places.length > 0)
          .sort(([one], [other]) => one - other);
        const bytes = inOrder.map(([shelf, places]) =>
          encodeShelf(
            shelf,
            occurrences(shelf, places, () => 1),
            ANY_FIELD,
          ),
        );
        const chunk = new Chunk(Buffer.concat(bytes));
        for (const [shelf, places] of inOrder) expect(numbersAt(chunk, shelf)).toEqual(places);
        const numbers = inOrder.map(([shelf]) => shelf);
        expect(chunk.lastShelf).toBe(numbers.at(-1) ?? 0);
        for (const shelf of [0, 1, 77, 8191, ...numbers, ...numbers.map((shelf) => shelf + 1)]) {
          expect(chunk.nextShelf(shelf)).toBe(numbers.find((number) => number >= shelf));
          if (!numbers.includes(shelf)) expect(chunk.at(shelf)).toBeNull();
        }
      }),
      { numRuns: 40 },
    );
  });

  test.each([[1], [MOST_SORTED - 1], [MOST_SORTED], [MOST_SORTED + 1], [SHELF]])(
    "takes the least room for %d places, and at most that of all bits",
    (count) => {
      const places = everyNth(1, count);
      const bytes = encodeShelf(
        3,
        occurrences(3, places, () => 1),
        ANY_FIELD,
      );
      expect(bytes.length).toBe(4 + Math.min(2 * count, SHELF / 8));
      expect(numbersAt(new Chunk(bytes), 3)).toEqual(places);
    },
  );

  test.each([
    [1, [0, 2, 4]],
    [2, [1, 2, 4]],
    [4, [4]],
    [ANY_FIELD, [0, 1, 2, 3, 4]],
  ])("has only what stands in a field of the mask %d", (mask, expected) => {
    const fields = [1, 2, 3, 0, 7];
    const numbers = occurrences(1, [0, 1, 2, 3, 4], (place) => fields[place] ?? 0);
    expect(numbersAt(new Chunk(encodeShelf(1, numbers, mask)), 1)).toEqual(expected);
  });

  test("has no shelf where nothing has the field", () => {
    const numbers = occurrences(1, [5], () => 1);
    expect(encodeShelf(1, numbers, 4)).toHaveLength(0);
    expect(new Chunk(new Uint8Array(0)).nextShelf(0)).toBeUndefined();
  });

  test("is read from memory at an odd address too", () => {
    const bytes = encodeShelf(
      2,
      occurrences(2, [1, 500, 65_535], () => 1),
      ANY_FIELD,
    );
    const memory = new Uint8Array(bytes.length + 1);
    memory.set(bytes, 1);
    expect(numbersAt(new Chunk(memory.subarray(1)), 2)).toEqual([1, 500, 65_535]);
  });
});
