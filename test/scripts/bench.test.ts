import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import leven from "leven";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { NAMES, type Run, readWishes } from "../../scripts/bench/arguments.ts";
import { requestOf } from "../../scripts/bench/codec/request.ts";
import { pathOf } from "../../scripts/bench/http-load.ts";
import { percentile, summaryOf, tableOfKinds } from "../../scripts/bench/latencies.ts";
import { isbnTyped } from "../../scripts/bench/queries/isbns.ts";
import { KINDS } from "../../scripts/bench/queries/kinds.ts";
import { nameTyped } from "../../scripts/bench/queries/names.ts";
import { halfTyped, misspelt } from "../../scripts/bench/queries/typing.ts";
import { MIX, QueryMaker, thinned } from "../../scripts/bench/queries.ts";
import { asking } from "../../scripts/bench/rivals/postgresql/statements.ts";
import { rowsOf } from "../../scripts/bench/rivals/rows.ts";
import { rivalsOf } from "../../scripts/bench/rivals.ts";
import { tableOf } from "../../scripts/bench/table.ts";
import { median, ratioOf, takeTurns } from "../../scripts/bench/turns.ts";
import { Random } from "../../src/catalogue/generate/random.ts";
import { writeFileOfBooks } from "../../src/catalogue/generate/write.ts";
import { importFiles } from "../../src/catalogue/import/import.ts";
import { isbn13 } from "../../src/catalogue/isbn.ts";
import { UsageError } from "../../src/command-line/arguments.ts";
import { testFolder } from "../catalogue/folder.ts";
import { compile, PROJECT } from "../command-line/running.ts";
import { startNode } from "../support/node-process.ts";

describe("the arguments of npm run bench", () => {
  const run = (name: Run["name"], books?: number): Run => ({ name, books });
  const others = { rounds: undefined, seconds: undefined, keep: undefined, without: [] };

  test("name what is measured, all but scale unless given", () => {
    const all = NAMES.filter((name) => name !== "scale").map((name) => run(name));
    expect(readWishes([])).toEqual({ ...others, runs: all });
    expect(readWishes(["cgi", "--rounds", "3", "codec", "--seconds=9"])).toEqual({
      ...others,
      runs: [run("cgi"), run("codec")],
      rounds: 3,
      seconds: 9,
    });
  });

  test("say how many books a catalogue is to have, where it stays and with whom it is not compared", () => {
    const args = ["catalogue", "scale", "10000000", "28_000_000", "cgi", "--keep", "x", "--without", "like"];
    expect(readWishes(args)).toEqual({
      ...others,
      runs: [run("catalogue"), run("scale", 1e7), run("scale", 2.8e7), run("cgi")],
      keep: "x",
      without: ["like"],
    });
    expect(readWishes(["catalogue", "50_000"])?.runs).toEqual([run("catalogue", 50_000)]);
  });

  test("may ask for the usage", () => {
    expect(readWishes(["cgi", "--help"])).toBeUndefined();
  });

  test.each([
    [["cig"], /^there is no benchmark "cig"; there are site, cgi, /],
    [["--rounds", "0"], /^--rounds is a number from 1 to 999$/],
    [["--seconds", "many"], /^--seconds is a number from 1 to 999$/],
    [["--laps", "2"], /^Unknown option '--laps'/],
    [["scale"], /^scale needs a number of books, as in: /],
    [["scale", "1999"], /^scale takes a number of books from 2_000 to 1_000_000_000, and not 1999$/],
    [["catalogue", "10_00"], /and not 10_00$/],
    [["cgi", "5000"], /^cgi takes no number of books; catalogue and scale do$/],
    [["5000"], /^there is no benchmark "5000"/],
    [["--keep", ""], /^--keep is given without a folder$/],
    [["--without", "grep"], /^there is no rival "grep" to leave out; there are fts5, like, postgresql$/],
  ])("%j make no sense", (args, message) => {
    expect(() => readWishes(args)).toThrow(UsageError);
    expect(() => readWishes(args)).toThrow(message);
  });
});

