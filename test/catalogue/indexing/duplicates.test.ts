import { mkdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { Duplicates } from "../../../src/catalogue/indexing/duplicates.ts";
import { testFolder } from "../folder.ts";

// The machine may have other work.
vi.setConfig({ testTimeout: 60_000 });

const folder = testFolder();
let folders = 0;

/** Of each record, which are given by their keys, the first that is the same book. */
function find(records: readonly (readonly string[])[]): number[] | undefined {
  const own = join(folder, String(++folders));
  mkdirSync(own);
  const duplicates = new Duplicates(own);
  try {
    for (const [record, keys] of records.entries()) for (const key of keys) duplicates.add(record, key);
    const firsts = duplicates.find(records.length);
    return firsts && [...firsts];
  } finally {
    duplicates.close();
  }
}

test.each<[what: string, records: string[][], firsts: number[] | undefined]>([
  ["none", [], undefined],
  ["all of them different", [["a"], ["b"], [], ["c", "d"]], undefined],
  ["two with one key", [["a"], ["b"], ["a"]], [0, 1, 0]],
  ["a chain", [["a", "b"], ["b", "c"], ["c", "d"], ["x"]], [0, 0, 0, 3]],
  ["a chain whose middle comes last", [["a"], ["x"], ["b"], ["b", "a"]], [0, 1, 0, 0]],
  ["two groups", [["a"], ["b"], ["b"], ["a"]], [0, 1, 1, 0]],
  ["without any key", [[], [], []], undefined],
])("records that are one book: %s", (_, records, firsts) => {
  expect(find(records)).toEqual(firsts);
});

test("records that share a key, or share one with one that does, are one book", () => {
  const keys = fc.array(fc.constantFrom(..."abcdefghijklmnopqrst"), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 30 }), (records) => {
      // By looking again and again until nothing changes any more.
      const firsts = records.map((_, record) => record);
      for (let changed = true; changed; ) {
        changed = false;
        for (const [one, own] of records.entries()) {
          for (const [other, others] of records.entries()) {
            const least = Math.min(firsts[one] ?? one, firsts[other] ?? other);
            if (
              !own.some((key) => others.includes(key)) ||
              (firsts[one] === least && firsts[other] === least)
            )
              continue;
            firsts[one] = least;
            firsts[other] = least;
            changed = true;
          }
        }
      }
      expect(find(records) ?? [...records.keys()]).toEqual(firsts);
    }),
    { numRuns: 60 },
  );
});

test("finds them among more keys than are held in memory at once", () => {
  const records = Array.from({ length: 300_000 }, (_, record) => [`isbn ${record}`]);
  records.push(["isbn 0"], ["isbn 299999"]);
  const firsts = find(records) ?? [];
  expect(firsts.slice(-3)).toEqual([299_999, 0, 299_999]);
  expect(new Set(firsts).size).toBe(300_000);
});
