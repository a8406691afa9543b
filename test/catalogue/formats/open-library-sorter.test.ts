import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Row } from "../../../src/catalogue/import/formats/open-library/run.ts";
import { LONGEST_TEXT, Sorter } from "../../../src/catalogue/import/formats/open-library/sorter.ts";
import { testFolder } from "../folder.ts";

const folder = testFolder();
let files = 0;

/** A sorter that has room for so many bytes. */
function sorter(room?: number): Sorter {
  return new Sorter(join(folder, String(files++)), room);
}

function copyOf({ major, minor, text }: Row): Row {
  return { major, minor, text };
}

const rows = fc.array(
  fc.record({
    major: fc.oneof(fc.nat(5), fc.maxSafeNat()),
    minor: fc.oneof(fc.nat(2), fc.maxSafeNat()),
    text: fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("", "x".repeat(3000), "é😀")),
  }),
  { maxLength: 200 },
);

test("rows come sorted, equal ones in the order in which they came, however little room there is", () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 9500, max: 30_000 }), (given, room) => {
      const sorting = sorter(room);
      for (const { major, minor, text } of given) sorting.add(major, minor, text);
      const sorted = Array.from(sorting.sorted(), copyOf);
      sorting.close();
      expect(sorted).toEqual([...given].sort((a, b) => a.major - b.major || a.minor - b.minor));
    }),
    { numRuns: 100 },
  );
});

test("rows may be added while they are read in no order, and are not among them", () => {
  const sorting = sorter(10_000);
  for (let i = 0; i < 1000; i++) sorting.add(i, 0, `row ${i}`);
  let count = 0;
  for (const { major, text } of sorting.unsorted()) {
    expect(text).toBe(`row ${major}`);
    if (major % 2 === 1) sorting.add(5000 + major, 1, text);
    count++;
  }
  const sorted = Array.from(sorting.sorted(), ({ major }) => major);
  sorting.close();
  expect(count).toBe(1000);
  expect(sorted.length).toBe(1500);
  expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
});

test("many more rows than there is room for come sorted", () => {
  const sorting = sorter(400_000);
  // Each number up to a prime once, by the multiples of another.
  const prime = 60_013;
  for (let i = 1; i < prime; i++) sorting.add((i * 7919) % prime, 0, "x".repeat(i % 100));
  let last = 0;
  let inOrder = true;
  for (const { major } of sorting.sorted()) inOrder &&= major === ++last;
  sorting.close();
  expect(inOrder).toBe(true);
  expect(last).toBe(prime - 1);
});

test("a row that is too long is refused", () => {
  const sorting = sorter();
  expect(() => sorting.add(1, 1, "x".repeat(LONGEST_TEXT + 1))).toThrow(RangeError);
  expect(Array.from(sorting.sorted())).toEqual([]);
  sorting.close();
});
