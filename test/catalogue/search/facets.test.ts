import { expect, test } from "vitest";
import { book } from "../library.ts";
import { searching } from "./searching.ts";

const { search } = searching([
  book("Alpha 1", ["Ann Bee", "Cal Dee"], { language: "en", year: 1981, subjects: ["Bees", "Honey"] }),
  book("Alpha 2", "Ann Bee", { language: "en-GB", year: 1989, subjects: ["Bees"] }),
  book("Alpha 3", "Ann Bee", { language: "de", year: 1990 }),
  book("Alpha 4", [], { year: -5 }),
  book("Alpha 5", [], {
    contributors: [
      { name: "Eve Fay", role: "translator" },
      { name: "Cal Dee", role: "author" },
    ],
    language: "zh-Hant",
    year: 2024,
  }),
  ...Array.from({ length: 15 }, (_, index) =>
    book(`Beta ${index}`, `Author ${index}`, { year: 1800 + 10 * index, subjects: [`Subject ${index}`] }),
  ),
  ...Array.from({ length: 1200 }, (_, index) =>
    book(`Gamma ${index}`, "Many Books", { language: index < 1000 ? "fr" : "it" }),
  ),
]);

test("facets count what the books that were found have in common, the most frequent first", () => {
  expect(search({ q: "alpha", facets: true }).facets).toEqual({
    books: 5,
    language: [
      { value: "en", books: 2 },
      { value: "de", books: 1 },
      { value: "zh", books: 1 },
    ],
    decade: [
      { value: "1980", books: 2 },
      { value: "1990", books: 1 },
      { value: "-10", books: 1 },
      { value: "2020", books: 1 },
    ],
    author: [
      { value: "Ann Bee", books: 3 },
      { value: "Cal Dee", books: 2 },
    ],
    subject: [
      { value: "Bees", books: 2 },
      { value: "Honey", books: 1 },
    ],
  });
});

test("facets are counted only where they are asked for, and of all pages", () => {
  expect(search({ q: "alpha" }).facets).toBeNull();
  const first = search({ q: "alpha", facets: true, limit: 1 });
  expect(first.facets?.books).toBe(5);
  expect(search({ q: "alpha", facets: true, limit: 1, offset: 4 }).facets).toEqual(first.facets);
});

test("facets have ten values at most", () => {
  const { facets } = search({ q: "beta", facets: true });
  expect(facets?.books).toBe(15);
  for (const values of [facets?.author, facets?.subject, facets?.decade]) expect(values).toHaveLength(10);
});

test("facets are those of the first thousand books", () => {
  const { facets, count } = search({ q: "gamma", facets: true });
  expect(count).toEqual({ books: 1000, more: true });
  expect(facets?.books).toBe(1000);
  expect(facets?.author).toEqual([{ value: "Many Books", books: 1000 }]);
  expect(facets?.language.reduce((sum, { books }) => sum + books, 0)).toBe(1000);
});

test("nothing found has no facets", () => {
  expect(search({ q: "", facets: true }).facets).toEqual({
    books: 0,
    language: [],
    decade: [],
    author: [],
    subject: [],
  });
});

test("each value of a facet finds as many books when it is asked for besides", () => {
  const { facets } = search({ q: "alpha", facets: true });
  for (const { value, books } of facets?.language ?? []) {
    expect(search({ q: "alpha", language: value }).count.books, value).toBe(books);
  }
  for (const { value, books } of facets?.decade ?? []) {
    const from = Number(value);
    expect(search({ q: "alpha", from, to: from + 9 }).count.books, value).toBe(books);
  }
  for (const { value, books } of facets?.author ?? []) {
    expect(search({ q: "alpha", author: value }).count.books, value).toBe(books);
  }
  for (const { value, books } of facets?.subject ?? []) {
    expect(search({ q: "alpha", subject: value }).count.books, value).toBe(books);
  }
});
