import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openLibrary } from "../../../src/catalogue/import/formats/open-library.ts";
import { testFolder } from "../folder.ts";
import { author, dump, edition, line, of, readDumps, redirect, work } from "./open-library-dump.ts";

const scratch = testFolder();
const read = (...dumps: string[]) => readDumps(dumps, scratch);

const AUTHORS =
  author(1, { name: "Mikhail Bulgakov", alternate_names: ["Михаил Булгаков"] }) +
  author(2, { name: "Diana Burgin" }) +
  author(3, { name: "Nobody asks" });
const WORKS =
  work(10, {
    title: "Master i Margarita",
    first_publish_date: "1967",
    authors: [{ type: "/type/author_role", author: { key: "/authors/OL1A" } }],
    subjects: ["Devil -- Fiction"],
  }) + work(11, { title: "A work alone", authors: [{ author: { key: "/authors/OL2A" } }] });
const EDITIONS =
  edition(101, {
    ...of(10),
    title: "The Master and Margarita",
    publish_date: "c1995",
    isbn_10: ["0875010679"],
  }) +
  edition(100, { ...of(10), subjects: ["Russian fiction"], languages: [{ key: "/languages/rus" }] }) +
  edition(102, { title: "Without a work", authors: [{ key: "/authors/OL2A" }] });

const BULGAKOV = { name: "Mikhail Bulgakov", role: "author", aliases: ["Михаил Булгаков"] };
const EMPTY = { subtitle: null, series: null, price: null, quantity: 0 };
const BOOKS = [
  {
    ...EMPTY,
    title: "Without a work",
    contributors: [{ name: "Diana Burgin", role: "author" }],
    isbns: [],
    year: null,
    language: null,
    subjects: [],
    standing: 1,
    work: null,
  },
  {
    ...EMPTY,
    title: "Master i Margarita",
    contributors: [BULGAKOV],
    isbns: [],
    year: 1967,
    language: "ru",
    subjects: ["Russian fiction", "Devil -- Fiction"],
    standing: 2,
    work: "OL10W",
  },
  {
    ...EMPTY,
    title: "The Master and Margarita",
    contributors: [BULGAKOV],
    isbns: ["9780875010670"],
    year: 1967,
    language: null,
    subjects: ["Devil -- Fiction"],
    standing: 2,
    work: "OL10W",
  },
  {
    ...EMPTY,
    title: "A work alone",
    contributors: [{ name: "Diana Burgin", role: "author" }],
    isbns: [],
    year: null,
    language: null,
    subjects: [],
    standing: 0,
    work: "OL11W",
  },
];

test("a work is found by its own title, though no edition bears it", async () => {
  const dump =
    work(20, { title: "Преступление и наказание" }) +
    edition(201, { ...of(20), title: "Crime and Punishment" });
  expect((await read(dump)).books).toMatchObject([
    {
      title: "Crime and Punishment",
      editions: [{ isbn: null, title: "Преступление и наказание", year: null, language: null }],
    },
  ]);
});

