import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { GeneratedBook } from "../../src/catalogue/generate/book.ts";
import { bookMaker, generateBooks } from "../../src/catalogue/generate/books.ts";
import { HEADER, lineOf } from "../../src/catalogue/generate/csv.ts";
import { isbnOf, MOST_BOOKS } from "../../src/catalogue/generate/isbns.ts";
import { LANGUAGES } from "../../src/catalogue/generate/languages.ts";
import { Letters } from "../../src/catalogue/generate/letters.ts";
import { Random } from "../../src/catalogue/generate/random.ts";
import { Ranks } from "../../src/catalogue/generate/ranks.ts";
import { vocabulariesOf } from "../../src/catalogue/generate/vocabularies.ts";
import { readWeights, Weighted } from "../../src/catalogue/generate/weighted.ts";
import { isbn13 } from "../../src/catalogue/isbn.ts";

// A hundred thousand books are looked at, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000 });

const take = (count: number, seed = 1): readonly GeneratedBook[] => [...generateBooks(count, seed)];

const wordsOf = (text: string): string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu) ?? [];

/** How often each word comes, the commonest first. */
function countsOf(words: Iterable<string>): [word: string, count: number][] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

const share = <T>(things: readonly T[], such: (thing: T) => boolean): number =>
  things.filter(such).length / things.length;

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

describe("the same books", () => {
  test("come from the same seed, byte for byte, in this release as in the last one", () => {
    const text = HEADER + take(1000).map(lineOf).join("");
    expect(createHash("sha256").update(text).digest("hex")).toBe(
      "07ead96dc21fa4e37661fed3836bd7f0bb2983f6face24cef6ffb26ded240b0b",
    );
  });

  test("begin a larger catalogue and make up a smaller one", () => {
    expect(take(3000).slice(0, 700)).toEqual(take(700));
  });

  test("are made at their place in any order", () => {
    const book = bookMaker(5);
    const books = take(300, 5);
    for (const place of [299, 0, 17, 16, 17]) expect(book(place)).toEqual(books[place]);
  });

  test("do not come from another seed", () => {
    const others = new Set(take(300, 2).map(({ title }) => title));
    expect(share(take(300, 3), ({ title }) => others.has(title))).toBeLessThan(0.05);
  });

  test.each([
    [-1, 1],
    [1.5, 1],
    [MOST_BOOKS + 1, 1],
    [1, -1],
    [1, 2 ** 32],
    [1, Number.NaN],
  ])("are refused for %d books and the seed %d", (count, seed) => {
    expect(() => take(count, seed)).toThrow(RangeError);
  });

  test("may be none", () => {
    expect(take(0)).toEqual([]);
  });
});

