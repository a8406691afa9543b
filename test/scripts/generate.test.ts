import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { testFolder } from "../catalogue/folder.ts";
import { compile, PROJECT } from "../command-line/running.ts";
import { startNode } from "../support/node-process.ts";

// Each test starts a process or two, and the machine may have other work.
vi.setConfig({ testTimeout: 30_000 });

const root = testFolder();
let folder: string;
let runs = 0;

beforeAll(compile);

beforeEach(() => {
  folder = join(root, String(++runs));
  mkdirSync(folder);
});

/** Starts the script as `npm run generate -- …` does in the folder. */
const start = (...args: string[]) =>
  startNode(["--enable-source-maps", "dist/scripts/generate.js", ...args], {
    cwd: PROJECT,
    env: { ...process.env, INIT_CWD: folder },
  });

const run = (...args: string[]) => start(...args).ended;

const lines = (text: string) => text.split("\n").length - 1;

/** Enough books to be busy with for some minutes. */
const MANY = "100_000_000";

/** A run that has begun to write. */
async function writing(file: string) {
  const started = start(MANY, "--output", file);
  const draft = `${file}.${started.child.pid}.draft`;
  while (!existsSync(join(folder, draft))) await setTimeout(5);
  return { ...started, draft };
}

describe("npm run generate", () => {
  test.each([["-h"], ["--help"]])("%s prints the usage", async (option) => {
    const { status, stdout, stderr } = await run(option);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: npm run generate -- COUNT/);
  });

  test("writes as many books as wanted where it was called, and says so", async () => {
    const { status, stdout, stderr } = await run("12_000");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^12,000 books in .*generated-12000\.csv, made up in \d+\.\d s\n$/);
    expect(readdirSync(folder)).toEqual(["generated-12000.csv"]);
    const rows: unknown[] = parse(readFileSync(join(folder, "generated-12000.csv")), { columns: true });
    expect(rows).toHaveLength(12_000);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      ...["isbn", "title", "authors", "year", "language", "price", "quantity", "ratings_count"],
    ]);
  });

  test("writes the same file again, the beginning of a larger one, and another for another seed", async () => {
    await run("3000", "--output", "a.csv");
    await run("3000", "--output", "b.csv", "--seed", "1");
    await run("2000", "--output", "c.csv");
    await run("3000", "--output", "d.csv", "--seed=4_000_000_000");
    const [a = "", b = "", c = "", d = ""] = ["a", "b", "c", "d"].map((name) =>
      readFileSync(join(folder, `${name}.csv`), "utf8"),
    );
    expect(a).toBe(b);
    expect(a.startsWith(c)).toBe(true);
    expect([lines(a), lines(c), lines(d)]).toEqual([3001, 2001, 3001]);
    expect(a).not.toBe(d);
  });

  test("compresses a file whose name ends in .gz", async () => {
    await run("2000", "--output", "books.csv.gz");
    await run("2000", "--output", "books.csv");
    const compressed = readFileSync(join(folder, "books.csv.gz"));
    expect(gunzipSync(compressed).equals(readFileSync(join(folder, "books.csv")))).toBe(true);
  });

  test("writes to standard output for -, and nothing else there", async () => {
    const { status, stdout, stderr } = await run("2000", "--output", "-");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(lines(stdout)).toBe(2001);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("ends without a word when nobody reads standard output any more", async () => {
    const { child, ended } = start(MANY, "--output", "-");
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.stdout.destroy();
    expect(await ended).toMatchObject({ status: 0, stderr: "" });
  });

  test.each<[why: string, args: string[], message: RegExp]>([
    ["no number is given", [], /^The number of books is missing, as in: npm run generate -- 10_000\.$/],
    ["two numbers are given", ["1", "2"], /^One number is enough, and 2 were given; see --help\.$/],
    [
      "no book is wanted",
      ["0"],
      /^The number of books is a whole number from 1 to 1_000_000_000, and not 0\.$/,
    ],
    ["too many are wanted", ["1_000_000_001"], /^The number of books is a whole number from 1 /],
    ["half a book is wanted", ["1.5"], /, and not 1\.5\.$/],
    ["the number is in words", ["many"], /, and not many\.$/],
    ["the thousands are parted wrongly", ["10_00"], /, and not 10_00\.$/],
    [
      "the seed is none",
      ["5", "--seed", "x"],
      /^--seed is a whole number from 0 to 4_294_967_295, and not x\.$/,
    ],
    ["the seed is too large", ["5", "--seed", "4294967296"], /^--seed is a whole number from 0 /],
    ["the file has no name", ["5", "--output", ""], /^--output is given without a file\.$/],
    ["an option is unknown", ["5", "--rows"], /^Unknown option '--rows'; see --help\.$/],
    [
      "the folder is missing",
      ["5", "--output", "nowhere/x.csv"],
      /nowhere\/x\.csv cannot be written: there is no such folder\.$/,
    ],
    [
      "a folder has the name",
      ["5", "--output", "."],
      / is there already; remove it, or name another file with --output\.$/,
    ],
  ])("says in one sentence that %s", async (_, args, message) => {
    const { status, stdout, stderr } = await run(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr.trimEnd()).toMatch(message);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("never writes over a file", async () => {
    writeFileSync(join(folder, "books.csv"), "precious");
    const { status, stderr } = await run("5", "--output", "books.csv");
    expect(status).toBe(1);
    expect(stderr).toMatch(/books\.csv is there already; remove it, or name another file with --output\.\n$/);
    expect(readFileSync(join(folder, "books.csv"), "utf8")).toBe("precious");
  });

  test("says that a file is no folder to write in", async () => {
    writeFileSync(join(folder, "books.csv"), "precious");
    const { status, stderr } = await run("5", "--output", "books.csv/x.csv");
    expect(status).toBe(1);
    expect(stderr).toMatch(/x\.csv cannot be written: there is no such folder\.\n$/);
  });

  // Where nobody makes a file, whoever runs the tests.
  test.runIf(process.platform === "linux")("says that it may not write there", async () => {
    const { status, stderr } = await run("5", "--output", "/proc/books.csv");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^\/proc\/books\.csv cannot be written: [^\n]+\.\n$/);
  });

  test.each([["books.csv"], ["books.csv.gz"]])(
    "Ctrl-C leaves nothing of %s and exits with 130",
    async (file) => {
      const { child, ended } = await writing(file);
      child.kill("SIGINT");
      child.kill("SIGINT"); // npm hands on what the terminal has sent already
      expect(await ended).toEqual({
        status: 130,
        stdout: "",
        stderr: "It was stopped, and no file is left.\n",
      });
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  test("Ctrl-C stops what is written to standard output too", async () => {
    const { child, ended } = start(MANY, "--output", "-");
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ status: 130, stderr: "It was stopped, and no file is left.\n" });
  });

  test("what a killed run has left is removed by the next one, and what another is writing is not", async () => {
    const killed = await writing("books.csv");
    killed.child.kill("SIGKILL");
    await killed.ended;
    const other = await writing("books.csv");
    expect(existsSync(join(folder, killed.draft))).toBe(false);
    expect((await run("10", "--output", "books.csv")).status).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(["books.csv", other.draft]);
  });
});