describe("authors, works and editions", () => {
  test.each([
    ["authors, works, editions", [AUTHORS, WORKS, EDITIONS]],
    ["authors, editions, works", [AUTHORS, EDITIONS, WORKS]],
    ["works, authors, editions", [WORKS, AUTHORS, EDITIONS]],
    ["works, editions, authors", [WORKS, EDITIONS, AUTHORS]],
    ["editions, authors, works", [EDITIONS, AUTHORS, WORKS]],
    ["editions, works, authors", [EDITIONS, WORKS, AUTHORS]],
    ["one file", [EDITIONS + AUTHORS + WORKS]],
    ["all mixed", [(EDITIONS + WORKS + AUTHORS).split("\n").sort().reverse().join("\n")]],
  ])("give the same books in the order of %s", async (_, dumps) => {
    expect(await read(...dumps)).toEqual({ books: BOOKS, rejected: [], repaired: {} });
  });

  test("that come twice are there once, of the higher revision", async () => {
    const { books } = await read(
      AUTHORS + WORKS + EDITIONS,
      author(1, { name: "Old" }, 0) +
        work(10, { title: "Old" }, 0) +
        edition(100, { ...of(10), title: "Old" }, 0),
      AUTHORS + WORKS + EDITIONS,
    );
    expect(books).toEqual(BOOKS);
  });

  test("without a file give nothing, and an empty file too", async () => {
    expect((await read()).books).toEqual([]);
    expect((await read("")).books).toEqual([]);
    expect((await read("\n \r\n")).rejected).toEqual([]);
  });

  test("of one work stand together, however many there are", async () => {
    const many = Array.from({ length: 10_500 }, (_, i) =>
      edition(i + 1, { ...of((i % 2) + 1), title: `Psalm ${i}` }),
    );
    const most = Array.from({ length: 10_500 }, (_, i) => edition(i + 20_000, { ...of(1), title: "Bible" }));
    const { books } = await read(many.join(""), most.join(""));
    expect(books.length).toBe(21_000);
    expect(books.findIndex((book) => book.work === "OL2W")).toBe(15_750);
    expect(books.slice(15_750).every(({ work, standing }) => work === "OL2W" && standing === 5250)).toBe(
      true,
    );
    // Ten thousand are counted before the first of them is given.
    expect(books[0]?.standing).toBe(10_000);
    expect(books[15_749]?.standing).toBe(15_750);
  });

  test("of one work come with those first that are called as it is", async () => {
    const { books } = await read(
      work(1, { title: "The Adventures of Tom Sawyer" }),
      edition(1, { ...of(1), title: "Tom Sawyer (Webster's French Thesaurus Edition)" }),
      edition(2, { ...of(1), title: "Adventures of Tom Sawyer." }),
      edition(3, { ...of(1), title: "Las aventuras de Tom Sawyer" }),
      edition(4, { ...of(1), title: "The adventures of Tom Sawyer" }),
    );
    expect(books.map(({ title }) => title)).toEqual([
      "Adventures of Tom Sawyer",
      "The adventures of Tom Sawyer",
      "Tom Sawyer (Webster's French Thesaurus Edition)",
      "Las aventuras de Tom Sawyer",
    ]);
  });

  test("whose keys are larger than any that exist are told apart", async () => {
    const [a, b] = [2 ** 26 + 7, 999_999_999_999_999];
    const { books } = await read(
      redirect("/works/OL7W", `/works/OL${b}W`) +
        edition(a, { ...of(a), title: "First" }) +
        edition(b, { ...of(b), title: "Second" }) +
        edition(1, { ...of(7), title: "Third" }),
    );
    expect(books.map(({ title, work, standing }) => [title, work, standing])).toEqual([
      ["First", `OL${a}W`, 1],
      ["Third", `OL${b}W`, 2],
      ["Second", `OL${b}W`, 2],
    ]);
  });
});

