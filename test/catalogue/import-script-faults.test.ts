import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { PROJECT } from "../command-line/running.ts";
import { importing } from "./importing.ts";
import { titlesBy } from "./library.ts";

const { here, run, start, write } = importing();

/** What an import says that fails, in one sentence, with no catalogue and nothing else left behind. */
async function fault(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await run(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^[A-Z-][^\n]+[.!?]\n$/);
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+|undefined|\[object/);
  expect(existsSync(here.database)).toBe(false);
  expect(readdirSync(here.folder).filter((name) => name.includes("draft"))).toEqual([]);
  return stderr.trimEnd();
}

test.each<[why: string, args: string[], message: RegExp]>([
  ["no file is named", [], /^A file is missing, as in: npm run import -- books\.csv\.$/],
  ["a file has no name", [""], /^A file has an empty name; see --help\.$/],
  ["an option is unknown", ["--nonsense"], /^Unknown option '--nonsense'; see --help\.$/],
  ["the file is missing", ["nowhere.csv"], /^There is no file .*nowhere\.csv\.$/],
  ["a folder is named", ["."], /^The file .* is a folder/],
  ["the format is unknown", ["books.csv", "--format", "docx"], /^--format knows no docx; it knows .*csv/],
  ["a file is given twice", ["books.csv", "books.csv"], /^A file is given twice; once is enough\.$/],
  ["--database has no file", ["books.csv", "--database="], /^--database is given without a file\.$/],
  [
    "the separator is empty",
    ["books.csv", "--authors-separated-by="],
    /^--authors-separated-by is given without/,
  ],
  [
    "the most bytes are no number",
    ["books.csv", "--max-bytes", "10 GB"],
    /^--max-bytes is a number of bytes/,
  ],
  ["the most bytes are none", ["books.csv", "--max-bytes=0"], /^--max-bytes is a number of bytes/],
  [
    "a mapped column is missing",
    ["books.csv", "--map", "year=y"],
    /^No column y in .*; its columns are title\.$/,
  ],
  [
    "a field is unknown",
    ["books.csv", "--map", "colour=title"],
    /^--map knows no field colour; it knows title/,
  ],
])("says in one sentence that %s", async (_, args, message) => {
  write("title\nEmma\n");
  expect(await fault(...args)).toMatch(message);
});

test.each<[why: string, text: string | Buffer, message: RegExp]>([
  ["the file is empty", "", /books\.csv is empty\.$/],
  ["the first line is blank", "\ntitle\nx\n", /^The first line of .*books\.csv is blank; it should name/],
  [
    "no column holds the title",
    "a,b\n1,2\n",
    /^No column for the title in .*; its columns are a, b; name one/,
  ],
  ["there are no rows", "title\n", /books\.csv holds no records; the catalogue stays as it was\.$/],
  ["it is binary", "\ufeff\0\u0001\u0002", /not a text file/],
  ["it is a zip archive", Buffer.from("PK\x03\x04rest", "latin1"), /is a zip archive; unpack it first\.$/],
  ["it is a database", "SQLite format 3\0", /is an SQLite database; export/],
  ["its compressed data end early", gzipSync("title\nEmma\n".repeat(1000)).subarray(0, 40), /books\.csv/],
])("says in one sentence what is wrong with a file: %s", async (_, text, message) => {
  expect(await fault(write(text))).toMatch(message);
});

test("says that no record is a book, and where they are", async () => {
  expect(await fault(write("title\n\n\n"))).toMatch(
    /books\.csv holds no book, so the catalogue stays as it was; see .*books\.rejected\.csv\.$/,
  );
});

test("says of standard input what it says of a file", async () => {
  const { child, ended } = start(["-"]);
  child.stdin.end("");
  const { status, stderr } = await ended;
  expect(status).toBe(1);
  expect(stderr).toMatch(/standard input.*\n$/i);
  expect(stderr).toMatch(/^[^\n]+\n$/);
});

test("says that files are of several formats, and what to do", async () => {
  const table = write("title\nEmma\n");
  const marc = write(
    '<?xml version="1.0"?><collection xmlns="http://www.loc.gov/MARC21/slim"></collection>',
    "books.xml",
  );
  expect(await fault(table, marc)).toMatch(
    /books\.csv is .* and .*books\.xml is .*; import one after the other with --append/,
  );
});

test("says that a file unpacks to more than it may", async () => {
  const bomb = write(gzipSync(`title\n${"x".repeat(1_000_000)}\n`), "books.csv.gz");
  expect(await fault(bomb, "--max-bytes", "100000")).toMatch(/holds more than 100,000 bytes; .*--max-bytes/);
});

test("keeps a file that is no catalogue in the place of one", async () => {
  writeFileSync(here.database, "dear diary");
  const { status, stderr } = await run(write("title\nEmma\n"));
  expect(status).toBe(1);
  expect(stderr).toMatch(/^The file .*books\.sqlite is no catalogue and stays as it is; .*--database\.\n$/);
  expect(readFileSync(here.database, "utf8")).toBe("dear diary");
});

// Where nobody makes a file, whoever runs the tests.
test.runIf(process.platform === "linux")("says that it may not write the catalogue", async () => {
  const { status, stdout, stderr } = await run(write("title\nEmma\n"), "--database", "/proc/books.sqlite");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toBe(
    "This user may not write in the folder /proc, where the catalogue books.sqlite is to be built; " +
      "change its permissions or name another catalogue with --database.\n",
  );
});

// A limit to how large a file may be is what a full disk is to a process.
test.runIf(process.platform === "linux").each([[100], [1000], [3000]])(
  "says that there is no room, where a file may have %d blocks, and leaves the old catalogue",
  async (blocks) => {
    await run(write("title,author\nEmma,Jane Austen\n"));
    const rows = Array.from(
      { length: 30_000 },
      (_, i) => `Title${i} words${i} more${i},Author${i},${i % 2000}\n`,
    );
    const csv = write(`title,author,year\n${rows.join("")}`);
    const before = readFileSync(here.database);
    const script = join(PROJECT, "dist/scripts/import.js");
    const limited = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`;
    const { status, stdout, stderr } = spawnSync("sh", ["-c", limited, process.execPath, script, csv], {
      encoding: "utf8",
      cwd: here.folder,
      env: { ...process.env, PENNY_DATABASE: here.database },
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(
      /^The disk (?:is full|did not take it): [^\n]*books\.sqlite was not written; [^\n]+\n$/,
    );
    expect(readFileSync(here.database).equals(before)).toBe(true);
    expect(titlesBy(here.database, "austen")).toEqual(["Emma"]);
    expect(readdirSync(here.folder).sort()).toEqual(["books.csv", "books.sqlite"]);
  },
);
