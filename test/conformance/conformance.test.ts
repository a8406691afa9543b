import { Buffer } from "node:buffer";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Application } from "../../src/gateway/index.ts";
import { validator } from "../../src/gateway/validator.ts";
import { fieldValue, type RawResponse } from "../support/raw-client.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { showEnviron } from "./applications.ts";
import type { Case, Expected } from "./case.ts";
import { cases } from "./cases.ts";
import { type Outcome, servers } from "./servers.ts";

failOnUnhandled();

describe.each(servers)("$name", ({ kind, ask }) => {
  for (const row of cases.filter(({ on }) => on?.includes(kind) ?? true)) {
    const reason = row.beyond?.[kind];
    const name = `${row.number}: ${row.name}`;
    if (reason === undefined) test(name, async () => verify(await ask(applicationOf(row), row), row));
    else test(`${name} (not here: ${reason})`, async () => expectFailure(ask(applicationOf(row), row), row));
  }
});

/** What a server cannot do stands in the table only as long as it cannot. */
async function expectFailure(outcome: Promise<Outcome>, row: Case): Promise<void> {
  const error = await outcome.then((all) => verify(all, row)).catch((failure: unknown) => failure);
  expect(error, "it can be done after all").toBeInstanceOf(Error);
}

function applicationOf({ application = showEnviron, breaks }: Case): Application {
  return breaks === "the server says so" ? application : validator(application);
}

function verify(outcome: Outcome, { expect: wanted, errors = "" }: Case): void {
  const expected = [wanted].flat();
  for (const [index, each] of expected.entries()) check(outcome.responses[index], each);
  expect(outcome.responses.length, "the number of responses").toBe(expected.length);
  expect(outcome.errors, "the error stream").toEqual(textLike(errors));
  const { connection } = expected.at(-1) ?? { connection: "closed" };
  if (connection !== undefined && outcome.connection !== undefined)
    expect(outcome.connection, "the connection").toBe(connection);
}

function check(response: RawResponse | undefined, expected: Expected): void {
  if (response === undefined) throw new Error("there is no such response");
  const body = Buffer.from(response.body).toString("latin1");
  expect(response.status, body.slice(0, 200)).toBe(expected.status ?? 200);
  if (expected.reason !== undefined) expect(response.reason).toBe(expected.reason);
  expect(response.complete, "the body is whole").toBe(expected.complete ?? true);
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    const all = response.fields.filter(([other]) => other.toLowerCase() === name).map((field) => field[1]);
    if (typeof value === "string" || value instanceof RegExp)
      expect(fieldValue(response.fields, name), name).toEqual(textLike(value));
    else expect(all, name).toEqual(value ?? []);
  }
  if (expected.body instanceof RegExp) expect(body).toMatch(expected.body);
  // Long texts are compared outside of the matcher, which would print them.
  else if (expected.body !== undefined) {
    if (body.length < 2000) expect(body).toBe(expected.body);
    else expect(body === expected.body, `${body.length} bytes as expected`).toBe(true);
  }
  if (expected.environ !== undefined)
    checkEnviron(JSON.parse(Buffer.from(response.body).toString()), expected.environ);
}

function checkEnviron(seen: Record<string, unknown>, expected: NonNullable<Expected["environ"]>): void {
  for (const [key, value] of Object.entries(expected)) {
    if (value === undefined) expect(Object.keys(seen)).not.toContain(key);
    else expect(seen[key], key).toEqual(value instanceof RegExp ? textLike(value) : value);
  }
}

function textLike(text: string | RegExp): unknown {
  return text instanceof RegExp ? expect.stringMatching(text) : text;
}

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
