import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { setPrefixEnds } from "../../../src/catalogue/index/prefixes.ts";
import { termsOfYear, termsOfYears } from "../../../src/catalogue/index/years.ts";

const year = fc.integer({ min: -4000, max: 2100 });

describe("the terms of years", () => {
  test.each([
    [1984, [":century:19", ":decade:198", ":year:1984"]],
    [2000, [":century:20", ":decade:200", ":year:2000"]],
    [0, [":century:0", ":decade:0", ":year:0"]],
    [-1, [":century:-1", ":decade:-1", ":year:-1"]],
    [-720, [":century:-8", ":decade:-72", ":year:-720"]],
  ])("a book of %d", (year, terms) => {
    expect(termsOfYear(year)).toEqual(terms);
  });

  test.each([
    [1984, 1984, [":year:1984"]],
    [1980, 1989, [":decade:198"]],
    [1900, 1999, [":century:19"]],
    [1898, 1911, [":year:1898", ":year:1899", ":decade:190", ":year:1910", ":year:1911"]],
    [-100, 99, [":century:-1", ":century:0"]],
    [-2, 1, [":year:-2", ":year:-1", ":year:0", ":year:1"]],
    [1985, 1984, []],
  ])("the books from %d to %d", (from, to, terms) => {
    expect(termsOfYears(from, to)).toEqual(terms);
  });

  test("a span of years has each of its years in one term, and no other year", () => {
    fc.assert(
      fc.property(year, year, year, (one, other, asked) => {
        const from = Math.min(one, other);
        const to = Math.max(one, other);
        const terms = new Set(termsOfYears(from, to));
        const near = [from - 1, from, to, to + 1, asked];
        for (const year of near) {
          const own = termsOfYear(year).filter((term) => terms.has(term));
          expect(own).toHaveLength(year >= from && year <= to ? 1 : 0);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("no span needs many", () => {
    fc.assert(
      fc.property(year, year, (one, other) => {
        const terms = termsOfYears(Math.min(one, other), Math.max(one, other));
        expect(terms.length).toBeLessThan(100);
        expect(new Set(terms).size).toBe(terms.length);
      }),
    );
  });
});

describe("the beginnings of a word", () => {
  test.each([
    ["emma", ["e", "em", "emm", "emma"]],
    ["a", ["a"]],
    ["", []],
    ["mockingbird", Array.from("mockingbird", (_, i) => "mockingbird".slice(0, i + 1))],
    ["a".repeat(40), Array.from({ length: 16 }, (_, i) => "a".repeat(i + 1))],
    ["𠀀𠀁", ["𠀀", "𠀀𠀁"]],
    [":year:1984", []],
    [":title:road", []],
  ])("of %j", (word, prefixes) => {
    const ends = [7];
    setPrefixEnds(word, ends);
    expect(ends.map((end) => word.slice(0, end))).toEqual(prefixes);
  });
});
