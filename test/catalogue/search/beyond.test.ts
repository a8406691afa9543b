import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Catalogue } from "../../../src/catalogue/catalogue.ts";
import type { SearchRequest } from "../../../src/catalogue/search/request.ts";
import { testFolder } from "../folder.ts";
import { book, build } from "../library.ts";

/*
 * Of many books that have the words, few may have them as they are wished for, and those stand behind more than a
 * thousand others.
 */
const file = join(testFolder(), "books.sqlite");
let catalogue: Catalogue;

beforeAll(async () => {
  const many = (count: number, of: (number: number) => ReturnType<typeof book>) =>
    Array.from({ length: count }, (_, number) => of(number));
  await build(file, [
    ...many(1100, (number) => book(`The Man Who Knew ${number}`, "Nobody Known")),
    ...many(1100, (number) => book(`Letters ${number}`, ["John Abc", "Peter Smith"])),
    ...many(700, (number) => book(`Something internatio${number}al`, "Ann Bee")),
    ...many(300, (number) => book(`Foo ${number}`, `Aar${number} Writer`)),
    book("The Who", "Pete Townshend"),
    book("Pocahontas", "John Smith"),
    book("On Stephen King", ["Stephen Foo", "Bar King"]),
    book("Carrie", "Stephen King"),
    book("Foo-Aardvark", "Zoe Bee"),
  ]);
  catalogue = Catalogue.open(file);
});
afterAll(() => catalogue.close());

const titles = (request: Omit<SearchRequest, "limit">) => {
  const { results, asTyped } = catalogue.search({ ...request, limit: 100 });
  return results.slice(0, asTyped).map(({ book }) => book.title);
};

describe("behind a thousand books with the same words are found", () => {
  test("a phrase", () => expect(titles({ q: '"the who"' })).toEqual(["The Who"]));

  test("a name", () => expect(titles({ author: "john smith" })).toEqual(["Pocahontas"]));
});

test("a long beginning that hundreds of words share finds the books of all", () => {
  expect(catalogue.search({ q: "internatio", limit: 1 }).count).toEqual({ books: 700, more: false });
});

describe("what is asked of one field is not found in another:", () => {
  test("a phrase", () => expect(titles({ author: '"stephen king"' })).toEqual(["Carrie"]));

  test("the beginning of the last part of a word", () => {
    expect(titles({ title: "foo-aar" })).toEqual(["Foo-Aardvark"]);
  });
});
