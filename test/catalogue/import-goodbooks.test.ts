import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { Catalogue } from "../../src/catalogue/catalogue.ts";
import { importCsv } from "../../src/catalogue/import/import.ts";
import type { Report } from "../../src/catalogue/import/report.ts";
import { testFolder } from "./folder.ts";

const NAME = "goodbooks-10k.books.csv";
const source = process.env.PENNY_TEST_DATA && join(process.env.PENNY_TEST_DATA, NAME);

const reason = source ? "" : `, skipped: PENNY_TEST_DATA names no folder with ${NAME}`;

describe.skipIf(!source)(`goodbooks-10k${reason}`, () => {
  const folder = testFolder();
  const database = join(folder, "books.sqlite");
  const csv = join(folder, NAME);
  let report: Report;

  beforeAll(async () => {
    copyFileSync(source ?? "", csv);
    report = await importCsv(csv, database);
  });

  test("gives 10,000 books with 9,277 ISBNs and rejects none", () => {
    expect(report).toMatchObject({ rows: 10_000, books: 10_000, isbns: 9277, damaged: 0 });
    expect(report.rejected.size).toBe(0);
    expect(existsSync(csv.replace(/csv$/, "rejected.csv"))).toBe(false);
  });

  test.each([
    ["rowling", "Harry Potter and the Sorcerer's Stone"],
    ["tolkien", "The Hobbit"],
    ["garcia marquez", "One Hundred Years of Solitude"],
    ["saint-exupery", "The Little Prince"],
    ["lee, harper", "To Kill a Mockingbird"],
    ["bronte", "Jane Eyre"],
    ["vonnegut jr", "Slaughterhouse-Five"],
    ["better homes", "Better Homes and Gardens New Cook Book"],
    ["grandpre", "Harry Potter and the Half-Blood Prince"],
  ])("%j finds %j", (author, title) => {
    const catalogue = Catalogue.open(database);
    const { books } = catalogue.searchByAuthor(author, { page: 1, size: 50 });
    catalogue.close();
    expect(books.map((book) => book.title)).toContain(title);
  });

  test("parts authors, takes out the series and reads the year", () => {
    const catalogue = Catalogue.open(database);
    const [book] = catalogue.searchByAuthor("rowling", { page: 1, size: 1 }).books;
    const [homer] = catalogue.searchByAuthor("homer", { page: 1, size: 1 }).books;
    catalogue.close();
    expect(book).toEqual({
      id: 2,
      isbn: "9780439554930",
      title: "Harry Potter and the Sorcerer's Stone",
      subtitle: null,
      series: "Harry Potter, 1",
      year: 1997,
      language: "en",
      price: null,
      quantity: 0,
      contributors: [
        { name: "J.K. Rowling", role: "author" },
        { name: "Mary GrandPré", role: "author" },
      ],
    });
    expect(homer?.year).toBe(-720);
  });
});
