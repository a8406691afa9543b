import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { compile, PROJECT } from "../command-line/running.ts";
import { type Ended, startNode } from "../support/node-process.ts";
import { testFolder } from "./folder.ts";
import { book, build } from "./library.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 120_000 });

const folder = testFolder();
const database = join(folder, "books.sqlite");

beforeAll(async () => {
  await compile();
  await build(database, [
    book("The Hobbit", "J.R.R. Tolkien", { isbns: ["9780261103344"], year: 1937, language: "en" }),
    book("The Return of the King", "J.R.R. Tolkien", { year: 1955, series: "The Lord of the Rings, 3" }),
    book("The Iliad", "Homer", { year: -750, subtitle: "Rendered into English Prose" }),
    book("War and Peace", [], {
      contributors: [
        { name: "Leo Tolstoy", role: "author" },
        { name: "Louise Maude", role: "translator" },
      ],
      isbns: ["9780199232765", "9781400079988"],
    }),
    ...Array.from({ length: 1100 }, (_, index) =>
      book(`Volume ${index}`, "Prolific Writer", { year: 1900 + (index % 100) }),
    ),
  ]);
});

/** Runs the script as `npm run search -- …` does, on the catalogue of this file. */
function run(...args: string[]): Promise<Ended> {
  return startNode(["--enable-source-maps", join(PROJECT, "dist/scripts/search.js"), ...args], {
    cwd: folder,
    env: { ...process.env, PENNY_DATABASE: database },
  }).ended;
}

async function json(...args: string[]) {
  const { status, stdout, stderr } = await run(...args, "--json");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout);
}

describe("npm run search", () => {
  test.each([["-h"], ["--help"]])("%s prints the usage", async (option) => {
    const { status, stdout, stderr } = await run(option);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: npm run search -- \[words \.\.\.\] \[options\]\n/);
    for (const name of [
      "author",
      "title",
      "subject",
      "isbn",
      "language",
      "from",
      "to",
      "limit",
      "offset",
      "json",
      "explain",
    ]) {
      expect(stdout).toContain(`--${name}`);
    }
  });

  test("lists the books that are found, and how many they are", async () => {
    expect(await run("tolkien")).toEqual({
      status: 0,
      stderr: "",
      stdout: [
        "  1. The Hobbit",
        "     J.R.R. Tolkien · 1937 · ISBN 9780261103344",
        "  2. The Return of the King",
        "     J.R.R. Tolkien · 1955 · [The Lord of the Rings, 3]",
        "",
        "2 books.",
        "",
      ].join("\n"),
    });
  });

  test("tells years before the Common Era, roles and editions", async () => {
    expect((await run("iliad")).stdout).toBe(
      "  1. The Iliad: Rendered into English Prose\n     Homer · 750 BCE\n\n1 book.\n",
    );
    expect((await run("maude")).stdout).toContain(
      "Leo Tolstoy, Louise Maude (translator) · ISBN 9780199232765 · 2 editions",
    );
  });

  test("takes several words with and without quotes of the shell as one search", async () => {
    const { stdout } = await run("return", "king");
    expect((await run("return king")).stdout).toBe(stdout);
    expect(stdout).toContain("The Return of the King");
  });

  test.each<[args: string[], title: string]>([
    [["--author", "tolk", "--title", "king"], "The Return of the King"],
    [["--isbn", "0-261-10334-2"], "The Hobbit"],
    [["--isbn", "9781400079988"], "War and Peace"],
    [["--language", "en"], "The Hobbit"],
    [["--to=-1"], "The Iliad"],
    [["--to=-700", "--from=-800"], "The Iliad"],
    [["--from", "1955", "--to", "1955", "--author", "tolkien"], "The Return of the King"],
    [["--title", "volume 1099"], "Volume 1099"],
    [["tolkein hobbit"], "The Hobbit"],
  ])("understands %j", async (args, title) => {
    expect((await json(...args)).results[0]?.title).toBe(title);
  });

  test("says that there are more than it counts, and gives the page that is asked for", async () => {
    const { stdout } = await run("prolific", "--limit", "2", "--offset", "10");
    expect(stdout.split("\n").filter((line) => /^ {2}\d\. /.test(line))).toHaveLength(2);
    expect(stdout).toMatch(/\nMore than 1,000 books\.\n$/);
  });

  test("nothing found is no failure", async () => {
    expect(await run("xyzzyplugh")).toEqual({ status: 0, stderr: "", stdout: "No books.\n" });
  });

  test("says what was searched for instead of what was misspelt, and without which words", async () => {
    expect((await run("tolkein")).stdout).toMatch(
      /^Few books or none have these words\. Searched for: tolkien\n\n/,
    );
    expect((await run("hobbit xyzzyplugh")).stdout).toMatch(
      /^Few books or none .* without “xyzzyplugh”: hobbit\n\n/,
    );
  });
});

