import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildCatalogue } from "../../src/catalogue/build.ts";
import { Catalogue, type SearchRequest } from "../../src/catalogue/catalogue.ts";
import { CatalogueError } from "../../src/catalogue/errors.ts";
import { Database } from "../../src/catalogue/sqlite.ts";
import { testFolder } from "./folder.ts";

const folder = testFolder();
const whole = join(folder, "whole.sqlite");
let file: string;
let runs = 0;

// A new one each time: of a test that has failed the old one may be open yet.
beforeEach(() => {
  file = join(folder, `${++runs}.sqlite`);
});

const WORDS =
  "amber basil cedar delta ember fjord grove haven inlet jetty knoll ledge marsh north ocean pearl quill".split(
    " ",
  );
const wordAt = (at: number) => WORDS[at % WORDS.length] ?? "";

const REQUESTS: readonly Omit<SearchRequest, "limit">[] = [
  { q: "amber" },
  { q: "a" },
  { q: "ambre7" },
  { q: '"amber basil"' },
  { q: "quill -amber" },
  { q: "bob", language: "de", from: 1950, to: 1960, facets: true },
  { author: "bob" },
  { author: "cedar delt" },
  { title: "ember" },
  { subject: "grove" },
  { isbn: "97800000" },
];

// So that every kind of page is there: books, words of few books and of many, beginnings, headings and other names.
beforeAll(async () => {
  await buildCatalogue(whole, (writer) => {
    for (let at = 0; at < 4000; at++) {
      writer.add({
        title: `${wordAt(at * 3)}${at % 97} ${wordAt(at * 5 + 1)} ${wordAt(at >> 3)}`,
        subtitle: at % 3 ? null : `a ${wordAt(at)}`,
        series: at % 5 ? null : `${wordAt(at * 3)}, 1`,
        contributors: [
          {
            name: `${wordAt(at)} ${wordAt(at * 5)}${at % 50}`,
            role: "author",
            aliases: at % 11 ? undefined : [`${wordAt(at + 1)} alias`],
          },
          { name: `Bob ${wordAt(at % 7)}`, role: "editor" },
        ],
        isbns: [String(9_780_000_000_000 + at * 10)],
        subjects: [`${wordAt(at)} ${wordAt(at >> 2)}`],
        year: 1900 + (at % 120),
        language: at % 2 ? "en" : "de",
        price: 100,
        quantity: 1,
        standing: at % 100,
        work: null,
      });
    }
  });
});

/** Numbers that only look random: the same at each run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state % below;
  };
}

const PAGE = 4096;

type Damage = (bytes: Buffer, random: (below: number) => number) => void;

const pageOf = (bytes: Buffer, random: (below: number) => number) =>
  PAGE * (1 + random(bytes.length / PAGE - 1));

const DAMAGES: Readonly<Record<string, Damage>> = {
  "some bytes are others": (bytes, random) => {
    for (let time = 0; time < 20; time++) bytes[random(bytes.length)] = random(256);
  },
  "a page is noise": (bytes, random) => {
    const page = pageOf(bytes, random);
    for (let at = 0; at < PAGE; at++) bytes[page + at] = random(256);
  },
  "a page is another page": (bytes, random) => {
    const page = pageOf(bytes, random);
    bytes.copyWithin(page, pageOf(bytes, random), page + PAGE);
  },
  "bits of some pages are turned": (bytes, random) => {
    for (let time = 0; time < 8; time++) {
      const page = pageOf(bytes, random);
      for (let bit = 0; bit < 40; bit++) {
        const at = page + random(PAGE);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      }
    }
  },
};

/** Every search comes to an end, with books or with an error that says what is wrong. */
function expectAnswers(catalogue: Catalogue): void {
  for (const request of REQUESTS) {
    const began = performance.now();
    try {
      const { results } = catalogue.search({ ...request, limit: 50 });
      for (const { book } of results) expect(typeof book.title).toBe("string");
    } catch (error) {
      if (!(error instanceof CatalogueError)) throw error;
      expect(error.message).toMatch(/^the catalogue (?:is damaged, for|cannot be read: ) ?.+/);
    }
    expect(performance.now() - began).toBeLessThan(10_000);
  }
}

describe("a search ends, and says so where it cannot read the catalogue, when", () => {
  test.each(Object.keys(DAMAGES))(
    "%s, before it is opened or while it is open",
    (name) => {
      const good = readFileSync(whole);
      for (let seed = 1; seed <= 60; seed++) {
        const bytes = Buffer.from(good);
        DAMAGES[name]?.(bytes, randomNumbers(seed * 7919));
        const isOpen = seed % 2 === 0;
        writeFileSync(file, isOpen ? good : bytes);
        let catalogue: Catalogue;
        try {
          catalogue = Catalogue.open(file);
        } catch (error) {
          expect(error).toBeInstanceOf(CatalogueError);
          continue;
        }
        if (isOpen) writeFileSync(file, bytes);
        expectAnswers(catalogue);
        catalogue.close();
      }
    },
    60_000,
  );

  test.each([
    ["the index names a book that is not there", "UPDATE books SET id = id + 100000 WHERE id < 4000"],
    ["a word names no books", "UPDATE words SET few = NULL, list = NULL"],
    ["the books of a word are half a number", "UPDATE words SET few = x'080000' WHERE few IS NOT NULL"],
    ["a list is nonsense", "UPDATE lists SET places = randomblob(length(places))"],
    ["a list is empty", "UPDATE lists SET places = x''"],
    ["a list is another one", "UPDATE words SET list = 7000000 - list WHERE list IS NOT NULL"],
    ["headings are nowhere", "UPDATE books SET subjects = 'x 99999999 -1'"],
  ])("%s", (_, sql) => {
    writeFileSync(file, readFileSync(whole));
    const database = new Database(file);
    database.exec(sql);
    // The last book is where it is looked for when a catalogue is opened.
    database.exec("UPDATE properties SET value = (SELECT max(id) FROM books) WHERE name = 'books'");
    database.close();
    const catalogue = Catalogue.open(file);
    expectAnswers(catalogue);
    catalogue.close();
  });
});