describe("turns", () => {
  const turn = (rate: number) => ({ rate, perProcessorSecond: 2 * rate, generator: 0.5 });

  test("are taken one after the other, and the first ones do not count", async () => {
    const taken: string[] = [];
    const rival = (name: string, rate: number) => async (second: number) => {
      taken.push(`${name}${second}`);
      return turn(rate * (second + 1));
    };
    const seconds = await takeTurns({ a: rival("a", 10), b: rival("b", 40) }, { warmUp: 1, seconds: 2 });
    expect(taken).toEqual(["a0", "b0", "a1", "b1", "a2", "b2"]);
    expect(seconds.map((turns) => turns.get("a")?.rate)).toEqual([20, 30]);
    expect(ratioOf(seconds, "a", "b")).toBe(0.25);
    expect(ratioOf(seconds, "b", "a", "perProcessorSecond")).toBe(4);
  });

  test("count by the median", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([])).toBeNaN();
  });
});

test("the table says what was aimed at, and whether it is met", () => {
  const figures = [
    { name: "one", measured: 0.9, atLeast: 0.85 },
    { name: "another", measured: 1.13, atMost: 1.12 },
    { name: "time", measured: 5.46, unit: "µs" },
  ] as const;
  expect(tableOf(figures)).toBe(
    [
      "one          0.90  at least 0.85  met\n",
      "another      1.13  at most 1.12   NOT MET\n",
      "time       5.5 µs\n",
    ].join(""),
  );
});

test("the table has room for large figures", () => {
  const figures = [
    { name: "imported", measured: 51_234.5, unit: "books/s", atLeast: 50_000 },
    { name: "p99", measured: 0.123, unit: "ms", atMost: 10 },
  ] as const;
  expect(tableOf(figures)).toBe(
    [
      "imported  51,235 books/s  at least 50,000  met\n",
      "p99              0.12 ms  at most 10       met\n",
    ].join(""),
  );
});

test("the request of the codec's figure is 2 KiB long", () => {
  expect(requestOf(1)).toHaveLength(2048);
});

describe("latencies", () => {
  const hundred = Array.from({ length: 100 }, (_, place) => 100 - place);

  test.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0.001, 1],
  ])("the percentile %d of 1 to 100 is %d", (share, value) => {
    expect(percentile(hundred, share)).toBe(value);
  });

  test("a percentile is one of the values, and none of none", () => {
    expect(percentile([7], 0.99)).toBe(7);
    expect(percentile([3, 10], 0.5)).toBe(3);
    expect(percentile([], 0.5)).toBeNaN();
  });

  test("of several rounds count the medians, and the longest of all", () => {
    const rounds = [
      [1, 2, 30],
      [2, 3, 4],
      [3, 90, 5],
    ];
    expect(summaryOf(rounds)).toEqual({ count: 3, p50: 3, p99: 30, slowest: 5, longest: 90 });
  });

  test("each kind has a line", () => {
    const queries = ["b", "a", "b"].map((kind) => ({ kind, wanted: {} }));
    const lines = tableOfKinds(queries, [[1, 2, 3]]).split("\n");
    expect(lines.map((line) => line.trim().split(/\s+/).slice(0, 3))).toEqual([
      ["ms", "queries", "p50"],
      ["a", "1", "2.00"],
      ["b", "2", "1.00"],
      ["all", "3", "2.00"],
    ]);
  });
});

