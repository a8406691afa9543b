import { expect, test } from "vitest";
import { SpareSignals } from "../../../src/servers/exchange/spare-signals.ts";

test("a signal that nobody listens to serves another request", () => {
  const signals = new SpareSignals();
  const first = signals.take();
  signals.giveBack(first);
  expect(signals.take()).toBe(first);
  expect(signals.take()).not.toBe(first);
});

test("one that somebody still listens to, or that was aborted, does not", () => {
  const signals = new SpareSignals();
  const heard = signals.take();
  heard.signal.addEventListener("abort", () => {});
  const aborted = signals.take();
  aborted.abort();
  for (const controller of [heard, aborted]) {
    signals.giveBack(controller);
    expect([heard, aborted]).not.toContain(signals.take());
  }
});
