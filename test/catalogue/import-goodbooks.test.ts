import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { csv } from "../../src/catalogue/import/formats/csv/csv.ts";
import { Source } from "../../src/catalogue/import/source.ts";
import type { SourceBook } from "../../src/catalogue/import/source-book.ts";
import { testFolder } from "./folder.ts";

const NAME = "goodbooks-10k.books.csv";
const file = join(process.env.PENNY_TEST_DATA ?? "", NAME);
const missing = !process.env.PENNY_TEST_DATA || !existsSync(file);

const reason = missing ? `, skipped: PENNY_TEST_DATA names no folder with ${NAME}` : "";

describe.skipIf(missing)(`goodbooks-10k${reason}`, () => {
  const scratch = testFolder();
  const books: SourceBook[] = [];
  let rejected = 0;

  beforeAll(async () => {
    const source = await Source.open(file);
    for await (const batch of csv.read([source], { scratch })) {
      books.push(...batch.books);
      rejected += batch.rejected.length;
      expect(batch.repaired).toEqual({});
    }
    await source.close();
  });

  test("gives 10,000 books with 9,277 ISBNs and rejects none", () => {
    expect(books).toHaveLength(10_000);
    expect(books.filter(({ isbns }) => isbns.length === 1)).toHaveLength(9277);
    expect(books.filter(({ isbns }) => isbns.length > 1)).toHaveLength(0);
    expect(rejected).toBe(0);
  });

  test.each([
    ["J.K. Rowling", "Harry Potter and the Sorcerer's Stone"],
    ["J.R.R. Tolkien", "The Hobbit"],
    ["Gabriel García Márquez", "One Hundred Years of Solitude"],
    ["Antoine de Saint-Exupéry", "The Little Prince"],
    ["Harper Lee", "To Kill a Mockingbird"],
    ["Charlotte Brontë", "Jane Eyre"],
    ["Kurt Vonnegut Jr.", "Slaughterhouse-Five"],
    ["Better Homes and Gardens", "Better Homes and Gardens New Cook Book"],
    ["Mary GrandPré", "Harry Potter and the Half-Blood Prince"],
    ["Frederick Douglass", "Narrative of the Life of Frederick Douglass"],
  ])("%j made %j", (name, title) => {
    const found = books.filter(({ contributors }) => contributors.some((one) => one.name === name));
    expect(found.map((book) => book.title)).toContain(title);
  });

  test("parts authors, takes out the series and reads the year and the standing", () => {
    expect(books[1]).toEqual({
      title: "Harry Potter and the Sorcerer's Stone",
      subtitle: null,
      series: "Harry Potter, 1",
      contributors: [
        { name: "J.K. Rowling", role: "author" },
        { name: "Mary GrandPré", role: "author" },
      ],
      isbns: ["9780439554930"],
      year: 1997,
      language: "en",
      subjects: [],
      price: null,
      quantity: 0,
      standing: 4_602_479,
      work: "4640799",
    });
    expect(books.find(({ contributors }) => contributors[0]?.name === "Homer")?.year).toBe(-720);
    expect(books.filter(({ standing }) => standing > 0)).toHaveLength(10_000);
  });
});