describe("what people type", () => {
  const random = new Random();
  const draws = (make: () => string | undefined) =>
    Array.from({ length: 300 }, make).filter((typed) => typed !== undefined);

  test("half a title is its beginning, cut in a word", () => {
    const typed = draws(() => halfTyped("The Old Man: and the Sea!", random));
    for (const text of typed) expect("the old man and the sea".startsWith(text.toLowerCase())).toBe(true);
    expect(new Set(typed.map((text) => text.toLowerCase())).size).toBeGreaterThan(5);
    expect(typed.filter((text) => text.length < 3)).toEqual([]);
  });

  test("a misspelt word has one mistake, and not in its first letter", () => {
    const typed = draws(() => misspelt("tolkien", random));
    expect(typed.every((word) => word.startsWith("t") && word !== "tolkien")).toBe(true);
    // Two letters in the wrong order are two edits.
    expect(typed.every((word) => leven(word, "tolkien") <= 2)).toBe(true);
    expect(new Set(typed).size).toBeGreaterThan(50);
    expect(misspelt("abc", random)).toBeUndefined();
  });

  test("names come in four shapes", () => {
    const typed = new Set(draws(() => nameTyped("J.R.R. Tolkien", random)));
    expect([...typed].sort()).toEqual(
      ["Tolkien", "J.R.R Tolkien", "Tolkien, J.R.R", "JRR Tolkien", "J R R Tolkien", "J.R.R. Tolkien"].sort(),
    );
    expect(new Set(draws(() => nameTyped("村上春樹", random)))).toEqual(new Set(["村上春樹"]));
  });

  test("every shape of an ISBN is that ISBN", () => {
    const typed = draws(() => isbnTyped("9780439023481", random));
    expect(typed.map(isbn13).filter((isbn) => isbn !== "9780439023481")).toEqual([]);
    expect(new Set(typed.map((isbn) => isbn.replaceAll("-", "")))).toEqual(
      new Set(["9780439023481", "0439023483"]),
    );
    expect(typed.some((isbn) => isbn.includes("-"))).toBe(true);
  });

  test("a query is a path of the site", () => {
    expect(pathOf({ kind: "", wanted: { author: "lee & co", from: -20 } })).toBe(
      "/searchresults?author=lee+%26+co&from=-20",
    );
  });
});

// Building a catalogue and running processes take their time where the machine has other work.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

describe("a catalogue of made-up books", () => {
  const folder = testFolder();
  const csv = join(folder, "books.csv");
  const database = join(folder, "books.sqlite");

  beforeAll(async () => {
    await writeFileOfBooks(csv, { count: 4000, seed: 1 });
    await importFiles([csv], database);
  });

  function made<T>(make: (maker: QueryMaker) => T): T {
    const maker = new QueryMaker(database);
    try {
      return make(maker);
    } finally {
      maker.close();
    }
  }

  test("gives 2,000 different queries, the same again, and others for another seed", () => {
    const one = made((maker) => maker.mix(1));
    expect(one).toHaveLength(MIX);
    expect(new Set(one.map(({ wanted }) => JSON.stringify(wanted))).size).toBe(MIX);
    expect(made((maker) => maker.mix(1))).toEqual(one);
    const other = made((maker) => maker.mix(2, one));
    const both = [...one, ...other].map(({ wanted }) => JSON.stringify(wanted));
    expect(new Set(both).size).toBe(2 * MIX);
  });

  test("gives as many of each kind as their shares say, and titles for what it does not have", () => {
    const queries = made((maker) => maker.mix(1));
    const counts = new Map<string, number>();
    for (const { kind } of queries) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const [titles] = KINDS;
    for (const { name, share } of KINDS) {
      if (name === "subject") expect(counts.get(name)).toBeUndefined();
      else if (name === titles.name) expect(counts.get(name)).toBe(share + 40);
      else expect({ name, count: counts.get(name) }).toEqual({ name, count: share });
    }
    expect(KINDS.reduce((sum, { share }) => sum + share, 0)).toBe(MIX);
    const letters = queries.filter(({ kind }) => kind === "one letter").map(({ wanted }) => wanted.q);
    expect(letters.sort().join("")).toBe("abcdefghijklmnopqrstuvwxyz");
  });

  test("gives beginnings of authors' names, each different, of 2 to 8 letters", () => {
    const queries = made((maker) => maker.authorPrefixes(1, 1000));
    const prefixes = queries.map(({ wanted }) => wanted.author ?? "");
    expect(new Set(prefixes).size).toBe(1000);
    const lengths = prefixes.map((prefix) => Array.from(prefix).length);
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([2, 8]);
  });

  test("gives rivals one query of so many, of each kind", () => {
    const queries = made((maker) => maker.mix(1));
    const some = thinned(queries, 10);
    expect(some.filter(({ kind }) => kind === "ISBN")).toHaveLength(16);
    expect(some.filter(({ kind }) => kind === "26 letters")).toHaveLength(2);
    expect(thinned(queries, 1)).toEqual(queries);
  });

  test.each([
    ["FTS5", "like"],
    ["LIKE", "fts5"],
  ] as const)("has its books found by %s", async (name, other) => {
    const [book] = [...rowsOf(database)].filter(
      ({ title, isbn }) => isbn !== "" && /^[A-Z][a-z ]+$/.test(title),
    );
    const { title = "", id, authors = "", language } = book ?? {};
    const setting = { folder, without: [other, "postgresql"] as const, say: () => {} };
    for await (const rival of rivalsOf(database, setting)) {
      expect(rival.name).toBe(name);
      const answers = await rival.ask([
        { q: title },
        { title, author: authors.split(" ")[0], ...(language ? { language } : {}) },
        { q: title, from: 2999 },
        { q: '"%_' },
      ]);
      expect(answers.map(({ ids }) => ids.includes(id ?? 0))).toEqual([true, true, false, false]);
      expect(answers.every(({ milliseconds }) => milliseconds > 0)).toBe(true);
    }
    expect(readdirSync(folder).sort()).toEqual(["books.csv", "books.sqlite"]);
  });
});

