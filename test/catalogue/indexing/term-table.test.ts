import fc from "fast-check";
import { expect, test } from "vitest";
import { Hasher } from "../../../src/catalogue/indexing/hash.ts";
import { TermTable } from "../../../src/catalogue/indexing/term-table.ts";

const hasher = new Hasher();
function add(table: TermTable, term: string): number {
  hasher.hash(term);
  return table.add(hasher.high, hasher.low);
}

test("terms are numbered in the order in which they are first met, and counted", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 200 }), (terms) => {
      const table = new TermTable();
      const numbers = new Map<string, number>();
      const counts: number[] = [];
      for (const term of terms) {
        const number = numbers.get(term) ?? numbers.size;
        numbers.set(term, number);
        counts[number] = (counts[number] ?? 0) + 1;
        expect(add(table, term)).toBe(number);
      }
      expect(table.size).toBe(numbers.size);
      expect([...table.counts()]).toEqual(counts);
    }),
  );
});

test("a hundred thousand terms are each known again, however often the table has grown", () => {
  const table = new TermTable();
  const termOf = (number: number) => `${number % 7 === 0 ? "слово" : "word"}${number}`;
  const COUNT = 100_000;
  for (let number = 0; number < COUNT; number++) add(table, termOf(number));
  expect(table.size).toBe(COUNT);
  let wrong = 0;
  for (let round = 0; round < 2; round++) {
    for (let number = COUNT - 1; number >= 0; number -= 3) {
      if (add(table, termOf(number)) !== number) wrong++;
    }
  }
  expect(wrong).toBe(0);
  expect(table.size).toBe(COUNT);
  const met = Array.from(table.counts());
  expect(met.every((count, number) => count === ((COUNT - 1 - number) % 3 === 0 ? 3 : 1))).toBe(true);
});

test("terms that are nearly alike are told apart", () => {
  const table = new TermTable();
  const terms = [
    "",
    "a",
    "aa",
    "b",
    "ab",
    "ba",
    "\0",
    "\0\0",
    "é",
    "e\u0301",
    "𠀀",
    "a".repeat(60),
    "a".repeat(61),
  ];
  expect(terms.map((term) => add(table, term))).toEqual([...terms.keys()]);
});
