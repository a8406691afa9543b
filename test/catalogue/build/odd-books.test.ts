import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { Catalogue } from "../../../src/catalogue/catalogue.ts";
import type { SearchRequest } from "../../../src/catalogue/search/request.ts";
import { Database } from "../../../src/catalogue/sqlite.ts";
import { testFolder } from "../folder.ts";
import { book, build, withCatalogue } from "../library.ts";

// The machine may have other work.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = testFolder();
let files = 0;
const newFile = () => join(folder, `${++files}.sqlite`);

const MEGABYTE = 1_000_000;

/** ISBN-13s that are right, one for each number. */
function isbnOf(number: number): string {
  const body = `978${String(number).padStart(9, "0")}`;
  const sum = [...body].reduce((sum, digit, place) => sum + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

describe("books that no library has", () => {
  const file = newFile();
  const found = (request: Omit<SearchRequest, "limit">) =>
    withCatalogue(file, (catalogue) =>
      catalogue.search({ ...request, limit: 5 }).results.map(({ book }) => book),
    );

  beforeAll(async () => {
    await build(file, [
      book(`Megabyte ${"a bc def ".repeat(MEGABYTE / 9)}`, "Ann Bee"),
      book(`Unbroken ${"x".repeat(MEGABYTE)}`, "Ann Bee"),
      book(`Initials ${"a ".repeat(MEGABYTE / 2)}`, "Ann Bee"),
      book(`漢字${"漢".repeat(MEGABYTE / 3)}`, "Ann Bee"),
      book("Long name", `Longname ${"y".repeat(MEGABYTE)}`),
      book(
        "Many hands",
        Array.from({ length: 20_000 }, (_, index) => `Hand${index} Surname`),
      ),
      book("About all", [], { subjects: Array.from({ length: 20_000 }, (_, index) => `Topic${index}`) }),
      book("Much printed", [], { isbns: Array.from({ length: 5000 }, (_, index) => isbnOf(index)) }),
      book("Told anew", [], {
        editions: Array.from({ length: 5000 }, (_, index) => ({
          isbn: null,
          title: `Edition${index}`,
          year: index,
          language: null,
        })),
      }),
      book("Many aliases", [], {
        contributors: [
          {
            name: "Somebody",
            role: "author",
            aliases: Array.from({ length: 5000 }, (_, index) => `Alias${index}`),
          },
        ],
      }),
      ...["???", "---", "…", "😀", "\u200b", "%_'\"", "\ud800", "\0", "&"].map((title) =>
        book(title, "Wordless Author"),
      ),
      book("A\0B\nC\tD", "Con\0trol\u0007 Characters"),
      book("Very old", [], { year: -4000 }),
      book("Not yet", [], { year: 2100 }),
    ]);
  });

  test("are all in the catalogue, which is whole", () => {
    const database = new Database(file, { readonly: true });
    expect(database.prepare("SELECT count(*) FROM books").pluck().get()).toBe(22);
    expect(database.prepare("PRAGMA integrity_check").pluck().get()).toBe("ok");
    database.close();
  });

  test.each<[request: Omit<SearchRequest, "limit">, title: RegExp]>([
    [{ q: "megabyte" }, /^Megabyte a bc/],
    [{ q: "unbroken xxxx" }, /^Unbroken/],
    [{ q: "initials" }, /^Initials/],
    [{ q: "漢字漢" }, /^漢字/],
    [{ author: "longname" }, /^Long name/],
    [{ author: "hand19999" }, /^Many hands/],
    [{ author: "surname hand7" }, /^Many hands/],
    [{ subject: "topic19999" }, /^About all/],
    [{ isbn: isbnOf(4999) }, /^Much printed/],
    [{ title: "edition4999" }, /^Told anew/],
    [{ author: "alias4999" }, /^Many aliases/],
    [{ q: "control characters" }, /^A/],
    [{ to: -3999 }, /^Very old/],
    [{ from: 2100 }, /^Not yet/],
  ])("are found as any other: %j", (request, title) => {
    expect(found(request)[0]?.title).toMatch(title);
  });

  test("are found by their author where the title has no word", () => {
    const titles = withCatalogue(file, (catalogue) =>
      catalogue.search({ author: "wordless", limit: 20 }).results.map(({ book }) => book.title),
    );
    expect(titles).toHaveLength(9);
    expect(titles).toEqual(expect.arrayContaining(["???", "😀", "&"]));
  });

  test("take no longer to be searched than others", () => {
    const catalogue = Catalogue.open(file);
    const began = performance.now();
    for (const q of ["a", "bc def", "megabyte", "hand", "漢", "x", "surname hand"]) {
      catalogue.search({ q, limit: 20, facets: true });
    }
    catalogue.close();
    expect(performance.now() - began).toBeLessThan(7000);
  });
});

test.each([[Number.NaN], [Number.POSITIVE_INFINITY], [-5], [1e308], [Number.MIN_VALUE]])(
  "a standing of %d does no harm",
  async (standing) => {
    const file = newFile();
    const { books } = await build(file, [
      book("Plain", "Ann Bee"),
      book("Odd", "Ann Bee", { standing }),
      book("Known", "Ann Bee", { standing: 7 }),
    ]);
    expect(books).toBe(3);
    const titles = withCatalogue(file, (catalogue) =>
      catalogue.search({ author: "ann bee", limit: 5 }).results.map(({ book }) => book.title),
    );
    expect(titles.indexOf("Known")).toBeLessThan(titles.indexOf("Plain"));
  },
);
