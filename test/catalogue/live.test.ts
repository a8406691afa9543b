import {
  closeSync,
  copyFileSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { buildCatalogue } from "../../src/catalogue/build.ts";
import type { Catalogue } from "../../src/catalogue/catalogue.ts";
import { CatalogueError } from "../../src/catalogue/errors.ts";
import { liveCatalogue } from "../../src/catalogue/live.ts";
import { Database } from "../../src/catalogue/sqlite.ts";
import { buildBooks } from "../penny/books.ts";
import { standingClock } from "../support/clock.ts";
import { testFolder } from "./folder.ts";

const folder = testFolder();
const good = join(folder, "good.sqlite"); // "Old Book" by Harper Lee
const better = join(folder, "better.sqlite"); // "New Book" by Harper Lee
const large = join(folder, "large.sqlite"); // "Large Book" by Harper Lee, and 4000 others

let file: string;
let runs = 0;

beforeAll(async () => {
  await buildBooks(good, [["Old Book", "Harper Lee"]]);
  await buildBooks(better, [["New Book", "Harper Lee"]]);
  const others = Array.from(
    { length: 4000 },
    (_, at) => [`Volume ${at}, or the ${at * 7}th`, `Author ${at % 900}`] as const,
  );
  await buildBooks(large, [["Large Book", "Harper Lee"], ...others]);
});

beforeEach(() => {
  const own = join(folder, String(++runs));
  mkdirSync(own);
  file = join(own, "books.sqlite");
  copyFileSync(good, file);
});

standingClock();

/** Lets more time pass than that in which nobody looks at the file. */
function later(milliseconds = 1100): void {
  vi.setSystemTime(Date.now() + milliseconds);
}

/** Puts a file of these bytes, or a copy of one, in the place of the catalogue as an import does. */
function replace(content: Buffer | string): void {
  const draft = `${file}.new`;
  if (typeof content === "string") copyFileSync(content, draft);
  else writeFileSync(draft, content);
  renameSync(draft, file);
}

/** The catalogue's file as the site follows it, and what was reported meanwhile. */
function follow(): {
  readonly now: () => Catalogue;
  readonly titles: () => string[];
  readonly reports: string[];
} {
  const reports: string[] = [];
  const now = liveCatalogue(file, { report: (message) => reports.push(message) });
  const titles = () =>
    now()
      .search({ author: "harper lee", limit: 20 })
      .results.map(({ book }) => book.title);
  return { now, titles, reports };
}

/** How often this process holds a file that lies, or lay, in this folder; undefined where the system does not tell. */
function held(path: string): number | undefined {
  if (process.platform !== "linux") return undefined;
  const links = readdirSync("/proc/self/fd").flatMap((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`);
    } catch {
      return []; // the one by which they are listed
    }
  });
  return links.filter((link) => dirname(link) === path).length;
}

const heldOne = process.platform === "linux" ? 1 : undefined;

describe("liveCatalogue", () => {
  test("opens nothing before it is asked", () => {
    rmSync(file);
    const { titles } = follow();
    expect(titles).toThrow(CatalogueError);
    expect(titles).toThrow(/^there is no catalogue at .*; build one with: npm run import/);
    copyFileSync(good, file);
    expect(titles()).toEqual(["Old Book"]);
  });

  test("moves to a file that takes the place of the old one, and lets the old one go", () => {
    const { titles, reports } = follow();
    expect(titles()).toEqual(["Old Book"]);
    replace(better);
    later(900);
    expect(titles()).toEqual(["Old Book"]); // nobody has looked yet
    later(200);
    expect(titles()).toEqual(["New Book"]);
    expect(held(dirname(file))).toBe(heldOne);
    expect(reports).toEqual([]);
  });

  test("gives the same catalogue while there is no other", () => {
    const { now } = follow();
    const first = now();
    later();
    expect(now()).toBe(first);
  });

  test("notices a replacement though the clock was set back", () => {
    const { titles } = follow();
    titles();
    replace(better);
    later(-3_600_000);
    expect(titles()).toEqual(["New Book"]);
  });

  test("follows a symbolic link that leads elsewhere", () => {
    rmSync(file);
    symlinkSync(good, file);
    const { titles } = follow();
    expect(titles()).toEqual(["Old Book"]);
    rmSync(file);
    symlinkSync(better, file);
    later();
    expect(titles()).toEqual(["New Book"]);
  });

  test("lets go of a file that was replaced though nobody asks", () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
    const { now, titles } = follow();
    const first = now();
    replace(better);
    vi.advanceTimersByTime(10_000);
    expect(() => first.search({ author: "lee", limit: 1 })).toThrow("not open");
    expect(held(dirname(file))).toBe(heldOne);
    expect(titles()).toEqual(["New Book"]);
  });

  test("holds no more after five hundred replacements than after ten, but some kilobytes", () => {
    const { titles } = follow();
    const replaced = (times: number) => {
      for (let time = 0; time < times; time++) {
        replace(time % 2 === 0 ? better : good);
        later();
        expect(titles()).toEqual([time % 2 === 0 ? "New Book" : "Old Book"]);
      }
      return { descriptors: held(dirname(file)), memory: process.memoryUsage().rss };
    };
    const before = replaced(100);
    const after = replaced(500);
    expect(after.descriptors).toBe(heldOne);
    expect((after.memory - before.memory) / 500).toBeLessThan(100 * 1024);
  }, 60_000);
});

/** Changes a copy of a catalogue by SQL and gives its bytes. */
function altered(source: string, sql: string): Buffer {
  const copy = `${file}.altered`;
  copyFileSync(source, copy);
  const database = new Database(copy);
  database.unsafeMode(); // to write into sqlite_schema
  database.exec(sql);
  database.close();
  return readFileSync(copy);
}

/** The catalogue with its last bytes replaced by others. */
function withEnd(share: number, fill: number): Buffer {
  const bytes = readFileSync(large);
  return bytes.fill(fill, Math.floor(bytes.length * (1 - share)));
}

describe("a new file is refused with one report, and the old one serves on:", () => {
  test.each<[what: string, bytes: () => Buffer, message: RegExp]>([
    ["an empty one", () => Buffer.alloc(0), /is a SQLite database but not a catalogue/],
    ["a text", () => Buffer.from("Dear reader,\n".repeat(1000)), /is not a SQLite database/],
    ["a foreign database", () => altered(good, "PRAGMA application_id = 7"), /but not a catalogue/],
    [
      "one of an older schema",
      () => altered(good, "PRAGMA user_version = 1"),
      /is a catalogue of version 1 /,
    ],
    [
      "one whose words are folded otherwise",
      () => altered(good, "UPDATE properties SET value = 0.5 WHERE name = 'folding'"),
      /whose words are folded by version 0\.5/,
    ],
    ["one without a table", () => altered(good, "DROP TABLE sounds"), /no such table: sounds/],
    ["one without an index", () => altered(good, "DROP INDEX books_by_isbn"), /no such index: books_by_isbn/],
    ["one without its last book", () => altered(good, "DELETE FROM books"), /is damaged; build it anew/],
    ["the first page of one", () => readFileSync(large).subarray(0, 4096), /is damaged/],
    ["the first half of one", () => readFileSync(large).subarray(0, 200_000), /is damaged/],
    ["all but the last byte of one", () => readFileSync(large).subarray(0, -1), /is damaged/],
    ["one whose second half is not there yet", () => withEnd(0.5, 0), /is damaged/],
    ["one whose last hundredth is not there yet", () => withEnd(0.01, 0), /is damaged/],
    ["one whose end is overwritten", () => withEnd(0.3, 7), /is damaged/],
  ])("%s", (_, bytes, message) => {
    const { titles, reports } = follow();
    titles();
    replace(bytes());
    for (let look = 0; look < 5; look++) {
      later();
      expect(titles()).toEqual(["Old Book"]);
    }
    expect(reports).toEqual([
      expect.stringMatching(/^the new catalogue is refused and the old one served: /),
    ]);
    expect(reports[0]).toMatch(message);
    expect(held(dirname(file))).toBe(heldOne);
    replace(better);
    later();
    expect(titles()).toEqual(["New Book"]);
    expect(reports.slice(1)).toEqual([`the catalogue ${file} is whole and is served now`]);
  });

  test("each that is bad in its own way is reported", () => {
    const { titles, reports } = follow();
    titles();
    for (const text of ["one", "two", "three"]) {
      replace(Buffer.from(text));
      later();
      expect(titles()).toEqual(["Old Book"]);
    }
    expect(reports).toHaveLength(3);
  });

  test("a copy that is being made is reported once, and served when it is whole", () => {
    const { titles, reports } = follow();
    titles();
    const bytes = readFileSync(large);
    rmSync(file);
    const descriptor = openSync(file, "w");
    for (let written = 0; written < bytes.length; written += 20_000) {
      writeSync(descriptor, bytes.subarray(written, written + 20_000));
      later();
      if (written + 20_000 < bytes.length) expect(titles()).toEqual(["Old Book"]);
    }
    closeSync(descriptor);
    later();
    expect(titles()).toEqual(["Large Book"]);
    expect(reports).toEqual([
      expect.stringMatching(/^the new catalogue is refused .* is damaged; build it anew/),
      `the catalogue ${file} is whole and is served now`,
    ]);
  });

  test("one that another process has locked, without a stop, and it is tried again after a minute", () => {
    const { titles, reports } = follow();
    titles();
    copyFileSync(better, `${file}.new`);
    const writer = new Database(`${file}.new`);
    writer.exec("BEGIN EXCLUSIVE");
    renameSync(`${file}.new`, file);
    later();
    const began = performance.now();
    expect(titles()).toEqual(["Old Book"]);
    expect(performance.now() - began).toBeLessThan(1000);
    expect(reports).toEqual([expect.stringContaining("database is locked")]);
    writer.close();
    later();
    expect(titles()).toEqual(["Old Book"]);
    later(60_000);
    expect(titles()).toEqual(["New Book"]);
  });

  test("the old one itself may come back", () => {
    const { now, reports } = follow();
    const first = now();
    linkSync(file, `${file}.kept`);
    replace(Buffer.from("no catalogue"));
    later();
    expect(now()).toBe(first);
    renameSync(`${file}.kept`, file);
    later();
    expect(now()).toBe(first);
    expect(reports).toHaveLength(1);
  });
});

describe("what is taken away is said to be gone, and served at once when it is back:", () => {
  test.each<[what: string, take: () => void, message: RegExp]>([
    ["no file", () => {}, /^the catalogue .* is gone$/],
    ["a folder", () => mkdirSync(file), /is not a file/],
    ["a link that leads nowhere", () => symlinkSync(`${file}.nowhere`, file), /is gone$/],
    ["a link that leads to itself", () => symlinkSync(file, file), /^there is no catalogue at/],
    ["a file in the place of its folder", () => rmSync(dirname(file), { recursive: true }), /is gone$/],
  ])("%s", (what, take, message) => {
    const { now, titles, reports } = follow();
    const first = now();
    const away = join(folder, `away-${runs}`);
    renameSync(file, away);
    take();
    if (what.startsWith("a file")) writeFileSync(dirname(file), "");
    expect(titles()).toEqual(["Old Book"]); // nobody has looked yet
    later();
    for (let request = 0; request < 3; request++) {
      expect(titles).toThrow(CatalogueError);
      expect(titles).toThrow(message);
    }
    rmSync(what.startsWith("a file") ? dirname(file) : file, { recursive: true, force: true });
    mkdirSync(dirname(file), { recursive: true });
    renameSync(away, file);
    expect(now()).toBe(first);
    rmSync(file);
    later();
    expect(titles).toThrow("is gone");
    copyFileSync(better, file);
    expect(titles()).toEqual(["New Book"]);
    expect(reports).toEqual([]); // who asks will say it
  });

  test("one that may not be read", async () => {
    // Whoever runs the tests may be allowed to read everything: the system's answer is played.
    let isReadable = true;
    vi.resetModules();
    vi.doMock("node:fs", async (original) => {
      const fs = await original<typeof import("node:fs")>();
      const accessSync: typeof fs.accessSync = (path, mode) => {
        if (isReadable) return fs.accessSync(path, mode);
        throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
      };
      return { ...fs, accessSync };
    });
    try {
      const { liveCatalogue } = await import("../../src/catalogue/live.ts");
      const now = liveCatalogue(file);
      const first = now();
      isReadable = false;
      later();
      expect(now).toThrow("may not be read by this user; change its permissions");
      isReadable = true;
      expect(now()).toBe(first);
    } finally {
      vi.doUnmock("node:fs");
      vi.resetModules();
    }
  });

  test("a bad file in the place of one that was removed is refused, and what was open serves on", () => {
    const { titles, reports } = follow();
    titles();
    rmSync(file);
    later();
    expect(titles).toThrow("is gone");
    writeFileSync(file, "no catalogue");
    expect(titles()).toEqual(["Old Book"]);
    expect(reports).toHaveLength(1);
  });
});

describe("a file into which somebody writes", () => {
  /** Overwrites the file where it lies, as cp does. */
  const overwrite = (content: string) => writeFileSync(file, readFileSync(content));

  test("is not lost to one who does so through SQLite, who is kept out", () => {
    const { titles } = follow();
    titles();
    for (const sql of ["DELETE FROM books", "PRAGMA journal_mode = wal", "VACUUM", "DROP TABLE words"]) {
      const writer = new Database(file, { timeout: 0 });
      expect(() => writer.exec(sql), sql).toThrow("locked");
      writer.close();
    }
    later();
    expect(titles()).toEqual(["Old Book"]);
  });

  test("may be another catalogue then, which is served", () => {
    const { titles } = follow();
    titles();
    overwrite(better);
    later();
    expect(titles()).toEqual(["New Book"]);
    overwrite(large);
    later();
    expect(titles()).toEqual(["Large Book"]);
    expect(held(dirname(file))).toBe(heldOne);
  });

  test.each<[how: string, write: () => void]>([
    ["it is emptied", () => truncateSync(file, 0)],
    ["it is shortened", () => truncateSync(file, 9000)],
    ["a text is written over it", () => writeFileSync(file, "Dear reader,\n".repeat(9000))],
    ["its pages are overwritten", () => writeFileSync(file, readFileSync(large).fill(7, 100))],
    ["it is a foreign database now", () => writeFileSync(file, altered(good, "PRAGMA application_id = 7"))],
  ])("is served no more when %s, until it is good again", (_, write) => {
    copyFileSync(large, file);
    const { titles, reports } = follow();
    expect(titles()).toEqual(["Large Book"]);
    write();
    later();
    for (let request = 0; request < 3; request++) {
      expect(titles).toThrow(CatalogueError);
      later();
    }
    expect(held(dirname(file))).toBe(heldOne && 0);
    overwrite(better);
    later();
    expect(titles()).toEqual(["New Book"]);
    expect(reports).toEqual([`the catalogue ${file} is whole and is served now`]);
  });

  test("breaks no search in the second in which nobody has looked: each finds what it can, or says why not", () => {
    for (const [bytes, length] of [
      [Buffer.alloc(0), 0],
      [Buffer.alloc(4096 * 20, 7), undefined],
      [readFileSync(better), undefined],
    ] as const) {
      copyFileSync(large, file);
      const { now } = follow();
      const catalogue = now();
      const descriptor = openSync(file, "r+");
      if (length !== undefined) ftruncateSync(descriptor, length);
      writeSync(descriptor, bytes);
      closeSync(descriptor);
      for (let at = 0; at < 200; at++) {
        try {
          catalogue.search({ q: `volume ${at}`, limit: 20 });
        } catch (error) {
          expect(error).toBeInstanceOf(CatalogueError);
        }
      }
      catalogue.close();
    }
  });

  test("may be touched", () => {
    const { titles, reports } = follow();
    for (let time = 0; time < 20; time++) {
      utimesSync(file, 1_000_000 + time, 1_000_000 + time);
      expect(titles()).toEqual(["Old Book"]);
      later();
    }
    expect(held(dirname(file))).toBe(heldOne);
    expect(reports).toEqual([]);
  });
});

test("the default report is a line on standard error", async () => {
  const lines: string[] = [];
  const write = vi.spyOn(process.stderr, "write").mockImplementation((line) => lines.push(String(line)) > 0);
  try {
    const now = liveCatalogue(file);
    now();
    replace(Buffer.from("no catalogue"));
    later();
    now();
  } finally {
    write.mockRestore();
  }
  expect(lines).toEqual([expect.stringMatching(/^the new catalogue is refused .*\n$/)]);
});

test("an import that is going on is no new catalogue yet", async () => {
  const { titles } = follow();
  titles();
  await buildCatalogue(file, async (writer) => {
    writer.add({
      title: "New Book",
      subtitle: null,
      series: null,
      contributors: [{ name: "Harper Lee", role: "author" }],
      isbns: [],
      subjects: [],
      year: null,
      language: null,
      price: null,
      quantity: 1,
      standing: 0,
      work: null,
    });
    later();
    expect(titles()).toEqual(["Old Book"]);
  });
  later();
  expect(titles()).toEqual(["New Book"]);
});
