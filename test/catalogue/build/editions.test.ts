import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Written } from "../../../src/catalogue/build/writer.ts";
import type { SourceBook } from "../../../src/catalogue/import/source-book.ts";
import type { SearchRequest } from "../../../src/catalogue/search/request.ts";
import { Database } from "../../../src/catalogue/sqlite.ts";
import { testFolder } from "../folder.ts";
import { book, build, withCatalogue } from "../library.ts";

const folder = testFolder();
let files = 0;

/** A catalogue of some records, and what its build tells of it. */
async function catalogueOf(...records: SourceBook[]): Promise<{ file: string; written: Written }> {
  const file = join(folder, `${++files}.sqlite`);
  return { file, written: await build(file, records) };
}

const find = (file: string, request: Omit<SearchRequest, "limit">) =>
  withCatalogue(file, (catalogue) =>
    catalogue.search({ ...request, limit: 10 }).results.map(({ book }) => book),
  );

/** The other editions of all books, in the order of their numbers. */
function editions(file: string): unknown[] {
  const database = new Database(file, { readonly: true });
  try {
    return database
      .prepare("SELECT isbn, title, year, language FROM editions ORDER BY book_id, number")
      .all();
  } finally {
    database.close();
  }
}

const EMMA = "9780199535521";
const OTHER = "9780141439587";
const THIRD = "9780679405818";

describe("records that are one book", () => {
  test("are those with an ISBN in common", async () => {
    const { file, written } = await catalogueOf(
      book("Emma", "Jane Austen", { isbns: [EMMA], year: 1815 }),
      book("Emma: a novel", "Austen, Jane", { isbns: [OTHER, EMMA], year: 2003 }),
    );
    expect(written).toMatchObject({ books: 1, merged: 1 });
    expect(find(file, { q: "emma" })).toMatchObject([{ title: "Emma", year: 1815, editions: 2 }]);
  });

  test("are those with a title, a first author and a year in common, however they are written", async () => {
    const { written } = await catalogueOf(
      book("The Wind-Up Bird", "Haruki Murakami", { year: 1994 }),
      book("THE WIND UP BIRD", "MURAKAMI, Haruki", { year: 1994 }),
      book("The Wind-Up Bird", "Haruki Murakami", { year: 1995 }),
      book("The Wind-Up Bird", "Ryu Murakami", { year: 1994 }),
      book("The Wind-Up Bird", [], { year: 1994 }),
      book("The Wind-Up Bird", [], { year: 1994 }),
    );
    expect(written).toMatchObject({ books: 5, merged: 1 });
  });

  test("are those of one work, and of several works none, whatever they are called", async () => {
    const { written } = await catalogueOf(
      book("War and Peace", "Leo Tolstoy", { work: "w1" }),
      book("Война и мир", "Лев Толстой", { work: "w1" }),
      book("War and Peace", "Leo Tolstoy", { work: "w2" }),
    );
    expect(written).toMatchObject({ books: 2, merged: 1 });
  });

  test("are not volumes of one series that share title, author and year", async () => {
    const { written } = await catalogueOf(
      book("Collected Poems", "Ann Bee", { year: 1999, series: "Poems, 1" }),
      book("Collected Poems", "Ann Bee", { year: 1999, series: "Poems, 2" }),
    );
    expect(written).toMatchObject({ books: 2, merged: 0 });
  });

  test("are those that are one with a third", async () => {
    const { written } = await catalogueOf(
      book("Emma", "Jane Austen", { isbns: [EMMA] }),
      book("Emma, translated", "J. A.", { isbns: [OTHER] }),
      book("Emma again", "Jane A.", { isbns: [THIRD] }),
      book("The link", "Nobody", { isbns: [EMMA, OTHER, THIRD] }),
    );
    expect(written).toMatchObject({ books: 1, merged: 3, isbns: 3 });
  });
});

