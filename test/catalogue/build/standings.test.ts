import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { Standings } from "../../../src/catalogue/build/standings.ts";
import { testFolder } from "../folder.ts";

// The machine may have other work.
vi.setConfig({ testTimeout: 60_000 });

const folder = testFolder();
let folders = 0;

/** The order of records by their standings; `firsts` is changed to tell which one stands for each. */
function order(standings: readonly number[], firsts?: Uint32Array): number[] {
  const own = join(folder, String(++folders));
  mkdirSync(own);
  const gathered = new Standings(own);
  try {
    for (const standing of standings) gathered.add(standing);
    return [...gathered.order(firsts)];
  } finally {
    gathered.close();
  }
}

test("the order is that of the records where none is better known than another", () => {
  expect(order([])).toEqual([]);
  expect(order([0, 0, 0])).toEqual([0, 1, 2]);
  expect(order([7, 7, 7])).toEqual([0, 1, 2]);
});

test("the better known comes first, and the first among equals", () => {
  expect(order([1, 5, 0, 5, 2.5])).toEqual([1, 3, 4, 0, 2]);
});

test("what is no standing is none", () => {
  expect(order([Number.NaN, -3, 1, 0])).toEqual([2, 0, 1, 3]);
});

test("many records are in the order that a stable sort gives", () => {
  const standings = Array.from({ length: 200_000 }, (_, record) => (record * 7919) % 1000);
  const expected = [...standings.keys()].sort(
    (one, other) => (standings[other] ?? 0) - (standings[one] ?? 0),
  );
  expect(order(standings)).toEqual(expected);
});

test("of records that are one book the best known stands for all, in its place", () => {
  const firsts = Uint32Array.of(0, 1, 0, 3, 1);
  expect(order([1, 4, 9, 5, 3], firsts)).toEqual([2, 3, 1]);
  expect([...firsts]).toEqual([2, 1, 2, 3, 1]);
});

test("of records that are one book and equally known the first stands for all", () => {
  const firsts = Uint32Array.of(0, 0, 2, 0);
  expect(order([0, 0, 0, 0], firsts)).toEqual([0, 2]);
  expect([...firsts]).toEqual([0, 0, 2, 0]);
});
