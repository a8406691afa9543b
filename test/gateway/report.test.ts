import { inspect } from "node:util";
import { expect, test } from "vitest";
import { report } from "../../src/gateway/index.ts";

test("a report has the stack of an error, and its causes", () => {
  const text = report(new TypeError("gone wrong", { cause: new Error("the cause") }));
  expect(text).toMatch(/^TypeError: gone wrong\n +at .*\[cause\]: Error: the cause\n.*\n$/s);
});

test("a report of what is no Error says so", () => {
  expect(report("a text")).toBe("An error that is no Error was thrown: 'a text'\n");
});

test("an error that throws when it is looked at is reported all the same", () => {
  const error = Object.assign(new Error("gone wrong"), {
    [inspect.custom]: () => {
      throw new Error("not even this");
    },
  });
  expect(report(error)).toBe("An error was thrown that throws when it is looked at.\n");
});
