import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeAll, expect } from "vitest";

/** Makes every test of the file fail that leaves a rejected promise, or an error, which nobody took. */
export function failOnUnhandled(): void {
  const unhandled: unknown[] = [];
  const keep = (error: unknown) => unhandled.push(error);
  beforeAll(() => {
    process.on("unhandledRejection", keep);
    process.on("uncaughtException", keep);
    return () => {
      process.off("unhandledRejection", keep);
      process.off("uncaughtException", keep);
    };
  });
  afterEach(async () => {
    await nextTurn(); // both are told of after the promises of this turn
    expect(unhandled.splice(0)).toEqual([]);
  });
}
