import { describe, expect, test } from "vitest";
import { readClock } from "../../src/penny/clock.ts";

const asIntlHasIt = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "medium" });
const plain = (text: string) => text.replace(/\s/g, " "); // some have a narrow space before "PM"

describe("the clock", () => {
  test.each([0, 1, 2, 9, 11, 12, 13, 18, 22, 23])("tells the time at the hour %d as Intl does", (hour) => {
    const now = new Date(2025, 0, 9, hour, 5, 59);
    expect(readClock(now).text).toBe(plain(asIntlHasIt.format(now)));
  });

  test("tells each day of two years as Intl does", () => {
    for (let day = 1; day <= 731; day++) {
      const now = new Date(2023, 0, day, 12, 30, 0);
      expect(readClock(now).text).toBe(plain(asIntlHasIt.format(now)));
    }
  });

  test("is read anew once a second", () => {
    const first = readClock(new Date(2024, 1, 29, 14, 5, 7, 0));
    expect(readClock(new Date(2024, 1, 29, 14, 5, 7, 999))).toBe(first);
    expect(readClock(new Date(2024, 1, 29, 14, 5, 8, 0))).not.toEqual(first);
  });
});
