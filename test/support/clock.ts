import { afterEach, beforeEach, vi } from "vitest";

/** The clock of these tests stands still, at `time` or when each of them begins, until the test sets it itself. */
export function standingClock(time?: number | Date): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
    if (time !== undefined) vi.setSystemTime(time);
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}