describe("made-up books", () => {
  const books = take(100_000);
  const english = books.filter(({ language }) => language === "en");
  const contentOfEnglish = () => {
    const { openers, linkers } = LANGUAGES[0] ?? { openers: "", linkers: "" };
    const known = new Set([...wordsOf(openers), ...wordsOf(linkers)]);
    return english
      .flatMap(({ title }) => wordsOf(title))
      .filter((word) => !known.has(word) && !/^\d/.test(word));
  };

  test("have titles as long as real ones, short ones among them", () => {
    const lengths = books.map(({ title }) => wordsOf(title).length);
    const englishLengths = english.map(({ title }) => wordsOf(title).length);
    expect(mean(lengths)).toBeGreaterThan(5.5);
    expect(mean(lengths)).toBeLessThan(7.5);
    expect(mean(englishLengths)).toBeGreaterThan(6.5);
    expect(mean(englishLengths)).toBeLessThan(8);
    expect(share(englishLengths, (length) => length === 1)).toBeGreaterThan(0.025);
    expect(mean(books.map(({ title }) => title.length))).toBeGreaterThan(40);
    expect(mean(books.map(({ title }) => title.length))).toBeLessThan(48);
    expect(Math.max(...books.map(({ title }) => title.length))).toBeLessThan(500);
    expect(books.some(({ title }) => title === "The" || title === "How to" || title === "In")).toBe(true);
    expect(english.some(({ title }) => /^1[789]\d\d$/.test(title))).toBe(true);
    const given = new Set(LANGUAGES[0]?.names.given.split(/\s+/));
    expect(english.some(({ title }) => given.has(title))).toBe(true);
  });

  test("have subtitles, series and volumes as often as real ones", () => {
    expect(share(books, ({ title }) => title.includes(": "))).toBeCloseTo(0.28, 1);
    expect(share(books, ({ title }) => / \(.+, #\d\)$/.test(title))).toBeCloseTo(0.035, 2);
    expect(share(english, ({ title }) => /vol\. \d+\b/.test(title))).toBeCloseTo(0.035, 2);
  });

  test("are in the languages of a large library, and nine of ten in Latin letters", () => {
    expect(LANGUAGES.reduce((sum, { share }) => sum + share, 0)).toBe(1000);
    for (const language of LANGUAGES) {
      const found = share(books, (book) => book.language === language.tag) * 1000;
      expect(found).toBeGreaterThan(0.8 * language.share - 1);
      expect(found).toBeLessThan(1.2 * language.share + 1);
    }
    expect(share(books, ({ title }) => /^[\p{Script=Latin}\P{L}]+$/u.test(title))).toBeCloseTo(0.885, 1);
    for (const script of ["Cyrillic", "Han", "Hiragana", "Hangul", "Arabic", "Greek", "Hebrew"]) {
      const letter = new RegExp(`\\p{Script=${script}}`, "u");
      expect(books.some(({ title }) => letter.test(title))).toBe(true);
    }
    expect(share(books, ({ title }) => title.normalize("NFC") === title)).toBe(1);
  });

  test("have function words as often as real English titles", () => {
    const words = english.flatMap(({ title }) => wordsOf(title));
    const often = (word: string) => share(words, (other) => other === word);
    expect(often("the")).toBeCloseTo(0.1, 1.5);
    expect(often("of")).toBeCloseTo(0.07, 1.5);
    expect(often("and")).toBeCloseTo(0.035, 2);
    const ten = countsOf(words).slice(0, 10);
    expect(ten.reduce((sum, [, count]) => sum + count, 0) / words.length).toBeCloseTo(0.27, 1);
  });

  test("have content words along the curve of Zipf and Mandelbrot", () => {
    const counts = countsOf(contentOfEnglish()).map(([, count]) => count);
    const slope = (from: number, to: number) =>
      Math.log((counts[from - 1] ?? 1) / (counts[to - 1] ?? 1)) / Math.log(to / from);
    expect(slope(10, 100)).toBeGreaterThan(0.5);
    expect(slope(10, 100)).toBeLessThan(0.8);
    expect(slope(100, 1000)).toBeGreaterThan(0.65);
    expect(slope(100, 1000)).toBeLessThan(0.95);
    expect(slope(1000, 10_000)).toBeGreaterThan(1.1);
    expect(slope(1000, 10_000)).toBeLessThan(1.6);
  });

  test("meet new words for ever, half of them once", () => {
    const counts = countsOf(books.flatMap(({ title }) => wordsOf(title)));
    const few = countsOf(books.slice(0, 10_000).flatMap(({ title }) => wordsOf(title)));
    expect(counts.length).toBeGreaterThan(100_000);
    expect(counts.length).toBeLessThan(135_000);
    expect(share(counts, ([, count]) => count === 1)).toBeGreaterThan(0.5);
    expect(share(counts, ([, count]) => count === 1)).toBeLessThan(0.7);
    // Heaps' law: the vocabulary grows with a power of the books.
    expect(Math.log10(counts.length / few.length)).toBeGreaterThan(0.6);
    expect(Math.log10(counts.length / few.length)).toBeLessThan(0.8);
  });

  test("have authors of whom most wrote one book, and some very many", () => {
    const counts = countsOf(books.flatMap(({ authors }) => authors));
    expect(share(counts, ([, count]) => count === 1)).toBeGreaterThan(0.68);
    expect(share(counts, ([, count]) => count === 1)).toBeLessThan(0.85);
    expect(counts[0]?.[1]).toBeGreaterThan(50);
    expect(share(books, ({ authors }) => authors.length === 0)).toBeCloseTo(0.05, 2);
    expect(share(books, ({ authors }) => authors.length > 1)).toBeCloseTo(0.165, 1.5);
    const names = english.flatMap(({ authors }) => authors);
    expect(share(names, (name) => name.includes(". "))).toBeCloseTo(0.12, 1.2);
    expect(names.every((name) => /^\p{Lu}/u.test(name) && !/[;,]|\s\s|^\s|\s$/.test(name))).toBe(true);
    expect(names.some((name) => name.startsWith("University of "))).toBe(true);
  });

  test("have right ISBNs, each its own, more often the newer they are", () => {
    const isbns = books.flatMap(({ isbn }) => isbn ?? []);
    expect(isbns.every((isbn) => isbn13(isbn) === isbn)).toBe(true);
    expect(new Set(isbns).size).toBe(isbns.length);
    const withIsbn = (from: number, to: number) =>
      share(
        books.filter(({ year }) => year !== null && year >= from && year < to),
        ({ isbn }) => isbn !== null,
      );
    expect(withIsbn(1500, 1967)).toBeLessThan(0.02);
    expect(withIsbn(1970, 1980)).toBeCloseTo(0.3, 1);
    expect(withIsbn(1980, 1990)).toBeCloseTo(0.7, 1);
    expect(withIsbn(2000, 2030)).toBeGreaterThan(0.94);
    expect(isbns.filter((isbn) => isbn.startsWith("9783")).length).toBeGreaterThan(2000);
  });

  test("come in several editions, and others bear the same title", () => {
    const works = countsOf(books.map(({ title, authors }) => `${title}\n${authors.join()}`));
    const repeated = 1 - works.length / books.length;
    expect(repeated).toBeGreaterThan(0.02);
    expect(repeated).toBeLessThan(0.08);
    const often = works[0]?.[0];
    const editions = books.filter(({ title, authors }) => `${title}\n${authors.join()}` === often);
    expect(new Set(editions.map(({ year }) => year)).size).toBeGreaterThan(1);
    const titles = new Set(books.map(({ title }) => title));
    expect(titles.size).toBeLessThan(works.length);
  });

  test("have years, prices, copies and ratings that can be", () => {
    for (const { year, price, quantity, ratings } of books) {
      expect(year === null || (Number.isInteger(year) && year >= 1500 && year <= 2024)).toBe(true);
      expect(price === null || (Number.isInteger(price) && price >= 100 && price < 100_000)).toBe(true);
      expect(Number.isInteger(quantity) && quantity >= 0 && quantity < 100).toBe(true);
      expect(Number.isInteger(ratings) && ratings >= 0 && ratings <= 10_000_000).toBe(true);
    }
    const ratings = books.map((book) => book.ratings).sort((a, b) => b - a);
    expect(share(ratings, (count) => count === 0)).toBeCloseTo(0.8, 1);
    expect(ratings[0]).toBeGreaterThan(100_000);
    expect(ratings[100]).toBeLessThan(50_000);
  });

  test("are read back from CSV as they were", () => {
    const some = books.slice(0, 20_000);
    const rows: unknown = parse(HEADER + some.map(lineOf).join(""), { columns: true });
    expect(rows).toEqual(
      some.map(({ isbn, title, authors, year, language, price, quantity, ratings }) => ({
        isbn: isbn ?? "",
        title,
        authors: authors.join("; "),
        year: year === null ? "" : String(year),
        language,
        price: price === null ? "" : `${Math.floor(price / 100)}.${String(price % 100).padStart(2, "0")}`,
        quantity: String(quantity),
        ratings_count: String(ratings),
      })),
    );
    expect(share(some, ({ title }) => title.includes(","))).toBeGreaterThan(0.01);
  });

  test("have quotes doubled in CSV", () => {
    const book: GeneratedBook = {
      isbn: null,
      title: 'Say "no", often',
      authors: ["A B", "C"],
      year: null,
      language: "en",
      price: 1205,
      quantity: 0,
      ratings: 3,
    };
    expect(lineOf(book)).toBe(',"Say ""no"", often",A B; C,,en,12.05,0,3\n');
  });
});

describe("an ISBN", () => {
  const place = fc.nat(MOST_BOOKS - 1);

  test("is right at every place, and of the group where there is room", () => {
    fc.assert(
      fc.property(place, fc.constantFrom("0", "3", "7"), (place, group) => {
        const isbn = isbnOf(place, group);
        expect(isbn13(isbn)).toBe(isbn);
        expect(isbn.startsWith(place < 100_000_000 ? `978${group}` : "979")).toBe(true);
      }),
    );
  });

  test("is another at another place, whatever the group", () => {
    const near = fc
      .tuple(place, fc.constantFrom(1, 10_000, 100_000_000))
      .map(([a, by]) => [a, (a + by) % MOST_BOOKS]);
    fc.assert(
      fc.property(fc.oneof(near, fc.tuple(place, place)), ([a = 0, b = 0]) => {
        fc.pre(a !== b);
        expect(isbnOf(a, "1")).not.toBe(isbnOf(b, "1"));
      }),
    );
  });
});

describe("draws", () => {
  test("of one place are always the same, and of two places others", () => {
    const random = new Random();
    const draws = (seed: number, stream: number, number: number) => {
      random.begin(seed, stream, number);
      return [random.next(), random.next(), random.next()];
    };
    expect(draws(1, 2, 3)).toEqual(draws(1, 2, 3));
    const many = Array.from({ length: 2000 }, (_, number) => draws(1, 2, number).join());
    expect(new Set(many).size).toBe(2000);
    expect(draws(1, 2, 3)).not.toEqual(draws(1, 3, 2));
    expect(draws(1, 2, 3)).not.toEqual(draws(2, 2, 3));
  });

  test("are even, also the first ones of many places", () => {
    const random = new Random();
    const first = Array.from({ length: 20_000 }, (_, number) => random.begin(1, 1, number).unit());
    const next = Array.from({ length: 20_000 }, () => random.unit());
    for (const draws of [first, next]) {
      for (let tenth = 0; tenth < 10; tenth++) {
        expect(share(draws, (draw) => Math.floor(10 * draw) === tenth)).toBeCloseTo(0.1, 1.8);
      }
    }
  });

  test("of weighted things come as often as they weigh", () => {
    const random = new Random().begin(1, 1, 1);
    const things = new Weighted(readWeights("a b 30, c 5, d 1", 100));
    const drawn = Array.from({ length: 50_000 }, () => things.draw(random));
    for (const [thing, weight] of Object.entries({ "a b": 0.3, c: 0.05, d: 0.01, "": 0.64 })) {
      expect(share(drawn, (other) => other === thing)).toBeCloseTo(weight, 2);
    }
    expect(() => new Weighted([["a", 0]])).toThrow(RangeError);
  });

  test("of ranks follow the curve", () => {
    const random = new Random().begin(1, 1, 1);
    const curve = { flat: 4, slope: 0.8, knee: 2000, tail: 1.5 };
    const ranks = new Ranks(curve);
    const drawn = Array.from({ length: 200_000 }, () => ranks.draw(random));
    expect(drawn.every((rank) => Number.isInteger(rank) && rank >= 0 && rank < 2 ** 31)).toBe(true);
    const often = (from: number, to: number) => share(drawn, (rank) => rank >= from && rank < to);
    const weight = (from: number, to: number) => {
      let sum = 0;
      for (let rank = from + 1; rank <= to; rank++) {
        const below = Math.min(rank, curve.knee) + curve.flat;
        sum += below ** -curve.slope * ((rank + curve.flat) / below) ** -curve.tail;
      }
      return sum;
    };
    const whole = weight(0, 3_000_000);
    for (const [from, to] of [
      [0, 1],
      [0, 10],
      [10, 100],
      [100, 1000],
      [1000, 10_000],
      [10_000, 100_000],
    ] as const) {
      expect(often(from, to) / (weight(from, to) / whole)).toBeCloseTo(1, 0.9);
    }
  });
});

describe("a vocabulary", () => {
  test("gives the same word for a rank at any time", () => {
    const [english] = LANGUAGES;
    if (!english) throw new Error("no language");
    const one = vocabulariesOf(english).words;
    const other = vocabulariesOf(english).words;
    for (const rank of [0, 500, 40_000, 2_000_000_000]) other.word(rank);
    for (const rank of [2_000_000_000, 500, 500, 40_000, 0]) expect(one.word(rank)).toBe(other.word(rank));
    expect([one.word(0), one.capitalised(0)]).toEqual(["history", "History"]);
  });

  test.each(LANGUAGES.map((language) => [language.tag, language] as const))(
    "of %s has words of three to nineteen letters, few of them twice",
    (_, language) => {
      const { words } = vocabulariesOf(language);
      const made = Array.from({ length: 3000 }, (_, rank) => words.word(rank + 400));
      const most = language.characters ? 3 : 19;
      expect(made.every((word) => word.length >= 1 && word.length <= most)).toBe(true);
      expect(new Set(made).size).toBeGreaterThan(2200);
      const own = language.words.replace(/\s/g, "") + (language.characters?.common ?? "");
      if (language.characters) return;
      expect(made.every((word) => [...word].every((letter) => own.includes(letter)))).toBe(true);
    },
  );

  test("makes words of known letters, and ends even where nothing follows", () => {
    const random = new Random().begin(1, 1, 1);
    expect(new Letters(["ab", "abab"]).make(random, 3)).toMatch(/^(?:ab)+$/);
    expect(new Letters(["xyz"]).make(random, 9)).toBe("xyz");
    expect(new Letters([]).make(random, 5)).toBe("");
  });
});
