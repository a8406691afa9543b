import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Written } from "../../../src/catalogue/build/writer.ts";
import { Catalogue } from "../../../src/catalogue/catalogue.ts";
import type { SourceBook } from "../../../src/catalogue/import/source-book.ts";
import { anyOf, type BookList, firstOf } from "../../../src/catalogue/index/book-list.ts";
import { Effort } from "../../../src/catalogue/index/effort.ts";
import { FIELD_BITS, FIELDS } from "../../../src/catalogue/index/fields.ts";
import { SHELF } from "../../../src/catalogue/index/places.ts";
import { MOST_WORDS_LOOKED_UP } from "../../../src/catalogue/index/prefixes.ts";
import { WordIndex } from "../../../src/catalogue/index/word-index.ts";
import { termsOfYears } from "../../../src/catalogue/index/years.ts";
import type { SearchRequest } from "../../../src/catalogue/search/request.ts";
import { Database } from "../../../src/catalogue/sqlite.ts";
import { testFolder } from "../folder.ts";
import { build, randomNumbers } from "../library.ts";
import { inOrder, manyBooks, pickBy, wordsOf } from "./many-books.ts";

// The machine may have other work.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// More than a shelf.
const COUNT = SHELF + 5000;
const ALL = new Effort(Number.POSITIVE_INFINITY);
const WHERES = ["any", ...FIELDS] as const;
const bitsOf = (where: (typeof WHERES)[number]) => (where === "any" ? 7 : FIELD_BITS[where]);

const folder = testFolder();
const file = join(folder, "books.sqlite");

let written: Written;
let books: SourceBook[];
/** By word: for each book that has it, 8 * id + fields, in order. */
const scanned = new Map<string, number[]>();
let database: Database;
let index: WordIndex;
let catalogue: Catalogue;

beforeAll(async () => {
  const some = manyBooks(COUNT);
  written = await build(file, some);
  books = inOrder(some);
  for (const [place, book] of books.entries()) {
    for (const [word, fields] of wordsOf(book)) {
      const occurrences = scanned.get(word) ?? [];
      if (occurrences.length === 0) scanned.set(word, occurrences);
      occurrences.push(8 * (place + 1) + fields);
    }
  }
  database = new Database(file, { readonly: true });
  index = new WordIndex(database);
  catalogue = Catalogue.open(file);
});

afterAll(() => {
  database?.close();
  catalogue?.close();
});

const idsOf = (list: BookList) => firstOf(list, Number.POSITIVE_INFINITY);

const withField = (occurrences: readonly number[], bits: number) =>
  occurrences.filter((one) => (one & bits) !== 0).map((one) => one >>> 3);

const scan = (isWanted: (book: SourceBook) => boolean) =>
  books.flatMap((book, place) => (isWanted(book) ? place + 1 : []));

/** As one text: two of some ten thousand ids are compared at once. */
const told = (ids: readonly number[]) => ids.join(" ");

