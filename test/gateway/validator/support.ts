import { expect } from "vitest";
import {
  type Application,
  type Body,
  type Environ,
  iterate,
  respond,
  type StartResponse,
  ValidationError,
  validator,
} from "../../../src/gateway/index.ts";
import type { Blame } from "../../../src/gateway/validator.ts";
import { bytesOf } from "../../support/body.ts";
import { testEnviron } from "../../support/environ.ts";

export const TEXT = ["Content-Type", "text/plain"] as const;
export const bytes = (text: string) => Buffer.from(text, "latin1");

/** An application as JavaScript lets it be written: with any arguments for startResponse, and any answer. */
export function untyped(
  application: (environ: Environ, startResponse: (...args: unknown[]) => void) => unknown,
): Application {
  return (environ, startResponse) => Reflect.apply(application, undefined, [environ, startResponse]);
}

/** Runs `action` and gives the fault that it throws or rejects with; fails when there is none. */
export async function faultOf(action: () => unknown): Promise<ValidationError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof ValidationError) return error;
    throw error;
  }
  throw new Error("no fault was found");
}

/** Expects a fault of this clause and this blame. */
export async function expectFault(
  blame: Blame,
  clause: string,
  action: () => unknown,
): Promise<ValidationError> {
  const fault = await faultOf(action);
  expect({ blame: fault.blame, clause: fault.clause }).toEqual({ blame, clause });
  return fault;
}

/** Calls a validated application as a server would and reads its body to the end, as latin-1 text. */
export async function run(application: Application, environ: Environ = testEnviron()): Promise<string> {
  const { body } = await respond(validator(application), environ);
  return textOf(body);
}

/** The whole body as latin-1 text. */
export async function textOf(body: Body): Promise<string> {
  return (await bytesOf(body)).toString("latin1");
}

/** Calls a validated application with a server's `startResponse` that does nothing, and gives the body's iterator. */
export async function iteratorOf(application: Application, start: StartResponse = () => {}) {
  return iterate(await validator(application)(testEnviron(), start));
}
