import { expect } from "vitest";
import type { Middleware } from "../../src/gateway/index.ts";
import { bytes, sending } from "../conformance/applications.ts";
import { testEnviron } from "../support/environ.ts";

/** Expects that an answer is as quick behind the middleware, and a body as lazy, as it is without. */
export function expectLazy(middleware: Middleware): void {
  let asked = false;
  const application = middleware(
    sending(function* () {
      asked = true;
      yield bytes("a");
    }),
  );
  expect(application(testEnviron(), () => {})).not.toBeInstanceOf(Promise);
  expect(asked).toBe(false);
}
