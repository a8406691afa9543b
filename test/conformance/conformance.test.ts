import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { failOnUnhandled } from "../support/rejections.ts";
import type { Case } from "./case.ts";
import { cases } from "./cases.ts";
import { servers } from "./servers.ts";
import { applicationOf, expectFailure, verify } from "./verify.ts";

failOnUnhandled();

describe.each(servers)("$name", ({ kind, ask }) => {
  for (const row of cases.filter(({ on }) => on?.includes(kind) ?? true)) {
    const reason = row.beyond?.[kind];
    const name = `${row.number}: ${row.name}`;
    if (reason === undefined) test(name, async () => verify(await ask(applicationOf(row), row), row));
    else test(`${name} (not here: ${reason})`, async () => expectFailure(ask(applicationOf(row), row), row));
  }
});

const LAST = 116;
const LEFT_OUT = 72; // write(), which this interface does not have

test("every behaviour from 1 to 116 but write() has a row here or a test of the HTTP server", () => {
  const tabled = cases.map((row: Case) => row.number);
  const tested = readdirSync(new URL("../servers/", import.meta.url))
    .filter((name) => name.endsWith(".test.ts"))
    .flatMap((name) => [
      ...readFileSync(new URL(`../servers/${name}`, import.meta.url), "utf8").matchAll(/test\(\s*"(\d+):/g),
    ])
    .map(([, number]) => Number(number));
  const covered = new Set([...tabled, ...tested]);
  const wanted = Array.from({ length: LAST }, (_, index) => index + 1);
  expect(wanted.filter((number) => !covered.has(number))).toEqual([LEFT_OUT]);
});

test("no two rows of the table have the same number and name", () => {
  const names = cases.map(({ number, name }) => `${number}: ${name}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