describe("an edition", () => {
  test("is as old as its work, and a work as old as its oldest edition", async () => {
    const works =
      work(1, { title: "Gulliver's travels", first_publish_date: "1966" }) + work(2, { title: "Emma" });
    const { books } = await read(
      works +
        edition(1, { ...of(1), publish_date: "1870" }) +
        edition(2, { ...of(1), publish_date: "May 5, 2006" }) +
        edition(3, { ...of(2), publish_date: "[1816]" }),
    );
    expect(books.map(({ year }) => year)).toEqual([1870, 1966, 1816]);
  });

  test("whose authors are unknown has those of its work, and is counted as repaired", async () => {
    const { books, repaired } = await read(
      author(1, { name: "Jane Austen" }) +
        author(3, { bio: "of no name" }) +
        work(1, { title: "Emma", authors: [{ author: "/authors/OL1A" }] }) +
        edition(1, { ...of(1), authors: [{ key: "/authors/OL2A" }, { key: "/authors/OL3A" }] }) +
        edition(2, { title: "By nobody", authors: [{ key: "/authors/OL2A" }] }),
    );
    expect(books.map(({ contributors }) => contributors)).toEqual([
      [],
      [{ name: "Jane Austen", role: "author" }],
    ]);
    expect(repaired).toEqual({ "unknown author": 2 });
  });

  test("whose work no record tells of keeps its key", async () => {
    const { books } = await read(edition(1, { ...of(5), title: "Emma" }));
    expect(books).toMatchObject([{ title: "Emma", work: "OL5W", standing: 1 }]);
  });

  test("takes the first of its works that is one", async () => {
    const { books } = await read(
      edition(1, {
        title: "Emma",
        works: [{ key: "/books/OL1M" }, null, { key: "/works/OL6W" }, { key: "/works/OL7W" }],
      }),
    );
    expect(books[0]?.work).toBe("OL6W");
  });

  test("without a title, where its work has none either, is rejected where it stands", async () => {
    const { books, rejected } = await read(
      work(1, { title: " " }) + work(2, {}),
      `\n${edition(1, of(1))}${edition(2, { title: "\u0000" })}${edition(3, { ...of(1), title: "Emma" })}`,
    );
    expect(books.map(({ title }) => title)).toEqual(["Emma"]);
    expect(rejected).toEqual([
      { source: 0, place: "line 2", reason: "without a title", detail: null, fields: ["/works/OL2W"] },
      { source: 1, place: "line 3", reason: "without a title", detail: null, fields: ["/books/OL2M"] },
      { source: 1, place: "line 2", reason: "without a title", detail: null, fields: ["/books/OL1M"] },
    ]);
  });
});

describe("redirects", () => {
  const emma = work(2, { title: "Emma" }) + edition(21, { ...of(2), publish_date: "1816" });
  const merged =
    edition(11, { ...of(1), title: "Emma, a novel" }) + edition(31, { ...of(3), title: "Emma!" });
  const chain =
    redirect("/works/OL1W", "/works/OL4W") +
    redirect("/works/OL4W", "/works/OL3W") +
    redirect("/works/OL3W", "/works/OL2W");

  test.each([
    ["before the editions", [chain, merged, emma]],
    ["behind them", [merged, emma, chain]],
  ])("of works are followed, %s", async (_, dumps) => {
    const { books } = await read(...dumps);
    expect(books.map(({ title, work, standing }) => [title, work, standing])).toEqual([
      ["Emma", "OL2W", 3],
      ["Emma!", "OL2W", 3],
      ["Emma, a novel", "OL2W", 3],
    ]);
  });

  test("of works win over an older record of the work", async () => {
    const { books } = await read(work(1, { title: "Emma" }) + redirect("/works/OL1W", "/works/OL2W") + emma);
    expect(books.map(({ work }) => work)).toEqual(["OL2W"]);
  });

  test("of works in a circle lead nowhere", async () => {
    const circle = redirect("/works/OL1W", "/works/OL3W") + redirect("/works/OL3W", "/works/OL1W");
    const { books } = await read(merged + circle + redirect("/works/OL2W", "/works/OL2W") + emma);
    expect(books.map(({ work }) => work)).toEqual(["OL1W", "OL2W", "OL3W"]);
  });

  test("of authors are followed, in a circle to nobody", async () => {
    const { books, repaired } = await read(
      redirect("/authors/OL1A", "/authors/OL2A") +
        edition(1, { title: "Emma", authors: [{ key: "/authors/OL1A" }, { key: "/authors/OL3A" }] }) +
        author(3, { name: "Jane Austen" }) +
        redirect("/authors/OL2A", "/authors/OL3A") +
        edition(2, { title: "Circles", authors: [{ key: "/authors/OL4A" }] }) +
        redirect("/authors/OL4A", "/authors/OL5A") +
        redirect("/authors/OL5A", "/authors/OL4A"),
    );
    expect(books.map(({ contributors }) => contributors)).toEqual([
      [{ name: "Jane Austen", role: "author" }],
      [],
    ]);
    expect(repaired).toEqual({ "unknown author": 1 });
  });

  test("to something else are passed over", async () => {
    const { books, rejected } = await read(
      redirect("/works/OL2W", "/authors/OL1A") +
        redirect("/books/OL21M", "/books/OL1M") +
        redirect("/people/a", "/people/b") +
        line("redirect", "/works/OL2W", { location: 5 }) +
        emma,
    );
    expect(books).toMatchObject([{ title: "Emma", work: "OL2W" }]);
    expect(rejected).toEqual([]);
  });
});

