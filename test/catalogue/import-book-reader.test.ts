import { describe, expect, test } from "vitest";
import { bookReader } from "../../src/catalogue/import/book-reader.ts";
import { findColumns } from "../../src/catalogue/import/columns.ts";
import { namesReader } from "../../src/catalogue/import/names.ts";

const HEADER = [
  "title",
  "authors",
  "isbn",
  "isbn13",
  "year",
  "series",
  "language",
  "price",
  "quantity",
  "subtitle",
];

const read = bookReader(findColumns("books.csv", HEADER), namesReader({ sample: [], plural: true }));

describe("bookReader", () => {
  test("makes a book of a record", () => {
    const fields = [
      "Emma",
      "Jane Austen",
      "0",
      "978-0-19-953552-1",
      "1815.0",
      "",
      "eng",
      "9.5",
      "2",
      " A Novel ",
    ];
    expect(read(fields)).toEqual({
      isbn: "9780199535521",
      title: "Emma",
      subtitle: "A Novel",
      series: null,
      year: 1815,
      language: "en",
      price: 950,
      quantity: 2,
      contributors: [{ name: "Jane Austen", role: "author" }],
    });
  });

  test("a title is enough", () => {
    expect(read(["Emma"])).toEqual({
      isbn: null,
      title: "Emma",
      subtitle: null,
      series: null,
      year: null,
      language: null,
      price: null,
      quantity: 0,
      contributors: [],
    });
  });

  test("without a title there is no book", () => {
    expect(read([" \n ", "Jane Austen"])).toBeNull();
    expect(read([])).toBeNull();
  });

  test("the series of its own column goes before that of the title", () => {
    expect(read(["Mort (Death, #1)", "", "", "", "", "Discworld #4"])).toMatchObject({
      title: "Mort",
      series: "Discworld, 4",
    });
  });

  test.each([
    [" "],
    ["\n"],
    [","],
    [":"],
    [";"],
    ["("],
    [")"],
    ["#"],
    ["1"],
    ["1 "],
    ["-"],
    ["a "],
    [" and "],
    ["/"],
    ["\u0301"],
    ["'"],
    ['"'],
    [", 1"],
  ])(
    "fields of 1 MiB of %j are read in a time that grows no faster than they do",
    (unit) => {
      const long = unit.repeat(Math.floor(1_000_000 / unit.length));
      const started = performance.now();
      for (const text of [long, `x${long}x`, `x (${long}x #1)`, `${long})`, `x, ${long}x`])
        read(HEADER.map(() => text));
      expect(performance.now() - started).toBeLessThan(10_000);
    },
    30_000,
  );
});