describe("npm run search --json", () => {
  test("prints one object with the books and why they were found", async () => {
    expect(await json("hobbit")).toEqual({
      count: 1,
      more: false,
      mended: null,
      results: [
        {
          id: 1,
          title: "The Hobbit",
          authors: ["J.R.R. Tolkien"],
          year: 1937,
          isbn: "9780261103344",
          subtitle: null,
          series: null,
          contributors: [{ name: "J.R.R. Tolkien", role: "author" }],
          language: "en",
          price: null,
          quantity: 0,
          editions: 1,
          reason: "title",
          marks: { title: [[4, 10]], subtitle: [], series: [], contributors: [[]] },
        },
      ],
    });
  });

  test("has the mended search, and more than a thousand", async () => {
    expect(await json("tolkein")).toMatchObject({
      count: 2,
      mended: { how: "corrected", request: { q: "tolkien" }, dropped: [] },
    });
    expect(await json("prolific")).toMatchObject({ count: 1000, more: true });
    expect(await json("xyzzyplugh")).toMatchObject({ count: 0, more: false, mended: null, results: [] });
  });

  test("has the steps with --explain", async () => {
    const { understood, steps } = await json("tolkien hob", "--explain");
    expect(understood).toEqual(["any: tolkien and hob…"]);
    expect(steps.length).toBeGreaterThan(1);
    for (const step of steps) {
      expect(step).toEqual({
        name: expect.any(String),
        milliseconds: expect.any(Number),
        rows: expect.any(Number),
        read: expect.any(Number),
      });
    }
  });
});

test("--explain says how the words were understood and what each step took", async () => {
  const { status, stdout } = await run("j.r.r. hob -king", "--language", "en", "--from", "1900", "--explain");
  expect(status).toBe(0);
  expect(stdout).toContain("any: (jrr or j and r and r) and hob");
  expect(stdout).toContain("not: king");
  expect(stdout).toContain("language: en");
  expect(stdout).toMatch(/years: 1900 to \d+/);
  expect(stdout).toMatch(/^Step +ms +rows +lists read$/m);
  expect(stdout).toMatch(/^all +\d+\.\d{3}$/m);
});

test.each<[why: string, args: string[], message: RegExp]>([
  ["nothing is asked", [], /^What to search for is missing, as in: npm run search -- 'jrr tolkien'\.$/],
  ["nothing but blanks are asked", ["", "--author="], /^What to search for is missing/],
  ["an option is unknown", ["x", "--nonsense"], /^Unknown option '--nonsense'; see --help\.$/],
  ["the limit is none", ["x", "--limit", "0"], /^--limit is a number from 1 to 100\.$/],
  ["the limit is too large", ["x", "--limit", "101"], /^--limit is a number from 1 to 100\.$/],
  ["the limit is no number", ["x", "--limit", "ten"], /^--limit is a number from 1 to 100\.$/],
  ["the offset is too large", ["x", "--offset", "1000"], /^--offset is a number from 0 to 999\.$/],
  ["the year is no number", ["x", "--from", "1e3"], /^--from is a number from -9999 to 9999\.$/],
  ["--database has no file", ["x", "--database="], /^--database is given without a file\.$/],
  [
    "the catalogue is missing",
    ["x", "--database", "nowhere.sqlite"],
    /^There is no catalogue at .*nowhere\.sqlite; build one with: npm run import/,
  ],
  [
    "the catalogue is a text",
    ["x", "--database", "text.sqlite"],
    /^The file .*text\.sqlite is not a SQLite database; build a catalogue with/,
  ],
  [
    "the catalogue is a folder",
    ["x", "--database", "."],
    /is not a file; name a catalogue with --database\.$/,
  ],
])("says in one sentence that %s", async (_, args, message) => {
  writeFileSync(join(folder, "text.sqlite"), "Dear reader, this is no database at all.\n".repeat(50));
  const { status, stdout, stderr } = await run(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr.trimEnd()).toMatch(message);
});
