import { describe, expect, test } from "vitest";
import { LONGEST_NUMBER, sameNumber } from "../../src/catalogue/spelling/numbers.ts";

const ways = (written: string) => sameNumber(written.split(" ")).map((words) => words.join(" "));

describe("sameNumber", () => {
  test.each([
    ["100", ["one hundred", "hundred"]],
    ["hundred", ["100", "one hundred"]],
    ["one hundred", ["100", "hundred"]],
    ["a hundred", ["100", "one hundred", "hundred"]],
    ["1", ["one"]],
    ["one", ["1"]],
    ["ii", ["2", "two"]],
    ["10", ["ten", "x"]],
    ["xx", ["20", "twenty"]],
    ["thirty", ["30"]],
    ["39", ["thirty nine", "thirtynine"]],
    ["forty two", ["42", "fortytwo"]],
    ["twentyone", ["21", "twenty one"]],
    ["500", ["five hundred"]],
    ["101", ["one hundred and one", "hundred and one"]],
    ["thousand", ["1000", "one thousand"]],
    ["one thousand and one", ["1001", "thousand and one"]],
    ["20000", ["twenty thousand"]],
  ])("writes %j otherwise", (written, expected) => {
    expect(ways(written)).toEqual(expected);
  });

  test.each(["", "i", "1984", "007", "xxi", "constructor", "one hundred and one dalmatians", "a two"])(
    "has nothing for %j",
    (written) => {
      expect(ways(written)).toEqual([]);
    },
  );

  test("has nothing for no words and for many", () => {
    expect(sameNumber([])).toEqual([]);
    expect(sameNumber(Array.from({ length: 10_000 }, () => "one"))).toEqual([]);
  });

  test("goes both ways, with no way longer than the longest", () => {
    for (let number = 1; number <= 101; number++) {
      for (const words of sameNumber([String(number)])) {
        expect(words.length).toBeLessThanOrEqual(LONGEST_NUMBER);
        expect(sameNumber(words)).toContainEqual([String(number)]);
      }
    }
  });
});
