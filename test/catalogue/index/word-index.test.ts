import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { firstOf } from "../../../src/catalogue/index/book-list.ts";
import { Effort } from "../../../src/catalogue/index/effort.ts";
import { FIELD_BITS, FIELDS } from "../../../src/catalogue/index/fields.ts";
import { SHELF } from "../../../src/catalogue/index/places.ts";
import type { Where } from "../../../src/catalogue/index/word-index.ts";
import { everyNth, sorted } from "./numbers.ts";
import { indexOf, type Occurrences } from "./stored.ts";

// The machine may have other work.
vi.setConfig({ testTimeout: 60_000 });

const ALL = Number.POSITIVE_INFINITY;
const WHERES: readonly Where[] = ["any", ...FIELDS];

/** The ids of the books that have a word there. */
function idsIn(occurrences: Occurrences | undefined, where: Where): number[] {
  const bit = where === "any" ? undefined : FIELD_BITS[where];
  return sorted(
    [...(occurrences ?? [])]
      .filter(([, fields]) => bit === undefined || (fields & bit) !== 0)
      .map(([id]) => id),
  );
}

const occurrences: fc.Arbitrary<Occurrences> = fc
  .record({
    step: fc.constantFrom(1, 2, 3, 17, 1000),
    from: fc.constantFrom(1, 2, 40, SHELF - 3, 3 * SHELF),
    count: fc.constantFrom(1, 2, 47, 48, 49, 500, 20_000),
    // The fields in turn: one, several, or none, as what is no word of a text has.
    fields: fc.oneof(
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
      fc.constant([0]),
    ),
  })
  .map(({ step, from, count, fields }) => {
    const ids = everyNth(step, count, from);
    return new Map(ids.map((id, place) => [id, fields[place % fields.length] ?? 0]));
  });

describe("the index of words", () => {
  test("finds for each word and field the books that have it, few or many", () => {
    const words = fc.array(occurrences, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(words, (all) => {
        const byWord = new Map(all.map((one, place) => [`w${place}`, one]));
        const index = indexOf(byWord);
        for (const where of WHERES) {
          for (const [word, occurrences] of byWord) {
            const list = index.withWord(word, where, new Effort(ALL));
            const expected = idsIn(occurrences, where);
            expect(firstOf(list, ALL)).toEqual(expected);
            expect(list.books).toBeGreaterThanOrEqual(expected.length);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test("finds nothing for a word that no book has, or has elsewhere", () => {
    const index = indexOf(new Map([["emma", new Map(everyNth(1, 100, 1).map((id) => [id, 1]))]]));
    for (const where of WHERES) expect(index.withWord("persuasion", where, new Effort(ALL)).books).toBe(0);
    expect(firstOf(index.withWord("emma", "author", new Effort(ALL)), ALL)).toEqual([]);
    expect(firstOf(index.withWord("emma", "title", new Effort(ALL)), ALL)).toHaveLength(100);
  });

  test("finds the books of all words that begin so", () => {
    const words = fc.dictionary(
      fc.stringMatching(/^[abé]{1,4}$/),
      occurrences.filter(({ size }) => size < 1000),
      { minKeys: 1, maxKeys: 8, noNullPrototype: true },
    );
    fc.assert(
      fc.property(
        words,
        fc.stringMatching(/^[abé]{1,3}$/),
        fc.constantFrom(...WHERES),
        (all, beginning, where) => {
          const index = indexOf(new Map(Object.entries(all)));
          const some = Object.entries(all).filter(([word]) => word.startsWith(beginning));
          const expected = sorted(some.flatMap(([, occurrences]) => idsIn(occurrences, where)));
          expect(firstOf(index.withBeginning(beginning, where, new Effort(ALL)), ALL)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("a beginning with a list of its own is read from it: of names exactly, of titles with what has it elsewhere", () => {
    const harp = new Map(everyNth(1, 1000, 1).map((id) => [id, (id % 3) + 1]));
    const index = indexOf(new Map(), new Map([["harp", harp]]));
    const found = (where: Where) => firstOf(index.withBeginning("harp", where, new Effort(ALL)), ALL);
    expect(found("any")).toEqual(idsIn(harp, "any"));
    expect(found("author")).toEqual(idsIn(harp, "author"));
    expect(found("title")).toEqual(expect.arrayContaining(idsIn(harp, "title")));
  });

  test("terms such as years are the beginnings of nothing that is typed", () => {
    const index = indexOf(new Map([[":year:1984", new Map([[1, 0]])]]));
    expect(index.withBeginning("year", "any", new Effort(ALL)).books).toBe(0);
    expect(firstOf(index.withWord(":year:1984", "any", new Effort(ALL)), ALL)).toEqual([1]);
  });

  test("a list of many chunks is read wherever it is begun", () => {
    const ids = everyNth(3, 200_000, 1);
    const index = indexOf(new Map([["the", new Map(ids.map((id) => [id, 1]))]]));
    const list = index.withWord("the", "any", new Effort(ALL));
    const last = Math.floor((ids.at(-1) ?? 0) / SHELF);
    for (const shelf of [last, 0, 5, 2, last - 1, 1]) {
      expect(list.nextShelf(shelf)).toBe(shelf);
      expect(list.at(shelf)?.size).toBe(ids.filter((id) => Math.floor(id / SHELF) === shelf).length);
    }
    expect(list.at(last + 1)).toBeNull();
    expect(list.nextShelf(last + 1)).toBeUndefined();
  });
});
