import { Buffer } from "node:buffer";
import { expect } from "vitest";
import type { Application } from "../../src/gateway/index.ts";
import { validator } from "../../src/gateway/validator.ts";
import { fieldValue, type RawResponse } from "../support/raw-client.ts";
import { showEnviron } from "./applications.ts";
import type { Case, Expected } from "./case.ts";
import type { Outcome } from "./servers.ts";

/** What a server cannot do stands in the table only as long as it cannot. */
export async function expectFailure(outcome: Promise<Outcome>, row: Case): Promise<void> {
  const error = await outcome.then((all) => verify(all, row)).catch((failure: unknown) => failure);
  expect(error, "it can be done after all").toBeInstanceOf(Error);
}

/** What answers a row, under the validator unless the server is to find out. */
export function applicationOf({ application = showEnviron, breaks }: Case): Application {
  return breaks === "the server says so" ? application : validator(application);
}

/**
 * The same where somebody else stands in front, who may learn that a body is broken off before he has passed the head
 * on, and pass on nothing.
 */
export function verifyBehind(outcome: Outcome, row: Case): void {
  const broken = [row.expect].flat().some(({ complete }) => complete === false);
  if (!broken || outcome.responses.length > 0) verify(outcome, row);
}

/** Compares what came of a row with what the table says. */
export function verify(outcome: Outcome, { expect: wanted, errors = "" }: Case): void {
  const expected = [wanted].flat();
  for (const [index, each] of expected.entries()) check(outcome.responses[index], each);
  expect(outcome.responses.length, "the number of responses").toBe(expected.length);
  if (outcome.errors !== undefined) expect(outcome.errors, "the error stream").toEqual(textLike(errors));
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
