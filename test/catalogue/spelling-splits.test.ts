import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joinsOf, splitsOf } from "../../src/catalogue/spelling/splits.ts";
import { ListVocabulary } from "./spelling-vocabulary.ts";

describe("joinsOf", () => {
  test("joins neighbours that are one word", () => {
    const vocabulary = ListVocabulary.of("mockingbird:12 mocking bird toa");
    expect(joinsOf(["to", "kill", "a", "mocking", "bird"], vocabulary)).toEqual([
      { at: 3, word: "mockingbird", books: 12 },
    ]);
  });

  test("gives the join of most books first", () => {
    const vocabulary = ListVocabulary.of("moonlight:3 lighthouse:8");
    expect(joinsOf(["moon", "light", "house"], vocabulary).map(({ word }) => word)).toEqual([
      "lighthouse",
      "moonlight",
    ]);
  });

  test("has none for one word, for none and for what no word is so long", () => {
    const vocabulary = ListVocabulary.of("a aa");
    expect(joinsOf(["aa"], vocabulary)).toEqual([]);
    expect(joinsOf([], vocabulary)).toEqual([]);
    expect(joinsOf(["a".repeat(1000), "a".repeat(1000)], vocabulary)).toEqual([]);
    expect(vocabulary.lookups).toBe(0);
  });

  test("asks for few words however many there are", () => {
    const vocabulary = ListVocabulary.of("aa");
    joinsOf(
      Array.from({ length: 10_000 }, () => "a"),
      vocabulary,
    );
    expect(vocabulary.lookups).toBeLessThan(100);
  });
});

describe("splitsOf", () => {
  test.each([
    ["wutheringheights", "wuthering heights", [["wuthering", "heights"]]],
    ["catch22", "catch 22", [["catch", "22"]]],
    ["войнаимир", "война воинаи мир имир", [["война", "имир"]]],
    [
      "therapist",
      "the:900 therapist:3 rapist:1 therap:2 ist:2",
      [
        ["therap", "ist"],
        ["the", "rapist"],
      ],
    ],
    ["hobbit", "hobbit ho bit", []],
    ["into", "in to i nto", [["in", "to"]]],
    ["abc", "a bc ab c", []],
    ["", "a", []],
    ["a\0b\ud800cd", "a", []],
    ["a".repeat(1000), "aa", []],
  ])("cuts %j", (word, vocabulary, expected) => {
    expect(splitsOf(word, ListVocabulary.of(vocabulary))).toEqual(expected);
  });

  test("finds the halves of any two words that are written as one", () => {
    const half = fc.stringMatching(/^[a-z]{2,20}$/);
    fc.assert(
      fc.property(half, half, (one, other) => {
        expect(splitsOf(one + other, ListVocabulary.of(`${one} ${other}`))).toContainEqual([one, other]);
      }),
    );
  });
});
