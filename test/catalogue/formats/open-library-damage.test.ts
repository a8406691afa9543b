import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CatalogueError } from "../../../src/catalogue/errors.ts";
import { LineSplitter } from "../../../src/catalogue/import/formats/open-library/line-splitter.ts";
import { testFolder } from "../folder.ts";
import { author, dump, edition, line, of, readDumps, redirect, work } from "./open-library-dump.ts";

const scratch = testFolder();

const SMALL =
  author(1, { name: "Sor Juana Inés" }) +
  work(1, { title: "Emma", authors: [{ author: { key: "/authors/OL1A" } }] }) +
  edition(1, of(1)) +
  redirect("/works/OL2W", "/works/OL1W") +
  edition(2, { ...of(2), title: "Émma 😀" });
const LINES = SMALL.split("\n").slice(0, -1);

describe("a damaged line", () => {
  test("with spaces in place of tabs is read, and counted as repaired", async () => {
    const spaced = SMALL.replaceAll(/^(\S+)\t(\S+)\t(\S+)\t(\S+)\t/gm, "$1 $2 $3  $4   ");
    const result = await readDumps([spaced], scratch);
    expect(result.books).toEqual((await readDumps([SMALL], scratch)).books);
    expect(result.repaired).toEqual({ "spaces for tabs": 5 });
    expect(result.rejected).toEqual([]);
  });

  test.each([
    ['/type/edition\t/books/OL9M\t1\t2020\t{"title": "Em', "its JSON is cut off or damaged"],
    ['/type/edition\t/books/OL9M\t1\t2020\t{"title": "E\u0000"}', "its JSON is cut off or damaged"],
    ["/type/redirect\t/works/OL9W\t1\t2020\t{", "its JSON is cut off or damaged"],
    ["/type/edition\t/books/OL9M\t1\t2020\t", "it has no JSON behind its type and key"],
    ["/type/edition\t/books/OL9M\t1\t2020\t[]", "it has no JSON behind its type and key"],
    [`/type/edition\t${"/".repeat(2000)}\t{}`, "it has no JSON behind its type and key"],
    ["/type/edition", "it has a type and nothing else"],
    ["/type/edition\t/works/OL9W\t1\t2020\t{}", '"/works/OL9W" is no key of an edition'],
    ["/type/work\t/works/OL09W\t1\t2020\t{}", '"/works/OL09W" is no key of a work'],
    [
      "/type/author\t/authors/OL1234567890123456A\t1\t2020\t{}",
      '"/authors/OL1234567890123456A" is no key of an author',
    ],
    ["/type/author\t{}", '"" is no key of an author'],
    ["Emma,Jane Austen,1815", "it does not begin with /type/"],
    [" /type/edition\t/books/OL9M\t1\t2020\t{}", "it does not begin with /type/"],
    ["\u0000\u0000", null],
  ])("%j is rejected alone", async (damaged, detail) => {
    const { books, rejected } = await readDumps(
      [`${LINES.slice(0, 3).join("\n")}\n${damaged}\r\n${LINES[4]}`],
      scratch,
    );
    expect(books.map(({ title }) => title)).toEqual(["Emma", "Émma 😀"]);
    const rejection = {
      source: 0,
      place: "line 4",
      reason: "malformed",
      detail,
      fields: [damaged.slice(0, 2000).trimEnd()],
    };
    expect(rejected).toEqual(detail === null ? [] : [rejection]);
  });

  test("that is too large is rejected alone, and passed over where it is of another type", async () => {
    const filler = "x".repeat(17 * 1024 * 1024);
    const large = (type: string) => `/type/${type}\t/books/OL9M\t1\t2020\t{"title": "${filler}"}`;
    const lines = [LINES[1], large("edition"), LINES[2], large("page"), filler, LINES[0], `/type/${filler}`];
    const { books, rejected } = await readDumps([lines.join("\n")], scratch);
    expect(books.map(({ title }) => title)).toEqual(["Emma"]);
    expect(rejected.map(({ place, reason }) => [place, reason])).toEqual([
      ["line 2", "too large"],
      ["line 5", "too large"],
      ["line 7", "too large"],
    ]);
    expect(rejected[0]?.detail).toBe("it is longer than 16777216 bytes");
    expect(rejected[0]?.fields[0]?.length).toBe(2000);
  });

  test("with a record that is too large to be a book's is rejected alone", async () => {
    const title = "x".repeat(40_000);
    const { books, rejected } = await readDumps([edition(9, { title }) + SMALL], scratch);
    expect(books.length).toBe(2);
    expect(rejected).toMatchObject([
      {
        place: "line 1",
        reason: "too large",
        detail: "what it tells of its book is longer than 32768 characters",
      },
    ]);
  });

  test("by the thousand is given by the hundred", async () => {
    const { rejected } = await readDumps([dump(`${SMALL}${"x\n".repeat(5000)}`)], scratch);
    expect(rejected.length).toBe(5000);
    expect(rejected.at(-1)?.place).toBe("line 5005");
  });

  test("of one long record with nothing in it takes no longer than its bytes", async () => {
    const title = `${" ".repeat(500_000)}x${"(".repeat(500_000)}`;
    const many = Array.from({ length: 50_000 }, () => ({ author: { author: {} } }));
    const { rejected } = await readDumps(
      [
        edition(1, {
          title,
          subtitle: title,
          publish_date: title,
          series: [title],
          languages: [{ key: title }],
        }) +
          edition(2, {
            title: "x",
            authors: many,
            contributors: many,
            contributions: many,
            isbn_13: many,
            works: many,
          }) +
          edition(3, {
            title: "x",
            contributors: [{ name: "x", role: title }],
            subjects: [title],
            title_prefix: title,
          }) +
          `/type/edition\t/books/OL4M\t1\t2\t${'{"a":['.repeat(500_000)}\n`,
      ],
      scratch,
    );
    expect(rejected.map(({ reason }) => reason)).toEqual(["too large", "too large", "malformed"]);
  });
});

