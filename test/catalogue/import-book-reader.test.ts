import { describe, expect, test } from "vitest";
import { BookReader, merge } from "../../src/catalogue/import/formats/csv/book-reader.ts";
import { findColumns } from "../../src/catalogue/import/formats/csv/columns.ts";
import { learnHabits } from "../../src/catalogue/import/formats/csv/habits.ts";
import type { Row } from "../../src/catalogue/import/formats/csv/records.ts";
import { Mender } from "../../src/catalogue/import/mend/mender.ts";

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
  "subjects",
  "ratings_count",
  "work_id",
  "author_aliases",
];

const row = (fields: readonly string[]): Row => ({ line: 2, fields, fault: null, foreign: false });

/** Reads a record of a table that begins with these. */
function readIn(
  header: readonly string[],
  sample: readonly (readonly string[])[],
  fields: readonly string[],
) {
  const columns = findColumns("books.csv", header);
  return new BookReader(columns, learnHabits(columns, sample.map(row)), new Mender()).read(fields);
}

const read = (fields: readonly string[]) => readIn(HEADER, [], fields);

/** A book of a title, and of nothing else but what is told. */
const book = (title: string, told: object = {}) => ({
  title,
  subtitle: null,
  series: null,
  contributors: [],
  isbns: [],
  year: null,
  language: null,
  subjects: [],
  price: null,
  quantity: 0,
  standing: 0,
  work: null,
  ...told,
});

describe("BookReader", () => {
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
      "Love stories; England -- Fiction",
      "612,345",
      "OL66513W",
      "Austenová, Jane|Ostin, Dzhein",
    ];
    expect(read(fields)).toEqual({
      title: "Emma",
      subtitle: "A Novel",
      series: null,
      contributors: [{ name: "Jane Austen", role: "author", aliases: ["Austenová, Jane", "Ostin, Dzhein"] }],
      isbns: ["9780199535521"],
      year: 1815,
      language: "en",
      subjects: ["Love stories", "England -- Fiction"],
      price: 950,
      quantity: 2,
      standing: 612_345,
      work: "OL66513W",
    });
  });

  test("a title is enough", () => {
    expect(read(["Emma"])).toEqual(book("Emma"));
  });

  test("without a title there is no book", () => {
    expect(read([" \n ", "Jane Austen"])).toBeNull();
    expect(read([])).toBeNull();
  });

  test("the series of its own column goes before that of the title", () => {
    expect(read(["Mort (Death, #1)", "", "", "", "", "Discworld #4"])).toEqual(
      book("Mort", { series: "Discworld, 4" }),
    );
  });

  test("takes every ISBN, in the order of the columns and none twice", () => {
    expect(read(["x", "", "439023483; 0-19-953552-3", "9.78043902348e+12"])?.isbns).toEqual([
      "9780439023481",
      "9780199535521",
    ]);
    expect(read(["x", "", "439023483", "9780439023481"])?.isbns).toEqual(["9780439023481"]);
  });

  test("a subtitle in the title and one in its own column are both kept, but not twice", () => {
    const subtitle = (title: string, own: string) => read([title, ...Array(8).fill(""), own])?.subtitle;
    expect(subtitle("Emma : a novel", "")).toBe("a novel");
    expect(subtitle("Emma : a novel", "a novel")).toBe("a novel");
    expect(subtitle("Emma : a novel", "Annotated")).toBe("a novel : Annotated");
  });

  test("aliases are those of the only author", () => {
    const contributors = (authors: string) =>
      read(["x", authors, ...Array(11).fill(""), "Boz"])?.contributors;
    expect(contributors("Charles Dickens")).toEqual([
      { name: "Charles Dickens", role: "author", aliases: ["Boz"] },
    ]);
    expect(contributors("Charles Dickens; Wilkie Collins")?.some(({ aliases }) => aliases)).toBe(false);
    expect(contributors("Boz")).toEqual([{ name: "Boz", role: "author" }]);
  });

  test("prices are read as their column has them", () => {
    const header = ["title", "price"];
    expect(readIn(header, [["a", "8.990"]], ["x", "12.990"])?.price).toBe(1_299_000);
    expect(readIn(header, [["a", "8.99"]], ["x", "12.990"])?.price).toBe(1299);
    expect(readIn(header, [["a", "8,99"]], ["x", "12.990"])?.price).toBe(1_299_000);
  });

  test("makers are taken from behind the titles of a column that has them there", () => {
    const header = ["title", "creators"];
    const sample = [
      ["Tracks Robyn Davidson.", "Robyn Davidson"],
      ["Marriages by Amy Witting", "Amy Witting"],
    ];
    const record = ["The works of Jane Austen edited by Ann Bee.", "Jane Austen|Bee, Ann"];
    expect(readIn(header, sample, record)?.title).toBe("The works of Jane Austen");
    expect(readIn(header, [], record)?.title).toBe("The works of Jane Austen edited by Ann Bee");
  });

  test("rows of one book are merged into one with all their contributors", () => {
    const first = read(["Household Tales", "Jacob Grimm"]);
    const second = read(["Household Tales", "Grimm, Wilhelm;", "0439023483"]);
    if (!first || !second) throw new Error("both are books");
    expect(merge(merge(first, second), second)).toEqual(
      book("Household Tales", {
        contributors: [
          { name: "Jacob Grimm", role: "author" },
          { name: "Grimm, Wilhelm", role: "author" },
        ],
        isbns: ["9780439023481"],
      }),
    );
  });

  test.each([
    [" "],
    ["\n"],
    [","],
    [":"],
    [" : "],
    [";"],
    ["("],
    [")"],
    ["["],
    ["]"],
    [". ["],
    ["#"],
    ["$b "],
    [" $c "],
    ["1"],
    ["1 "],
    ["-"],
    ["a "],
    [" and "],
    [" and AB"],
    ["/"],
    ["\u0301"],
    ["'"],
    ['"'],
    ["'a',"],
    ["\\"],
    [", 1"],
    ["&amp;"],
    ["&"],
    ["Ã©"],
    ["é"],
    [" by "],
    [". "],
    ["..."],
    ["Y "],
    ["AB, "],
    ["Jane Austen "],
  ])(
    "long fields of %j are read in a time that grows no faster than they do",
    (unit) => {
      const long = unit.repeat(Math.floor(200_000 / unit.length));
      const started = performance.now();
      for (const text of [long, `x${long}x`, `x (${long}x #1)`, `${long})`, `x, ${long}x`, `[${long}]`]) {
        const fields = HEADER.map(() => text);
        readIn(HEADER, [fields], fields);
      }
      expect(performance.now() - started).toBeLessThan(10_000);
    },
    30_000,
  );
});
