import { expect, test } from "vitest";
import { cases } from "./cases.ts";
import { conformanceDocument, ownTests } from "./document.ts";

test("docs/conformance.md says what the table, the servers and the tests say", async () => {
  await expect(conformanceDocument()).toMatchFileSnapshot("../../docs/conformance.md");
});

const LAST = 175;
const LEFT_OUT = 72; // write(), which this interface does not have

test("every behaviour from 1 to 175 but write() is a row of the table, or a test of its own", () => {
  const covered = new Set([...cases, ...ownTests()].map(({ number }) => number));
  const wanted = Array.from({ length: LAST }, (_, index) => index + 1);
  expect(wanted.filter((number) => !covered.has(number))).toEqual([LEFT_OUT]);
});

test("no two rows of the table have the same number and name", () => {
  const names = cases.map(({ number, name }) => `${number}: ${name}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