describe("bytes", () => {
  test("may be cut at any place", async () => {
    const bytes = Buffer.from(SMALL);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const splitter = new LineSplitter();
      const parts = [bytes.subarray(0, cut), bytes.subarray(cut)].map((part) => splitter.push(part));
      const lines = [...parts, splitter.end()].flatMap((part) =>
        Array.from(part, ({ bytes }) => bytes.toString()),
      );
      expect(lines).toEqual(LINES);
    }
    const whole = await readDumps([SMALL], scratch);
    expect(whole.books.map(({ title }) => title)).toEqual(["Emma", "Émma 😀"]);
    for (const chunk of [1, 2, 3, 7, 64, 100, 500]) {
      expect(await readDumps([dump(bytes, chunk)], scratch)).toEqual(whole);
    }
  });

  test("may end anywhere: what came whole is there", async () => {
    const bytes = Buffer.from(SMALL);
    for (let end = 0; end < bytes.length; end += 11) {
      const { books, rejected } = await readDumps([bytes.subarray(0, end).toString("latin1")], scratch);
      expect(rejected.filter(({ reason }) => reason === "malformed").length).toBeLessThanOrEqual(1);
      expect(books.length).toBeGreaterThanOrEqual(end > bytes.indexOf("/type/edition\t/books/OL2M") ? 1 : 0);
    }
  }, 60_000);

  test("of any kind between good lines leave these as they are", async () => {
    const good = (await readDumps([SMALL], scratch)).books;
    const anyLine = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc
        .constantFrom(...LINES)
        .chain((whole) => fc.nat(whole.length).map((length) => whole.slice(0, length))),
      fc
        .tuple(fc.constantFrom("author", "work", "edition", "redirect", "page"), fc.json())
        .map(([type, json]) => `/type/${type}\t/books/OL99999x\t1\t2020\t${json}`),
      fc.constantFrom("\u0000", "/type/", "/type/edition\t{", "x".repeat(100_000), "\u2028{}", "\ufeff"),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyLine, { maxLength: 12 }),
        fc.integer({ min: 1, max: 500 }),
        async (bad, chunk) => {
          const lines = LINES.flatMap((whole, i) => [whole, ...bad.filter((_, j) => j % LINES.length === i)]);
          // A line that was cut behind its last character is whole, and there once more.
          const { books } = await readDumps([dump(lines.join("\n").replaceAll("\r", " "), chunk)], scratch);
          expect(books).toEqual(good);
        },
      ),
      { numRuns: 100 },
    );
  }, 60_000);

  test("of any kind give books, rejections or a CatalogueError", async () => {
    const keys = fc.constantFrom("/authors/OL1A", "/works/OL1W", "/works/OL2W", "/books/OL1M", "/books/OL2M");
    const fields = fc.constantFrom(
      ...[
        "title",
        "title_prefix",
        "subtitle",
        "name",
        "personal_name",
        "alternate_names",
        "authors",
        "works",
        "key",
      ],
      ...[
        "subjects",
        "series",
        "languages",
        "isbn_10",
        "isbn_13",
        "publish_date",
        "first_publish_date",
        "location",
      ],
      ...["contributors", "contributions", "fuller_name", "author", "role", "value", "__proto__"],
    );
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        keys,
        fc.string({ unit: "binary", maxLength: 30 }),
        fc.constantFrom(null, true, 0, -1, 1e300, "(#", "1985.", ", ill."),
        fc.array(tie("value"), { maxLength: 5 }),
        fc.dictionary(fields, tie("value"), { maxKeys: 5 }),
      ),
    })).value;
    const records = fc
      .tuple(
        fc.constantFrom("author", "work", "edition", "redirect"),
        keys,
        fc.dictionary(fields, values, { maxKeys: 8 }),
      )
      .map(([type, key, record]) => line(type, key, record));
    const bytes = fc.oneof(
      fc.array(records, { maxLength: 20 }).map((lines) => Buffer.from(lines.join(""))),
      fc.uint8Array({ maxLength: 500 }).map((array) => Buffer.from(array)),
      fc
        .uint8Array({ maxLength: 500 })
        .map((array) => Buffer.concat([Buffer.from("/type/edition\t"), array])),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { maxLength: 3 }), async (sources) => {
        try {
          const { books } = await readDumps(
            sources.map((source) => dump(source)),
            scratch,
          );
          for (const { title, isbns, contributors, subjects, work: key, standing } of books) {
            expect(title).not.toBe("");
            expect(isbns.every((isbn) => /^\d{13}$/.test(isbn))).toBe(true);
            expect(contributors.every(({ name, role }) => name !== "" && role !== "")).toBe(true);
            expect(subjects.length).toBeLessThanOrEqual(20);
            expect(key === null || /^OL\d+W$/.test(key)).toBe(true);
            expect(standing).toBeGreaterThanOrEqual(0);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(CatalogueError);
        }
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});