describe("the book that stands for several records", () => {
  test("is the best known one, and has from the others what it lacks", async () => {
    const { file } = await catalogueOf(
      book("Emma", "Austen", { isbns: [EMMA], year: 1815, standing: 1, price: 900, quantity: 2 }),
      book("Emma. A Novel", "Jane Austen", {
        isbns: [EMMA],
        standing: 9,
        subtitle: "in three volumes",
        language: "en",
      }),
      book("Emma!", [], { isbns: [EMMA], year: 1816, series: "Classics, 4", subjects: ["Surrey"] }),
    );
    expect(find(file, { q: "emma" })).toMatchObject([
      {
        id: 1,
        isbn: EMMA,
        title: "Emma. A Novel",
        subtitle: "in three volumes",
        series: "Classics, 4",
        contributors: [{ name: "Jane Austen", role: "author" }],
        year: 1815,
        language: "en",
        price: 900,
      },
    ]);
    expect(find(file, { subject: "surrey" })).toHaveLength(1);
  });

  test("is found by the words of all of them", async () => {
    const { file } = await catalogueOf(
      book("War and Peace", "Leo Tolstoy", { work: "w", standing: 5, language: "en", year: 1869 }),
      book("Война и мир", "Лев Толстой", { work: "w", language: "ru", year: 1868, isbns: [OTHER] }),
    );
    for (const request of [
      { q: "war and peace" },
      { q: "война и мир" },
      { author: "толстой" },
      { title: "война" },
      { title: "peace", author: "лев" },
      { isbn: OTHER },
      { q: "peace", language: "ru" },
      { q: "war", from: 1868, to: 1868 },
      { q: "war", from: 1869, to: 1869 },
    ]) {
      expect(
        find(file, request).map(({ title }) => title),
        JSON.stringify(request),
      ).toEqual(["War and Peace"]);
    }
    expect(find(file, { q: "persuasion" })).toEqual([]);
  });

  test("stands in the order of books where the best known record does", async () => {
    const { file } = await catalogueOf(
      book("Poems of A", "Ann Bee", { standing: 5 }),
      book("Poems of B", "Ann Bee", { standing: 1, isbns: [EMMA] }),
      book("Poems of B again", "Ann Bee", { standing: 9, isbns: [EMMA] }),
      book("Poems of C", "Ann Bee", { standing: 7 }),
    );
    expect(find(file, { author: "bee" }).map(({ id, title }) => [id, title])).toEqual([
      [1, "Poems of B again"],
      [2, "Poems of C"],
      [3, "Poems of A"],
    ]);
  });
});

describe("the other editions of a book", () => {
  test("are what differs in ISBN, title, year or language, each once", async () => {
    const { file, written } = await catalogueOf(
      book("Emma", "Jane Austen", { work: "e", standing: 9, isbns: [EMMA], year: 1815, language: "en" }),
      book("Emma", "Jane Austen", { work: "e", isbns: [EMMA], year: 1815, language: "en" }),
      book("Emma", "Jane Austen", { work: "e" }),
      book("Emma oder die Liebe", "Jane Austen", { work: "e", isbns: [OTHER], year: 1961, language: "de" }),
      book("Emma oder die Liebe", "Jane Austen", { work: "e", isbns: [OTHER], year: 1961, language: "de" }),
      book("Emma", "Jane Austen", { work: "e", year: 2003 }),
    );
    expect(editions(file)).toEqual([
      { isbn: Number(OTHER), title: "Emma oder die Liebe", year: 1961, language: "de" },
      { isbn: null, title: null, year: 2003, language: null },
    ]);
    expect(find(file, { q: "emma" })).toMatchObject([{ isbn: EMMA, editions: 3 }]);
    expect(written).toMatchObject({ books: 1, merged: 5, isbns: 2 });
  });

  test("are the other ISBNs of one record too, by which it is found", async () => {
    const { file, written } = await catalogueOf(
      book("Emma", "Jane Austen", { isbns: [EMMA, OTHER, THIRD] }),
      book("Persuasion", "Jane Austen"),
    );
    expect(written).toMatchObject({ books: 2, merged: 0, isbns: 3 });
    for (const isbn of [EMMA, OTHER, THIRD]) {
      expect(find(file, { isbn })).toMatchObject([{ title: "Emma", isbn: EMMA }]);
    }
    expect(editions(file)).toHaveLength(2);
  });

  test("are those that a record itself lists, and their titles find it", async () => {
    const { file } = await catalogueOf(
      book("Emma", "Jane Austen", {
        isbns: [EMMA],
        editions: [{ isbn: OTHER, title: "Emma oder die Liebe", year: 1961, language: "de" }],
      }),
    );
    expect(find(file, { isbn: OTHER })).toMatchObject([{ title: "Emma", editions: 2 }]);
    expect(find(file, { title: "liebe" })).toMatchObject([{ title: "Emma" }]);
  });

  test("are none where every record is its own book", async () => {
    const { file, written } = await catalogueOf(
      book("Emma", "Jane Austen"),
      book("Emma", "Alexander McCall Smith"),
    );
    expect(written).toMatchObject({ books: 2, merged: 0, isbns: 0 });
    expect(editions(file)).toEqual([]);
  });
});
