import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { Standings } from "../../../src/catalogue/build/standings.ts";
import { testFolder } from "../folder.ts";

// The machine may have other work.
vi.setConfig({ testTimeout: 60_000 });

const folder = testFolder();
let folders = 0;

/** Which record stands for each book, in the books' order, which records stand for none, and the book of each record. */
function order(
  standings: readonly number[],
  firsts?: readonly number[],
  old?: number,
): { records: number[]; others: number[]; ids: number[] } {
  const own = join(folder, String(++folders));
  mkdirSync(own);
  const gathered = new Standings(own);
  try {
    for (const standing of standings) gathered.add(standing);
    const shared = firsts && new Uint32Array(new SharedArrayBuffer(4 * firsts.length));
    shared?.set(firsts ?? []);
    const { records, others, ids } = gathered.order(shared, old);
    return {
      records: [...records.slice(0, records.length)],
      others: [...others.slice(0, others.length)],
      ids: [...ids],
    };
  } finally {
    gathered.close();
  }
}

test("the order is that of the records where none is better known than another", () => {
  expect(order([]).records).toEqual([]);
  expect(order([0, 0, 0])).toEqual({ records: [0, 1, 2], others: [], ids: [1, 2, 3] });
  expect(order([7, 7, 7]).records).toEqual([0, 1, 2]);
});

test("the better known comes first, and the first among equals", () => {
  expect(order([1, 5, 0, 5, 2.5])).toEqual({ records: [1, 3, 4, 0, 2], others: [], ids: [4, 1, 5, 2, 3] });
});

test("what is no standing is none", () => {
  expect(order([Number.NaN, -3, 1, 0]).records).toEqual([2, 0, 1, 3]);
});

test.each([
  ["of few standings", (record: number) => (record * 7919) % 1000],
  ["nearly all of one standing", (record: number) => (record % 997 === 0 ? record : 3)],
  ["of standings that are nearly the same", (record: number) => 2 ** 20 + ((record * 7919) % 50_000)],
  ["each of another standing, the largest last", (record: number) => record],
])("many records are in the order that a stable sort gives: %s", (_, standingOf) => {
  const standings = Array.from({ length: 300_000 }, (_, record) => standingOf(record));
  const expected = [...standings.keys()].sort(
    (one, other) => (standings[other] ?? 0) - (standings[one] ?? 0),
  );
  expect(order(standings).records).toEqual(expected);
});

test("of records that are one book the best known stands for all, in its place", () => {
  expect(order([1, 4, 9, 5, 3], [0, 1, 0, 3, 1])).toEqual({
    records: [2, 3, 1],
    others: [4, 0],
    ids: [1, 3, 1, 2, 3],
  });
});

test("of records that are one book and equally known the first stands for all", () => {
  expect(order([0, 0, 0, 0], [0, 0, 2, 0])).toEqual({ records: [0, 2], others: [1, 3], ids: [1, 1, 2, 1] });
});

test("an old record stands for none while there is a new one, however much better known it is", () => {
  expect(order([1, 2, 9, 5, 8], [0, 1, 0, 3, 3], 2)).toEqual({
    records: [0, 4, 1],
    others: [3, 2],
    ids: [1, 3, 1, 2, 2],
  });
});
