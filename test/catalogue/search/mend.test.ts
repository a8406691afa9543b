import { describe, expect, test } from "vitest";
import type { Mended } from "../../../src/catalogue/search/mended.ts";
import { type Asked, searching } from "./searching.ts";

const { search, titles } = searching();

describe("what is misspelt", () => {
  test.each([
    ["tolkein hobbit", "The Hobbit"],
    ["tolkin hobit", "The Hobbit"],
    ["hemmingway", "The Old Man and the Sea"],
    ["austin persuasion", "Persuasion"],
    ["jane austin", "Pride and Prejudice"],
    ["charlote bronte", "Jane Eyre"],
    ["wuthering hieghts", "Wuthering Heights"],
    ["wutherin heights", "Wuthering Heights"],
    ["harry poter goblet", "Harry Potter and the Goblet of Fire"],
    ["hary poter goblet", "Harry Potter and the Goblet of Fire"],
    ["hitchikers guide to the galaxy", "The Hitchhiker's Guide to the Galaxy"],
    ["murikami wind up bird", "The Wind-Up Bird Chronicle"],
    ["dostoevsky", "Crime and Punishment"],
    ["dostoyevski", "Crime and Punishment"],
    ["tolstoi anna karenina", "Anna Karenina"],
    ["tolstoy anna karenena", "Anna Karenina"],
    ["shakespeer", "King Lear"],
    ["huckelberry", "Adventures of Huckleberry Finn"],
    ["frankenstien", "Frankenstein; Or, The Modern Prometheus"],
    ["vonegut", "Slaughterhouse-Five"],
    ["confucious", "論語"],
    ["преступленее", "Преступление и наказание"],
    ["hobbti", "The Hobbit"],
  ])("is corrected from the catalogue's own words: %j", (typed, title) => {
    const { results, mended } = search(typed);
    expect(results[0]?.book.title).toBe(title);
    expect(mended).toMatchObject({ how: "corrected", dropped: [] });
  });

  test.each<[Asked, Partial<Mended>]>([
    ["tolkein", { request: { q: "tolkien", limit: 20 } }],
    ["tolkein hobbit", { request: { q: "tolkien hobbit", limit: 20 } }],
    ["The  Hobbti!", { request: { q: "The hobbit!", limit: 20 } }],
    [{ author: "tolkein", title: "hobbit" }, { request: { author: "tolkien", title: "hobbit", limit: 20 } }],
    [{ author: "hemmingway", from: 1950 }, { request: { author: "hemingway", from: 1950, limit: 20 } }],
  ])("is told as it was searched for instead: %j", (asked, expected) => {
    expect(search(asked).mended).toMatchObject({ how: "corrected", dropped: [], ...expected });
  });
});

describe("what is spaced in another way, and numbers", () => {
  test.each([
    ["to kill a mocking bird", "To Kill a Mockingbird", "joined"],
    ["mocking bird", "To Kill a Mockingbird", "joined"],
    ["bronte wutheringheights", "Wuthering Heights", "split"],
    ["animalfarm orwell", "Animal Farm", "split"],
    ["100 years of solitude", "One Hundred Years of Solitude", "number"],
    ["20000 leagues under the sea", "Twenty Thousand Leagues under the Sea", "number"],
    ["slaughterhouse 5", "Slaughterhouse-Five", "number"],
    ["catch twenty two", "Catch-22", "number"],
    ["50 shades of grey", "Fifty Shades of Grey", "number"],
  ])("%j finds %j, words being %s", (typed, title, how) => {
    const { results, mended } = search(typed);
    expect(results[0]?.book.title).toBe(title);
    expect(mended?.how).toBe(how);
  });
});

describe("what no book has all of", () => {
  test.each([
    ["hobbit xyzzyplugh", "The Hobbit", ["xyzzyplugh"]],
    ["tolkien hobbit qqqqqqqq", "The Hobbit", ["qqqqqqqq"]],
    ["zzzzzzzz wuthering heights", "Wuthering Heights", ["zzzzzzzz"]],
  ])("%j finds %j without the words that no book has", (typed, title, dropped) => {
    const { results, mended } = search(typed);
    expect(results[0]?.book.title).toBe(title);
    expect(mended).toMatchObject({ how: "dropped", dropped });
  });

  test("is searched for without the word that says least", () => {
    const { results, mended } = search("persuasion governesses");
    expect(mended?.how).toBe("dropped");
    expect(mended?.dropped).toHaveLength(1);
    expect(results.length).toBeGreaterThan(0);
  });

  test.each([["xyzzyplugh"], ["qqqqqqqq wwwwwwwwww"], ["木火土金水日月"], ["99999999"]])(
    "%j finds nothing, and nothing is made of it",
    (typed) => {
      const { results, count, mended } = search(typed);
      expect({ results, count, mended }).toEqual({
        results: [],
        count: { books: 0, more: false },
        mended: null,
      });
    },
  );
});

describe("what is not mended", () => {
  test.each([
    ["tolkien"],
    ["the road"],
    ["rebecca"],
    ["rarely seen"],
    ["notes"],
    ["volume"],
    ["9780199535521"],
  ])("%j, which finds what was meant", (typed) => {
    expect(search(typed).mended).toBeNull();
  });

  test("what is in quotes", () => {
    expect(search('"tolkein"')).toMatchObject({ results: [], mended: null });
  });

  test("a year, though one beside it is known", () => {
    expect(titles("1985").filter((title) => title === "1984")).toEqual([]);
  });
});

test("what was typed finds comes before what it is mended to, and each once", () => {
  const { results } = search("carrie");
  expect(results[0]?.book.title).toBe("Carrie");
  const rare = search("trilby du maurier");
  expect(rare.results[0]?.book.title).toBe("Trilby");
  const ids = rare.results.map(({ book }) => book.id);
  expect(new Set(ids).size).toBe(ids.length);
});
