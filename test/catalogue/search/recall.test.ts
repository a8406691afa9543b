import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { piecesOf, wholeOf } from "../../../src/catalogue/folding.ts";
import { book } from "../library.ts";
import { BOOKS } from "./books.ts";
import { searching } from "./searching.ts";

describe("every book of the library", () => {
  const { search } = searching();

  /** Ways to write a text that make no difference to a search. */
  const spellings = (text: string) => [
    text,
    text.toUpperCase(),
    text.toLowerCase(),
    text.normalize("NFD"),
    `  ${text.replaceAll(" ", "   ")}  `,
    text.replaceAll(" ", "\u00a0"),
    text.replaceAll("'", "’"),
    text.replaceAll("-", "\u2011"),
  ];

  test("is found first by its title, however that is typed", () => {
    const wrong: string[] = [];
    for (const { title } of BOOKS) {
      for (const typed of spellings(title)) {
        const [first] = search(typed).results;
        if (first?.book.title !== title) wrong.push(`${typed} finds ${first?.book.title}`);
        else if (first.reason !== "title") wrong.push(`${typed} is found by ${first.reason}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("is found by its title in the title field and in quotes", () => {
    const wrong: string[] = [];
    for (const { title } of BOOKS) {
      for (const asked of [{ title }, { q: `"${title}"` }, { title: `"${title}"` }]) {
        if (search(asked).results[0]?.book.title !== title) wrong.push(JSON.stringify(asked));
      }
    }
    expect(wrong).toEqual([]);
  });

  test("is found by the beginning of its title, letter by letter", () => {
    const wrong: string[] = [];
    for (const { title } of BOOKS) {
      const letters = Array.from(title);
      for (let length = Math.ceil(letters.length / 2); length < letters.length; length++) {
        const typed = letters.slice(0, length).join("");
        if (!/[\p{L}\p{N}]$/u.test(typed)) continue;
        const found = search({ q: typed, limit: 100 }).results.map(({ book }) => book.title);
        if (!found.includes(title)) wrong.push(typed);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("is found by each name of its authors, in both orders, and with its title", () => {
    const wrong: string[] = [];
    for (const { title, contributors } of BOOKS) {
      for (const { name } of contributors) {
        const words = name.replaceAll(",", "").split(" ");
        const names = [
          name,
          [...words.slice(1), words[0]].join(" "),
          [words.at(-1), ...words.slice(0, -1)].join(", "),
        ];
        for (const author of names.flatMap((name) => [name, name.normalize("NFD"), name.toUpperCase()])) {
          // Who has written more than a page is found, and not each of the books.
          const byName = search({ author, limit: 100 }).results.map(({ book }) => book.title);
          if (!byName.includes(title)) wrong.push(`${author} does not find ${title}`);
          const [byBoth] = search(`${author} ${title}`).results;
          if (byBoth?.book.title !== title) wrong.push(`${author} ${title} finds ${byBoth?.book.title}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe("a book that is called anything at all", () => {
  const title = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
    fc.string({ unit: "binary", minLength: 1, maxLength: 20 }),
    fc.stringMatching(/^[A-Za-zÀ-ž0-9 .,'’&:;!?-]{1,60}$/),
    fc.stringMatching(/^[а-яёѣѳъ -]{1,30}$/),
    fc.stringMatching(/^[ぁ-んァ-ン一-龥・ー ]{1,15}$/u),
    fc.stringMatching(/^[\u0e01-\u0e3a\u0e40-\u0e4e ]{1,20}$/u),
    fc.stringMatching(/^[\u0621-\u0652 ]{1,20}$/u),
    fc.stringMatching(/^[\u0905-\u094d ]{1,20}$/u),
  );
  // Where a minus or a quote may begin a word it says what is not wanted, or what is wanted as it stands. And "&" alone
  // is a word that nobody has to have.
  const titles = fc
    .sample(title, { numRuns: 800, seed: 42 })
    .filter(
      (title) =>
        !/["“”„«»]|(?:^|\s)-/u.test(title) &&
        piecesOf(title.replaceAll("&", "")).length > 0 &&
        piecesOf(title).length < 30,
    );
  const { search } = searching(
    titles.map((title, number) => book(title, `Author${number}`, { work: String(number) })),
  );

  test("is found by its title", () => {
    expect(titles.length).toBeGreaterThan(500);
    const wrong = titles.filter((title) => {
      const whole = wholeOf(piecesOf(title));
      return !search({ q: title, limit: 100 }).results.some(
        ({ book }) => wholeOf(piecesOf(book.title)) === whole,
      );
    });
    expect(wrong).toEqual([]);
  });

  test("is found by its title and its author", () => {
    const wrong = titles.filter(
      (title, number) =>
        !search({ title, author: `Author${number}` }).results.some(({ book }) => book.title === title),
    );
    expect(wrong).toEqual([]);
  });

  test("is found by each of its words", () => {
    const wrong: string[] = [];
    for (const [number, title] of titles.entries()) {
      for (const { start, end } of piecesOf(title)) {
        const typed = title.slice(start, end);
        const found = search({ q: typed, author: `author${number}` }).results;
        if (found[0]?.book.title !== title) wrong.push(`${typed} of ${title}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
