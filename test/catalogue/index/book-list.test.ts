import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import {
  allOf,
  anyOf,
  type BookList,
  firstOf,
  NO_BOOKS,
  without,
} from "../../../src/catalogue/index/book-list.ts";
import { Effort } from "../../../src/catalogue/index/effort.ts";
import { fewBooks } from "../../../src/catalogue/index/lists.ts";
import { MOST_SORTED, SHELF, toSorted } from "../../../src/catalogue/index/places.ts";
import { everyNth, sorted } from "./numbers.ts";
import { indexOf } from "./stored.ts";

// The machine may have other work.
vi.setConfig({ testTimeout: 60_000 });

const ALL = Number.POSITIVE_INFINITY;
const LAST = 3 * SHELF;

// Books on three shelves: everywhere, on some shelves only, as many as are kept as numbers at most, and a few.
const STORED = new Map<string, readonly number[]>([
  ["all", everyNth(1, LAST - 1, 1)],
  ["even", everyNth(2, LAST / 2 - 1, 2)],
  ["odd", everyNth(2, LAST / 2, 1)],
  ["thirds", everyNth(3, Math.floor(LAST / 3), 3)],
  ["first", everyNth(1, 10_000, 1)],
  ["last", everyNth(1, 10_000, LAST - 10_000)],
  ["numbers", everyNth(16, MOST_SORTED, SHELF)],
  ["bits", [...everyNth(16, MOST_SORTED, SHELF), SHELF + 1].sort((one, other) => one - other)],
  ["rare", everyNth(4001, 48, 7)],
  ["edges", everyNth(1, 60, SHELF - 30)],
  ["holes", [...everyNth(5, 100, 100), ...everyNth(7, 9000, 2 * SHELF)]],
]);
const index = indexOf(new Map([...STORED].map(([word, ids]) => [word, new Map(ids.map((id) => [id, 1]))])));
const stored = (word: string, effort = new Effort(ALL)) => index.withWord(word, "any", effort);

/** A list, told in words: a stored one, a few books, or lists put together. */
type Told =
  | string
  | readonly number[]
  | { readonly all: readonly Told[] }
  | { readonly any: readonly Told[] }
  | { readonly of: Told; readonly without: Told };

function listOf(told: Told): BookList {
  if (typeof told === "string") return stored(told);
  if ("all" in told) return allOf(told.all.map(listOf));
  if ("any" in told) return anyOf(told.any.map(listOf));
  if ("of" in told) return without(listOf(told.of), listOf(told.without));
  return fewBooks(Uint32Array.from(told));
}

/** The same as a plain set. */
function setOf(told: Told): ReadonlySet<number> {
  if (typeof told === "string") return new Set(STORED.get(told));
  if ("any" in told) return new Set(told.any.flatMap((one) => [...setOf(one)]));
  if ("all" in told) {
    const [first = new Set<number>(), ...others] = told.all.map(setOf);
    return new Set([...first].filter((id) => others.every((other) => other.has(id))));
  }
  if ("of" in told) {
    const excluded = setOf(told.without);
    return new Set([...setOf(told.of)].filter((id) => !excluded.has(id)));
  }
  return new Set(told);
}

const told = fc.letrec<{ told: Told; several: Told[] }>((tie) => ({
  several: fc.array(tie("told"), { minLength: 1, maxLength: 4 }),
  told: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...STORED.keys()),
    fc
      .uniqueArray(
        fc.oneof(
          fc.integer({ min: 1, max: LAST - 1 }),
          fc.integer({ min: 1, max: 200 }),
          fc.integer({ min: SHELF - 9, max: SHELF + 9 }),
        ),
        { maxLength: 60 },
      )
      .map(sorted),
    tie("several").map((all) => ({ all })),
    tie("several").map((any) => ({ any })),
    fc.record({ of: tie("told"), without: tie("told") }),
  ),
})).told;

describe("lists of books", () => {
  test("that are all of, any of and without others have what sets have", () => {
    fc.assert(
      fc.property(told, (told) => {
        const list = listOf(told);
        const expected = sorted(setOf(told));
        const found = firstOf(list, ALL);
        expect(found.length).toBe(expected.length);
        expect(found.every((id, place) => id === expected[place])).toBe(true);
        expect(list.books).toBeGreaterThanOrEqual(expected.length);
      }),
      { numRuns: 60 },
    );
  });

  test("tell which of some places they have", () => {
    const shelf = fc.integer({ min: 0, max: 3 });
    const places = fc.uniqueArray(fc.integer({ min: 0, max: SHELF - 1 }), { maxLength: 200 });
    fc.assert(
      fc.property(told, shelf, places, (told, shelf, places) => {
        const set = setOf(told);
        const asked = Uint16Array.from(sorted(places));
        const expected = [...asked].filter((place) => set.has(shelf * SHELF + place));
        expect([...listOf(told).narrow(shelf, asked)]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test("give the places of each shelf, and pass over shelves that have none", () => {
    const list = stored("holes");
    expect(list.nextShelf(0)).toBe(0);
    expect(list.nextShelf(1)).toBe(2);
    expect(list.nextShelf(3)).toBeUndefined();
    expect(list.at(1)).toBeNull();
    expect(list.at(2)?.size).toBe(9000);
    expect(list.at(3)).toBeNull();
    expect([...toSorted(list.at(0) ?? { size: 0, sorted: null, bits: null })]).toEqual(everyNth(5, 100, 100));
  });

  test("have no book when there is no list", () => {
    for (const list of [allOf([]), anyOf([]), NO_BOOKS, without(NO_BOOKS, NO_BOOKS)]) {
      expect(list.books).toBe(0);
      expect(firstOf(list, 10)).toEqual([]);
      expect([...list.narrow(0, Uint16Array.of(1, 2))]).toEqual([]);
    }
  });

  test("a few books that two long lists share are among those of any", () => {
    const shared = allOf([stored("odd"), stored("bits")]);
    const few = fewBooks(Uint32Array.of(5, SHELF + 5));
    expect(firstOf(shared, 10)).toEqual([SHELF + 1]);
    expect(firstOf(anyOf([shared, few]), 10)).toEqual([5, SHELF + 1, SHELF + 5]);
    expect(firstOf(without(stored("bits"), anyOf([shared, few])), 2)).toEqual([SHELF, SHELF + 16]);
    expect(firstOf(without(stored("bits"), stored("even")), 10)).toEqual([SHELF + 1]);
  });
});

describe("the first of a list", () => {
  test("are the smallest ids, as many as are asked for", () => {
    const list = stored("rare");
    expect(firstOf(list, 3)).toEqual([7, 4008, 8009]);
    expect(firstOf(list, 1000)).toHaveLength(48);
  });

  test("are looked for on no more shelves than are needed", () => {
    const effort = new Effort(ALL);
    firstOf(allOf([stored("all", effort), stored("even", effort)]), 10);
    expect(effort.read).toBe(2);
  });

  test("are those of the shelves before somebody says that it is enough", () => {
    const list = stored("rare");
    const found = firstOf(list, 1000, { mayGoOn: () => false });
    expect(found).toEqual(everyNth(4001, 48, 7).filter((id) => id < SHELF));
  });

  test("are as many as the effort allows", () => {
    const effort = new Effort(2);
    const list = stored("thirds", effort);
    const found = firstOf(list, LAST, { mayGoOn: () => !effort.isSpent });
    expect(effort.isSpent).toBe(true);
    expect(found.at(-1)).toBeLessThan(2 * SHELF);
    expect(found).toHaveLength(Math.floor((2 * SHELF - 1) / 3));
  });
});
