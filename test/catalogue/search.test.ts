import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { Catalogue } from "../../src/catalogue/catalogue.ts";
import { CatalogueError } from "../../src/catalogue/errors.ts";
import { Database } from "../../src/catalogue/sqlite.ts";
import { testFolder } from "./folder.ts";
import { book, build, titlesBy } from "./library.ts";

const folder = testFolder();
const file = join(folder, "books.sqlite");

beforeAll(async () => {
  const hands = Array.from({ length: 300 }, (_, index) => `Hand ${index}`);
  await build(file, [
    book("Jane Eyre", "Charlotte Brontë"),
    book("Agnes Grey", "Anne Brontë"),
    book("By many hands", hands),
  ]);
});

/** A copy of the catalogue in which something is changed. */
function changed(name: string, sql: string): string {
  const copy = join(folder, name);
  copyFileSync(file, copy);
  new Database(copy).exec(sql).close();
  return copy;
}

describe("Catalogue.search", () => {
  test("gives the best first, with what it was found by and which characters match", () => {
    const catalogue = Catalogue.open(file);
    const { results, count } = catalogue.search({ q: "bronte eyre", limit: 10 });
    catalogue.close();
    expect(count).toEqual({ books: 1, more: false });
    expect(results).toMatchObject([
      {
        book: { id: 1, title: "Jane Eyre" },
        reason: "title and author",
        marks: { title: [[5, 9]], contributors: [[[10, 16]]] },
      },
    ]);
  });

  test("finds a book once, however many of its authors match, and gives them all", () => {
    const catalogue = Catalogue.open(file);
    const { results } = catalogue.search({ author: "hand", limit: 10 });
    catalogue.close();
    expect(results.map(({ book }) => book.contributors.length)).toEqual([300]);
    expect(results[0]?.book.contributors[299]).toEqual({ name: "Hand 299", role: "author" });
  });

  test("says that the catalogue cannot be read, where somebody damaged the file", () => {
    const path = join(folder, "damaged.sqlite");
    const bytes = readFileSync(file);
    bytes.fill(0x55, 4096, bytes.length);
    writeFileSync(path, bytes);
    let catalogue: Catalogue | undefined;
    const attempt = () => {
      catalogue = Catalogue.open(path);
      catalogue.search({ q: "bronte", limit: 10 });
    };
    expect(attempt).toThrow(CatalogueError);
    catalogue?.close();
  });

  test("two open catalogues of one file answer alike", () => {
    expect(titlesBy(file, "bronte")).toEqual(titlesBy(file, "BRONTË"));
    const [one, other] = [Catalogue.open(file), Catalogue.open(file)];
    const request = { q: "bronte", limit: 10 };
    expect(one.search(request).results).toEqual(other.search(request).results);
    one.close();
    other.close();
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

  test.each([[""], ["x"]])("says that a file of %j is no catalogue", (text) => {
    const path = join(folder, "short.sqlite");
    writeFileSync(path, text);
    expect(() => Catalogue.open(path)).toThrow(/catalogue/);
    expect(() => Catalogue.open(path)).toThrow(CatalogueError);
  });

  test("says that another database is no catalogue", () => {
    const path = join(folder, "other.sqlite");
    new Database(path).exec("CREATE TABLE books (title TEXT)").close();
    expect(() => Catalogue.open(path)).toThrow("is a SQLite database but not a catalogue");
  });

  test("says that a catalogue is of another version, and what to do", () => {
    const path = changed("version.sqlite", "PRAGMA user_version = 99");
    expect(() => Catalogue.open(path)).toThrow("is a catalogue of version 99");
    expect(() => Catalogue.open(path)).toThrow("build it anew with: npm run import");
  });

  test("refuses a catalogue whose words were folded in another way", () => {
    const path = changed("folding.sqlite", "UPDATE properties SET value = 1 WHERE name = 'folding'");
    expect(() => Catalogue.open(path)).toThrow("whose words are folded by version 1");
    const none = changed("unfolded.sqlite", "DELETE FROM properties");
    expect(() => Catalogue.open(none)).toThrow(CatalogueError);
  });

  test("says that a file is damaged which ends early", () => {
    const path = join(folder, "cut.sqlite");
    writeFileSync(path, readFileSync(file).subarray(0, 5000));
    expect(() => Catalogue.open(path)).toThrow(CatalogueError);
  });
});