describe("the format", () => {
  test.each([
    ["/type/author\t/authors/OL1A", true],
    ["\ufeff\r\n\n/type/page /about", true],
    ["", false],
    ["title,author\n/type/work\t", false],
    ["/types/", false],
  ])("recognises a dump by its first line: %j", (head, expected) => {
    expect(openLibrary.recognises(Buffer.from(head))).toBe(expected);
  });

  test("says so where a file is no dump", async () => {
    await expect(read(AUTHORS, "title,author\nEmma,Jane Austen\n")).rejects.toThrow(
      "the file dump.txt is no dump of Open Library, whose lines begin with /type/; " +
        "name its dumps of authors, works and editions, or the complete one",
    );
  });

  test("passes over deletions and records of other types without a look at their JSON", async () => {
    const others = ["delete", "page", "user", "language", "subject", "list", "i18n", "object"];
    const lines = others.map((type) => `/type/${type}\t/works/OL10W\t1\t2020\t{ broken\n`);
    expect(await read(lines.join("") + AUTHORS + WORKS + EDITIONS)).toEqual({
      books: BOOKS,
      rejected: [],
      repaired: {},
    });
  });

  test("gives some hundred books at a time, and a batch now and then while there are none", async () => {
    const pages = line("page", "/about", { body: "x".repeat(100_000) }).repeat(35);
    const editions = Array.from({ length: 2000 }, (_, i) => edition(i + 1, { title: `Book ${i}` })).join("");
    const sizes: number[] = [];
    for await (const { books } of openLibrary.read([dump(pages + editions)], { scratch }))
      sizes.push(books.length);
    expect(Math.max(...sizes)).toBe(500);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(2000);
    expect(sizes.slice(0, 4)).toEqual([0, 0, 0, 0]);
  });

  test("says that the disk is full where it is", async () => {
    const full = {
      ...dump(AUTHORS),
      read: () => Promise.reject(Object.assign(new Error("no"), { code: "ENOSPC" })),
    };
    await expect(readDumps([full], scratch)).rejects.toThrow(
      /^the disk is full: .* free some and try again$/,
    );
  });
});

describe("the scratch folder", () => {
  const large = Array.from({ length: 3000 }, (_, i) => edition(i + 1, { title: `Book ${i}` })).join("");
  const open = () => (process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0);

  test("is left empty and closed at the end", async () => {
    const before = open();
    await read(large, AUTHORS, WORKS);
    expect(readdirSync(scratch)).toEqual([]);
    expect(open()).toBe(before);
  });

  test.each([
    ["while it is read", 0],
    ["while books come", 1],
  ])("and where the reader stops %s, or fails", async (_, books) => {
    const before = open();
    for (const fails of [false, true]) {
      const stopped = (async () => {
        for await (const batch of openLibrary.read([dump(large)], { scratch })) {
          if (batch.books.length < books) continue;
          expect(readdirSync(scratch).length).toBe(1);
          if (fails) throw new Error("enough");
          break;
        }
      })();
      if (fails) await expect(stopped).rejects.toThrow("enough");
      else await stopped;
      expect(readdirSync(scratch)).toEqual([]);
    }
    expect(open()).toBe(before);
  });
});