test("what people type is a literal for PostgreSQL, whatever is in it", () => {
  const years = { author: "lee", title: "mock", from: 1950, language: "en" };
  const script = asking([{ q: "o'brien \\ x" }, years]);
  expect(script.split("\n").filter((line) => line.startsWith("EXECUTE"))).toEqual([
    String.raw`EXECUTE search ('''o''''brien'' & ''\\'' & ''x'':*', 'o''brien \ x');`,
    "EXECUTE search_language_from ('''mock'':*A & ''lee'':*B', 'mock lee', 'en', '1950');",
  ]);
});

describe("npm run bench -- catalogue and scale", () => {
  const folder = testFolder();

  beforeAll(compile);

  // The servers and the memory of processes are looked at as Linux has them.
  test.runIf(process.platform === "linux")("measure, say what is met, and leave nothing behind", async () => {
    const temporary = join(folder, "temporary");
    mkdirSync(temporary);
    const { PENNY_TEST_DATA: _, ...env } = process.env;
    const args = ["catalogue", "4000", "scale", "4000", "--rounds", "1", "--without", "postgresql"];
    const { ended } = startNode(["dist/scripts/bench.js", ...args, "--keep", join(folder, "kept")], {
      cwd: PROJECT,
      env: { ...env, TMPDIR: temporary },
    });
    const { status, stdout, stderr } = await ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^4,000 books, SQLite FTS5: .*; built in \d+ s, \d+ MB$/m);
    expect(stdout).toMatch(/^Project Gutenberg is left out, for PENNY_TEST_DATA names no folder/m);
    expect(stdout).toMatch(/books-4000\.sqlite is there, and is not built again$/m);
    expect(stdout).toMatch(/16 connections that always wait for an answer, \d+ requests a second: /);
    for (const figure of [
      /^4,000 books: imported +[\d,]+ books\/s {2}at least 50,000 /m,
      /^4,000 books: the import's memory +[1-9]\d+ MB {2}at most 400 /m,
      /^4,000 books: on the disk, a book +[\d,]+ bytes {2}at most 320 /m,
      /^4,000 books: the mix, p99 +[\d.]+ ms {2}at most 10 /m,
      /^4,000 books: LIKE, p50 +[\d.]+ ms$/m,
      /^4,000 books: the mix's p50, of that of 10,000 books +[\d.]+ {2}at most 3 /m,
      /^4,000 books: author prefix, p99 +[\d.]+ ms {2}at most 1 /m,
      /^4,000 books: HTTP, p99 +[\d.]+ ms {2}at most 25 /m,
      /^4,000 books: the form meanwhile, p99 +[\d.]+ ms {2}at most 35 /m,
      /^4,000 books: the server's own memory +[1-9]\d+ MB {2}at most 150 /m,
    ]) {
      expect(stdout).toMatch(figure);
    }
    expect(readdirSync(temporary)).toEqual([]);
    expect(readdirSync(join(folder, "kept")).sort()).toEqual([
      ...["books-10000.csv", "books-10000.sqlite", "books-4000.csv", "books-4000.sqlite"],
    ]);
  });
});
