import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { buildCatalogue } from "../../src/catalogue/build.ts";
import { Catalogue } from "../../src/catalogue/catalogue.ts";
import { CatalogueError } from "../../src/catalogue/errors.ts";
import { BookWriter } from "../../src/catalogue/import/writer.ts";
import { Database } from "../../src/catalogue/sqlite.ts";
import { testFolder } from "./folder.ts";

const folder = testFolder();
const file = join(folder, "books.sqlite");

const BOOKS: [title: string, ...names: string[]][] = [
  ["Jane Eyre", "Charlotte Brontë"],
  ["Wuthering Heights", "Brontë, Emily"],
  ["To Kill a Mockingbird", "Harper Lee"],
  ["Two at once", "Spike Lee", "Ben Harper"],
  ["Poems", "Charlotte Brontë", "Emily Brontë", "Anne Brontë"],
  ["The Little Prince", "Antoine de Saint-Exupéry"],
  ["At Swim-Two-Birds", "Flann O’Brien"],
  ["Nobody's book"],
  ["100%", "A_B Author AND"],
];

let catalogue: Catalogue;

beforeAll(async () => {
  await buildCatalogue(file, (database) => {
    const writer = new BookWriter(database);
    const nothing = { isbn: null, subtitle: null, series: null, year: null, language: null, price: null };
    for (const [title, ...names] of BOOKS) {
      const contributors = names.map((name) => ({ name, role: "author" }));
      writer.write({ ...nothing, title, quantity: 0, contributors });
    }
    const many = Array.from({ length: 300 }, (_, i) => ({ name: `Hand ${i}`, role: "author" }));
    writer.write({ ...nothing, title: "By many hands", quantity: 0, contributors: many });
  });
  catalogue = Catalogue.open(file);
});
afterAll(() => catalogue.close());

const search = (text: string, page = 1, size = 20) => catalogue.searchByAuthor(text, { page, size });
const titles = (text: string) => search(text).books.map(({ title }) => title);

describe("searchByAuthor", () => {
  test.each([["bronte"], ["BRONTË"], ["Bronte\u0308"], ["brontë"], ["bron"], ["  bronte "]])(
    "finds Brontë by %j",
    (text) => {
      expect(titles(text)).toEqual(["Jane Eyre", "Wuthering Heights", "Poems"]);
    },
  );

  test.each([["lee, harper"], ["harper lee"], ["Lee Harp"], ["h. lee"]])(
    "finds the words of %j in one name only, in any order",
    (text) => {
      expect(titles(text)).toEqual(["To Kill a Mockingbird"]);
    },
  );

  test.each([
    ["saint-exupery", "The Little Prince"],
    ["saint exupéry", "The Little Prince"],
    ["de saint-ex", "The Little Prince"],
    ["o'brien", "At Swim-Two-Birds"],
    ["OBrien", "At Swim-Two-Birds"],
  ])("finds %j", (text, title) => {
    expect(titles(text)).toEqual([title]);
  });

  test.each([[""], ["   "], ["%"], ["_"], ["*"], ['"'], ["'"], ["()"], ["-"], ["\0"], ["onte"], ["zz"]])(
    "finds nothing for %j",
    (text) => {
      expect(search(text)).toEqual({ books: [], more: false });
    },
  );

  test.each([
    ["AND", ["100%"]],
    ["author AND", ["100%"]],
    ["author:and", ["100%"]],
    ["name:and", []],
    ["bronte OR lee", []],
    ["NOT bronte", []],
    ['"bronte', ["Jane Eyre", "Wuthering Heights", "Poems"]],
    ["bro*", ["Jane Eyre", "Wuthering Heights", "Poems"]],
    ["b%x", []],
    ["br_nte", []],
    ["^charlotte", ["Jane Eyre", "Poems"]],
    ["NEAR(charlotte bronte)", []],
    ["'; DROP TABLE books; --", []],
  ])("takes %j as words, not as a language", (text, expected) => {
    expect(titles(text)).toEqual(expected);
  });

  test("a book is found once, however many of its authors match", () => {
    expect(titles("hand")).toEqual(["By many hands"]);
    expect(search("hand").books[0]?.contributors).toHaveLength(300);
  });

  test("gives pages in the order of standing, and says when more follow", () => {
    const pages = [1, 2, 3].map((page) => search("bronte", page, 2));
    expect(pages.map(({ books }) => books.map(({ id }) => id))).toEqual([[1, 2], [5], []]);
    expect(pages.map(({ more }) => more)).toEqual([true, false, false]);
    expect(search("bronte", 1, 3).more).toBe(false);
  });

  test("gives contributors in the order of the title page", () => {
    const [book] = search("anne").books;
    expect(book?.contributors.map(({ name }) => name)).toEqual([
      "Charlotte Brontë",
      "Emily Brontë",
      "Anne Brontë",
    ]);
  });
});

describe("Catalogue.open", () => {
  test("says that the file is missing and how to build one", () => {
    const missing = join(folder, "missing.sqlite");
    expect(() => Catalogue.open(missing)).toThrow(CatalogueError);
    expect(() => Catalogue.open(missing)).toThrow(
      /^there is no catalogue at .*; build one with: npm run import/,
    );
  });

  test("says that the file may not be read", async () => {
    // Whoever runs the tests may be allowed to read everything: the system's answer is played.
    vi.resetModules();
    vi.doMock("node:fs", async (original) => ({
      ...(await original<typeof import("node:fs")>()),
      accessSync: () => {
        throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
      },
    }));
    try {
      const { openDatabase } = await import("../../src/catalogue/open.ts");
      expect(() => openDatabase(file)).toThrow("may not be read by this user");
    } finally {
      vi.doUnmock("node:fs");
      vi.resetModules();
    }
  });

  test("says that a folder is no file", () => {
    const path = join(folder, "folder.sqlite");
    mkdirSync(path);
    expect(() => Catalogue.open(path)).toThrow("is not a file");
  });

  test("says that a text is no database", () => {
    const path = join(folder, "text.sqlite");
    writeFileSync(path, "Dear reader, this is not a database at all.\n".repeat(100));
    expect(() => Catalogue.open(path)).toThrow("is not a SQLite database");
  });

  test("says that another database is no catalogue", () => {
    const path = join(folder, "other.sqlite");
    new Database(path).exec("CREATE TABLE books (title TEXT)").close();
    expect(() => Catalogue.open(path)).toThrow("is a SQLite database but not a catalogue");
  });

  test("says that a catalogue is of another version", async () => {
    const path = join(folder, "version.sqlite");
    await buildCatalogue(path, () => {});
    const database = new Database(path);
    database.exec("PRAGMA user_version = 99");
    database.close();
    expect(() => Catalogue.open(path)).toThrow("is a catalogue of version 99");
  });
});
