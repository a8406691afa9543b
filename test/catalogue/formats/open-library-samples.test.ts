import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { testFolder } from "../folder.ts";
import { dump, type Result, readDumps } from "./open-library-dump.ts";

const folder = process.env.PENNY_TEST_DATA;
const FILES = [
  "ol_dump_authors.devdb.txt",
  "ol_dump_editions.devdb.txt",
  "ol_dump_works.devdb.txt",
  "ol_dump_sample.typesense.txt",
];

const reason = folder ? "" : `, skipped: PENNY_TEST_DATA names no folder with ${FILES[0]}`;

describe.skipIf(!folder)(`real lines of the dumps of Open Library${reason}`, () => {
  const scratch = testFolder();
  const contents: string[] = [];
  let result: Result;

  beforeAll(async () => {
    for (const file of FILES) contents.push(readFileSync(join(folder ?? "", file), "utf8"));
    result = await readDumps(contents, scratch);
  });

  function bookOf(key: string, title: string) {
    return result.books.find((book) => book.work === key && book.title === title);
  }

  test("give 79 editions and 10 works without one, and none is rejected", () => {
    expect(result.books.filter(({ standing }) => standing > 0).length).toBe(79);
    expect(result.books.filter(({ standing }) => standing === 0).length).toBe(10);
    expect(result.rejected).toEqual([]);
    // One line has spaces in place of tabs. The authors of 21 books are not among these lines.
    expect(result.repaired).toEqual({ "spaces for tabs": 1, "unknown author": 21 });
  });

  test("give the same books from one file, in chunks of a few bytes", async () => {
    expect((await readDumps([dump(contents.toReversed().join(""), 100)], scratch)).books).toEqual(
      result.books,
    );
  });

  test("have the editions of a work together", () => {
    const works = result.books.map(({ work }) => work);
    expect(works.filter((work, i) => work !== works[i - 1]).length).toBe(new Set(works).size);
    expect(
      result.books.filter(({ work }) => work === "OL5702375W").every(({ standing }) => standing === 11),
    ).toBe(true);
  });

  test("Gulliver's travels are older than their work's record says", () => {
    expect(bookOf("OL20600W", "Travels into several remote nations of the world")).toMatchObject({
      subtitle: "In four parts",
      year: 1870,
      language: "en",
      contributors: [
        {
          name: "Jonathan Swift",
          role: "author",
          aliases: ["J. Swift", "Swift, Jonathan attributed author", "Johnathan Swift"],
        },
      ],
    });
  });

  test("Three cups of tea have a narrator in one edition and an adapter in another", () => {
    const editions = result.books.filter(({ work }) => work === "OL5702375W");
    expect(
      editions.map(({ contributors }) => contributors.slice(2).map(({ name, role }) => `${name}, ${role}`)),
    ).toEqual(
      expect.arrayContaining([
        ["Patrick Lawlor, narrator"],
        ["Sarah Thomson, adapter", "Dr. Jane Goodall, introduction"],
      ]),
    );
    expect(editions.every(({ contributors: [first] }) => first?.name === "Greg Mortenson")).toBe(true);
  });

  test("a book in a script of its own is found by both names of its author", () => {
    expect(bookOf("OL286819W", "Bratukanērcinavāḍu")).toEqual({
      title: "Bratukanērcinavāḍu",
      subtitle: null,
      series: "His Kathalu, v[2]",
      contributors: [{ name: "కొడవటిగంటి కుటుంబరావు", role: "author", aliases: ["Kodavatiganti Kutumba Rao"] }],
      isbns: [],
      year: 1963,
      language: "te",
      subjects: [],
      price: null,
      quantity: 0,
      standing: 1,
      work: "OL286819W",
    });
  });

  test.each([
    ["OL16226033W", "Designing For Emotion", { isbns: ["9781937557003"], year: 2011 }],
    ["OL192489W", "Practical use of the slide rule", { series: "College outline series", year: 1947 }],
    ["OL1898308W", "Green Eggs and Ham", { series: "Beginner books, B-16", year: 1960 }],
    ["OL73243W", "The folklore of sex", { series: "A Black cat book", year: 1961 }],
    ["OL286715W", "Bhāsa nāṭakacakra", { language: "kn", subjects: ["Bhāsa"] }],
    [
      "OL7345409W",
      "Social planning in the United States",
      { subtitle: "the road to collectivism", year: 1960 },
    ],
    ["OL10001509W", "A la recherche de l'âme de mon père", { standing: 0, contributors: [] }],
  ])("%s has %j", (key, title, expected) => {
    expect(bookOf(key, title)).toMatchObject(expected);
  });
});
