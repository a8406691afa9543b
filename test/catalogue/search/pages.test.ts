import { describe, expect, test } from "vitest";
import { LARGEST_PAGE, MOST_RESULTS } from "../../../src/catalogue/search/request.ts";
import { book } from "../library.ts";
import { type Asked, searching } from "./searching.ts";

function* manyBooks() {
  for (let number = 1; number <= 2500; number++) {
    yield book(`Story ${number}`, number <= 1000 ? "Thousand Author" : "Other Author", {
      subjects: number <= 1001 ? ["Thousandfold"] : [],
      year: 1900 + (number % 100),
    });
  }
}

describe("pages", () => {
  const { search } = searching();

  /** The ids of all results, page by page. */
  function paged(asked: Asked, limit: number): number[] {
    const ids: number[] = [];
    const request = typeof asked === "string" ? { q: asked } : asked;
    for (let offset = 0; ; offset += limit) {
      const { results } = search({ ...request, limit, offset });
      ids.push(...results.map(({ book }) => book.id));
      if (results.length < limit) return ids;
    }
  }

  test.each<[Asked]>([
    ["prolific writer"],
    ["volume"],
    ["the"],
    ["collected"],
    [{ author: "prolific writer" }],
    [{ author: "pro wri" }],
    [{ language: "fr" }],
    [{ from: 1900, to: 1999 }],
    ["collected -volume"],
    ['"prolific writer" volume'],
    ["of the"],
    ["tolkein"],
  ])("give each result once and in one order, however large they are: %j", (asked) => {
    const all = paged(asked, LARGEST_PAGE);
    expect(new Set(all).size).toBe(all.length);
    for (const limit of [1, 7, 20]) expect(paged(asked, limit)).toEqual(all);
    const { count } = search({ ...(typeof asked === "string" ? { q: asked } : asked), limit: 1 });
    expect(count).toEqual({ books: all.length, more: false });
  });

  test("have as many results as are asked for, and fewer at the end", () => {
    const request = { author: "prolific writer" };
    expect(search({ ...request, limit: 20 }).results).toHaveLength(20);
    expect(search({ ...request, limit: 20, offset: 40 }).results).toHaveLength(5);
    expect(search({ ...request, limit: 20, offset: 45 }).results).toEqual([]);
    expect(search({ ...request, limit: 20, offset: 999 }).results).toEqual([]);
  });

  test.each([[0], [-1], [1.5], [LARGEST_PAGE + 1], [Number.NaN], [Number.POSITIVE_INFINITY]])(
    "have no limit of %d",
    (limit) => {
      expect(() => search({ q: "emma", limit })).toThrow(RangeError);
      expect(() => search({ q: "emma", limit })).toThrow(`and not ${limit}`);
    },
  );

  test.each([[-1], [0.5], [MOST_RESULTS], [1e9], [Number.NaN]])("begin not behind %d results", (offset) => {
    expect(() => search({ q: "emma", offset })).toThrow(RangeError);
    expect(() => search({ q: "emma", offset })).toThrow(`and not ${offset}`);
  });
});

describe("more books than a search gives", () => {
  const { search } = searching(manyBooks());

  test.each<[Asked, count: object]>([
    ["story", { books: MOST_RESULTS, more: true }],
    [{ title: "story" }, { books: MOST_RESULTS, more: true }],
    [{ from: 1900 }, { books: MOST_RESULTS, more: true }],
    [{ author: "thousand" }, { books: MOST_RESULTS, more: false }],
    [{ subject: "thousandfold" }, { books: MOST_RESULTS, more: true }],
    [
      { q: "story", from: 1950, to: 1959 },
      { books: 250, more: false },
    ],
    ["story 2500", { books: 1, more: false }],
  ])("are counted up to a thousand: %j", (asked, count) => {
    expect(search(asked).count).toEqual(count);
  });

  test("are given up to a thousand, each once", () => {
    const ids = new Set<number>();
    for (let offset = 0; offset < MOST_RESULTS; offset += LARGEST_PAGE) {
      const { results } = search({ q: "story", limit: LARGEST_PAGE, offset });
      expect(results).toHaveLength(LARGEST_PAGE);
      for (const { book } of results) ids.add(book.id);
    }
    expect(ids.size).toBe(MOST_RESULTS);
    expect(search({ q: "story", limit: LARGEST_PAGE, offset: MOST_RESULTS - 1 }).results).toHaveLength(1);
  });

  test("have the best first, wherever it stands in the catalogue", () => {
    expect(search("story 2499").results[0]?.book.title).toBe("Story 2499");
    expect(search("story 7").results[0]?.book.title).toBe("Story 7");
  });
});