describe("a catalogue of more books than a shelf has", () => {
  test("has all of them, in the order of their standing", () => {
    expect(written).toMatchObject({ books: COUNT, merged: 0 });
    const titles = database.prepare<[], string>("SELECT title FROM books ORDER BY id").pluck().all();
    expect(titles.join("\n")).toBe(books.map(({ title }) => title).join("\n"));
  });

  test("is a whole database", () => {
    expect(database.prepare("PRAGMA integrity_check").pluck().get()).toBe("ok");
    expect(database.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
  });

  test("finds by each word, in each field, the books that have it", () => {
    expect(Math.max(...[...scanned.values()].map(({ length }) => length))).toBeGreaterThan(SHELF / 2);
    const wrong: string[] = [];
    for (const [word, occurrences] of scanned) {
      for (const where of WHERES) {
        const found = idsOf(index.withWord(word, where, ALL));
        if (told(found) !== told(withField(occurrences, bitsOf(where)))) wrong.push(`${word} in ${where}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("finds by each beginning of a word the books that have such a word", () => {
    const byBeginning = new Map<string, { words: number; occurrences: number[] }>();
    for (const [word, occurrences] of scanned) {
      for (let length = 1; length <= Math.min(word.length, 10); length++) {
        const beginning = word.slice(0, length);
        const all = byBeginning.get(beginning) ?? { words: 0, occurrences: [] };
        all.words++;
        for (const one of occurrences) all.occurrences.push(one);
        byBeginning.set(beginning, all);
      }
    }
    const shared = [...byBeginning.values()].filter(({ words }) => words > MOST_WORDS_LOOKED_UP);
    expect(shared.length).toBeGreaterThan(10);
    const wrong: string[] = [];
    for (const [beginning, { words, occurrences }] of byBeginning) {
      for (const where of WHERES) {
        const found = idsOf(index.withBeginning(beginning, where, ALL));
        const expected = [...new Set(withField(occurrences, bitsOf(where)))].sort(
          (one, other) => one - other,
        );
        // Of a beginning that many words share there are no lists of titles and of subjects alone.
        const isExact = words <= MOST_WORDS_LOOKED_UP || where === "any" || where === "author";
        const set = new Set(found);
        const isRight = isExact ? told(found) === told(expected) : expected.every((id) => set.has(id));
        if (!isRight) wrong.push(`${beginning} in ${where}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("finds the books of a year, of a span of years and of a language", () => {
    const spans = [
      [1984, 1984],
      [1990, 1999],
      [1987, 2011],
      [-776, 2024],
      [-500, -1],
      [2024, 2024],
      [1999, 1998],
    ];
    for (const [from = 0, to = 0] of spans) {
      const terms = termsOfYears(from, to).map((term) => index.withWord(term, "any", ALL));
      const expected = scan(({ year }) => year !== null && year >= from && year <= to);
      expect(told(idsOf(anyOf(terms))), `${from} to ${to}`).toBe(told(expected));
    }
    for (const language of ["en", "de", "fr", "zh", "sv"]) {
      const expected = scan((book) => book.language?.split("-")[0] === language);
      const found = idsOf(index.withWord(`:language:${language}`, "any", ALL));
      expect(told(found), language).toBe(told(expected));
    }
  });
});

describe("searches in it", () => {
  /** A request, and which of the books with its word a scan finds for it. */
  interface Case {
    readonly word: string;
    readonly request: Omit<SearchRequest, "limit">;
    readonly isWanted: (book: SourceBook) => boolean;
  }

  /** Searches for a word of some book and the beginning of its author's name, some in a language and span of years. */
  function cases(): Case[] {
    const random = randomNumbers(11);
    return Array.from({ length: 200 }, () => {
      const book = pickBy(random(), books);
      const of = (bits: number) =>
        pickBy(
          random(),
          [...wordsOf(book)].filter(([, fields]) => (fields & bits) !== 0).map(([word]) => word),
        );
      const word = of(7);
      const begun = of(FIELD_BITS.author).slice(0, 3);
      const to = random() < 0.5 ? (book.year ?? undefined) : undefined;
      const from = to === undefined ? undefined : to - Math.floor(30 * random());
      const language = random() < 0.3 ? (book.language ?? undefined) : undefined;
      return {
        word,
        request: { q: `"${word}"`, author: begun, from, to, language },
        isWanted: (book) =>
          [...wordsOf(book)].some(
            ([word, fields]) => (fields & FIELD_BITS.author) !== 0 && word.startsWith(begun),
          ) &&
          (from === undefined || (book.year !== null && book.year >= from)) &&
          (to === undefined || (book.year !== null && book.year <= to)) &&
          (language === undefined || book.language?.split("-")[0] === language.split("-")[0]),
      };
    });
  }

  test("find what a scan finds, each book once, and count it", () => {
    for (const { word, request, isWanted } of cases()) {
      const expected = (scanned.get(word) ?? []).flatMap((one) => {
        const book = books[(one >>> 3) - 1];
        return book && isWanted(book) ? one >>> 3 : [];
      });
      const found: number[] = [];
      const { count, mended } = catalogue.search({ ...request, limit: 1 });
      for (let offset = 0; offset < count.books; offset += 100) {
        const { results } = catalogue.search({ ...request, limit: 100, offset });
        found.push(...results.map(({ book }) => book.id));
      }
      const about = JSON.stringify(request);
      expect(mended, about).toBeNull();
      expect(count, about).toEqual({ books: Math.min(expected.length, 1000), more: expected.length > 1000 });
      expect(new Set(found).size, about).toBe(found.length);
      if (!count.more) expect(told(found.toSorted((one, other) => one - other)), about).toBe(told(expected));
    }
  });
});
