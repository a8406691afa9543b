import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { Catalogue } from "../../src/catalogue/catalogue.ts";
import { importFiles } from "../../src/catalogue/import/import.ts";
import type { SearchRequest } from "../../src/catalogue/search/request.ts";
import { verifyCatalogue } from "../../src/catalogue/verify.ts";
import { testFolder } from "./folder.ts";

const root = testFolder();
let database: string;
let runs = 0;

beforeEach(() => {
  mkdirSync(join(root, String(++runs)));
  database = join(root, String(runs), "books.sqlite");
});

/** Imports a table, and looks whether the catalogue is whole. */
async function take(name: string, table: string, append: boolean) {
  const file = join(root, String(runs), name);
  writeFileSync(file, table);
  const report = await importFiles([file], database, { append });
  expect((await verifyCatalogue(database)).faults).toEqual([]);
  return report;
}

function find(request: Omit<SearchRequest, "limit">) {
  const catalogue = Catalogue.open(database);
  try {
    const { results, asTyped } = catalogue.search({ ...request, limit: 20 });
    return results.slice(0, asTyped).map(({ book }) => book);
  } finally {
    catalogue.close();
  }
}

const titles = (q: string) => find({ q }).map(({ title }) => title);

describe("--append", () => {
  test("keeps what is there, with all that it is found by", async () => {
    await take("old.csv", "title,author,isbn\nWhale Hunt,Ann Bee,9780439023481\nMoby,Cal Dee,\n", false);
    await take("new.csv", "title,author\nSomething Else,Eve Fox\n", true);
    expect([titles("whale hunt"), titles("moby dee"), titles("something")]).toEqual([
      ["Whale Hunt"],
      ["Moby"],
      ["Something Else"],
    ]);
  });

  test("replaces what comes again by its ISBN, the copies too", async () => {
    await take("old.csv", "title,author,isbn,price,quantity\nOld,Ann Bee,9780439023481,1.00,7\n", false);
    const report = await take(
      "new.csv",
      "title,author,isbn,price,quantity\nNew,Ann Bee,9780439023481,2.50,0\n",
      true,
    );
    expect(report).toMatchObject({ books: 1, merged: 1 });
    expect(find({ isbn: "0439023483" })).toMatchObject([{ title: "New", price: 250, quantity: 0 }]);
  });

  test("what an old record alone tells stays, and finds the book", async () => {
    const header = "title,subtitle,author,isbn,year\n";
    await take("old.csv", `${header}Plain,Wonderful Words,Ann Bee,9780439023481,1950\n`, false);
    await take("new.csv", `${header}Plain,,Ann Bee,9780439023481,1990\n`, true);
    expect(titles("wonderful")).toEqual(["Plain"]);
    expect(find({ q: "plain", from: 1950, to: 1950 })).toMatchObject([
      { year: 1950, subtitle: "Wonderful Words" },
    ]);
  });

  test("a record that comes again and again is one book with its editions", async () => {
    const header = "title,author,isbn,work\n";
    await take("one.csv", `${header}Emma,Jane Austen,9780141439587,w1\n`, false);
    await take("two.csv", `${header}Emma,Jane Austen,9780439023481,w1\n`, true);
    await take("three.csv", `${header}Emma,Jane Austen,9780141439587,\n`, true);
    expect(find({ author: "austen" })).toMatchObject([{ title: "Emma", editions: 2 }]);
    expect(find({ isbn: "9780439023481" })).toHaveLength(1);
  });

  test("to no catalogue makes one", async () => {
    await take("new.csv", "title\nEmma\n", true);
    expect(titles("emma")).toEqual(["Emma"]);
  });
});

test("a file of rejected records is not imported beside the file whose records they are", async () => {
  const file = join(root, String(runs), "books.csv");
  const rejected = join(root, String(runs), "books.rejected.csv");
  writeFileSync(file, "title\nEmma\n");
  writeFileSync(rejected, "title\nPersuasion\n");
  await expect(importFiles([file, rejected], database)).rejects.toThrow("which is to be imported too");
});

test("words that differ only behind their sixtieth letter, in characters of two code units, are one", async () => {
  const word = "a".repeat(59);
  await take("odd.csv", `title\n${word}\u{10330}\n${word}\u{10428}\n`, false);
  expect(find({ q: word })).toHaveLength(2);
});

test("what a hundred thousand records share is no sign that they are one book", async () => {
  const rows = Array.from({ length: 130_000 }, (_, i) => `Title,Ann Bee,w,${1000 + (i % 900)}\n`);
  const report = await take("many.csv", `title,author,work,year\n${rows.join("")}`, false);
  expect(report).toMatchObject({ read: 130_000, books: 130_000 });
}, 60_000);
