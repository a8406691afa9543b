import { describe, expect, test } from "vitest";
import { NAMES, readWishes } from "../../scripts/bench/arguments.ts";
import { requestOf } from "../../scripts/bench/codec/request.ts";
import { tableOf } from "../../scripts/bench/table.ts";
import { median, ratioOf, takeTurns } from "../../scripts/bench/turns.ts";
import { UsageError } from "../../src/command-line/arguments.ts";

describe("the arguments of npm run bench", () => {
  test("name what is measured, all unless given", () => {
    expect(readWishes([])).toEqual({ names: NAMES, rounds: undefined, seconds: undefined });
    expect(readWishes(["cgi", "--rounds", "3", "codec", "--seconds=9"])).toEqual({
      names: ["cgi", "codec"],
      rounds: 3,
      seconds: 9,
    });
  });

  test("may ask for the usage", () => {
    expect(readWishes(["cgi", "--help"])).toBeUndefined();
  });

  test.each([
    [["cig"], /^there is no benchmark "cig"; there are site, cgi, /],
    [["--rounds", "0"], /^--rounds is a number from 1 to 999$/],
    [["--seconds", "many"], /^--seconds is a number from 1 to 999$/],
    [["--laps", "2"], /^Unknown option '--laps'/],
  ])("%j make no sense", (args, message) => {
    expect(() => readWishes(args)).toThrow(UsageError);
    expect(() => readWishes(args)).toThrow(message);
  });
});

describe("turns", () => {
  const turn = (rate: number) => ({ rate, perProcessorSecond: 2 * rate, generator: 0.5 });

  test("are taken one after the other, and the first ones do not count", async () => {
    const taken: string[] = [];
    const rival = (name: string, rate: number) => async (second: number) => {
      taken.push(`${name}${second}`);
      return turn(rate * (second + 1));
    };
    const seconds = await takeTurns({ a: rival("a", 10), b: rival("b", 40) }, { warmUp: 1, seconds: 2 });
    expect(taken).toEqual(["a0", "b0", "a1", "b1", "a2", "b2"]);
    expect(seconds.map((turns) => turns.get("a")?.rate)).toEqual([20, 30]);
    expect(ratioOf(seconds, "a", "b")).toBe(0.25);
    expect(ratioOf(seconds, "b", "a", "perProcessorSecond")).toBe(4);
  });

  test("count by the median", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([])).toBeNaN();
  });
});

test("the table says what was aimed at, and whether it is met", () => {
  const figures = [
    { name: "one", measured: 0.9, atLeast: 0.85 },
    { name: "another", measured: 1.13, atMost: 1.12 },
    { name: "time", measured: 5.46, unit: "µs" },
  ] as const;
  expect(tableOf(figures)).toBe(
    [
      "one          0.90  at least 0.85  met\n",
      "another      1.13  at most 1.12   NOT MET\n",
      "time       5.5 µs\n",
    ].join(""),
  );
});

test("the request of the codec's figure is 2 KiB long", () => {
  expect(requestOf(1)).toHaveLength(2048);
});
