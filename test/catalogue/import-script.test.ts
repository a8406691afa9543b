import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Catalogue } from "../../src/catalogue/catalogue.ts";
import { compile, PROJECT } from "../command-line/running.ts";
import { startNode } from "../support/node-process.ts";
import { testFolder } from "./folder.ts";

// Each test starts a process or three, and the machine may have other work.
vi.setConfig({ testTimeout: 30_000 });

const root = testFolder();
let folder: string;
let csv: string;
let database: string;
let runs = 0;

beforeAll(compile);

beforeEach(() => {
  folder = join(root, String(++runs));
  mkdirSync(folder);
  csv = join(folder, "books.csv");
  database = join(folder, "books.sqlite");
});

/** Starts the script as `npm run import -- …` does. */
const start = (args: readonly string[]) =>
  startNode(["--enable-source-maps", "dist/scripts/import.js", ...args], {
    cwd: PROJECT,
    env: { ...process.env, PENNY_DATABASE: database },
  });

const run = (...args: string[]) => start(args).ended;

const titles = (author: string) => {
  const catalogue = Catalogue.open(database);
  try {
    return catalogue.searchByAuthor(author, { page: 1, size: 100 }).books.map(({ title }) => title);
  } finally {
    catalogue.close();
  }
};

/** A catalogue that was imported, and an import that takes some seconds and is about to replace it. */
async function importingAgain() {
  writeFileSync(csv, "title,author\nEmma,Jane Austen\n");
  await run(csv);
  const before = readFileSync(database);
  const rows = Array.from({ length: 400_000 }, (_, i) => `Book ${i},"Surname${i % 5000}, Name",2001\n`);
  writeFileSync(csv, `title,author,year\n${rows.join("")}`);
  const { child, ended } = start([csv]);
  while (!readdirSync(folder).some((name) => name.endsWith(".draft"))) await setTimeout(5);
  return { before, child, ended };
}

describe("npm run import", () => {
  test.each([["-h"], ["--help"]])("%s prints the usage", async (option) => {
    const { status, stdout, stderr } = await run(option);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: npm run import -- FILE\.csv/);
  });

  test("builds a catalogue, reports, and puts aside the rows that are no books", async () => {
    writeFileSync(
      csv,
      [
        "\ufeffId;Book Title;Author;ISBN;Year;Price;Qty;Lang",
        '1;Emma;"Austen, Jane, 1775-1817";0-19-953552-3;1815.0;"12,99";3;eng',
        "2;;Nobody;;;;;",
        "",
        '3;"Two\nlines (Twins, #2)";Ann Bee|Cal Dee (Translator);;c1998;;;',
        ";;;",
        '4;"unclosed;x',
        "5;Too;many;;;;;;fields",
        "6;Nobody's book;;;;;;",
      ].join("\r\n"),
    );
    const { status, stdout, stderr } = await run(csv);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^rows read +8$/m);
    expect(stdout).toMatch(/^books kept +3$/m);
    expect(stdout).toMatch(
      /^rejected +5 \(1 without a title, 2 empty, 2 malformed\); see .*books\.rejected\.csv$/m,
    );
    expect(stdout).toMatch(/^ISBNs +1$/m);
    expect(stdout).toMatch(/^authors +3$/m);
    expect(stdout).toMatch(/^seconds +\d+\.\d$/m);
    expect(stdout).toMatch(/^books a second +[\d,]+$/m);
    expect(stdout).toContain(database);
    expect(readFileSync(csv.replace(/csv$/, "rejected.csv"), "utf8").split("\n")).toEqual([
      "line,reason,Id,Book Title,Author,ISBN,Year,Price,Qty,Lang",
      "3,without a title,2,,Nobody,,,,,",
      "4,empty,",
      "7,empty,,,,",
      '8,a quote is out of place,"4;""unclosed;x"',
      "9,the header has 8 fields and this record 9,5,Too,many,,,,,,fields",
      "",
    ]);
    const catalogue = Catalogue.open(database);
    const find = (author: string) => catalogue.searchByAuthor(author, { page: 1, size: 9 }).books;
    expect(find("jane austen")).toEqual([
      {
        id: 1,
        isbn: "9780199535521",
        title: "Emma",
        subtitle: null,
        series: null,
        year: 1815,
        language: "en",
        price: 1299,
        quantity: 3,
        contributors: [{ name: "Austen, Jane", role: "author" }],
      },
    ]);
    expect(find("dee")).toMatchObject([
      {
        id: 2,
        title: "Two lines",
        series: "Twins, 2",
        year: 1998,
        contributors: [
          { name: "Ann Bee", role: "author" },
          { name: "Cal Dee", role: "translator" },
        ],
      },
    ]);
    catalogue.close();
  });

  test("removes the rejected rows of an earlier run when there are none", async () => {
    writeFileSync(csv, "title\nEmma\n");
    writeFileSync(csv.replace(/csv$/, "rejected.csv"), "line,reason\n");
    const { status, stdout } = await run(csv);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^rejected +0$/m);
    expect(existsSync(csv.replace(/csv$/, "rejected.csv"))).toBe(false);
  });

  test("imports though the rejected rows cannot be written, and says so", async () => {
    writeFileSync(csv, "title,author\nEmma,Jane Austen\n,x\n");
    mkdirSync(csv.replace(/csv$/, "rejected.csv"));
    const { status, stderr } = await run(csv);
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^The rejected rows could not be written to .*books\.rejected\.csv: a folder is there\.\n$/,
    );
    expect(titles("austen")).toEqual(["Emma"]);
  });

  // Where nobody makes a file, whoever runs the tests.
  test.runIf(process.platform === "linux")("says that it may not write the catalogue", async () => {
    writeFileSync(csv, "title,author\nEmma,Jane Austen\n");
    const { status, stdout, stderr } = await run(csv, "--database", "/proc/books.sqlite");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe(
      "This user may not write in the folder /proc, where the catalogue books.sqlite is to be built; " +
        "change its permissions or name another catalogue with --database.\n",
    );
  });

  test("takes the columns and the separator that are named", async () => {
    writeFileSync(csv, "Werk,Wer\nEmma,Jane Austen + Ann Bee\n");
    const { status } = await run(
      csv,
      "--map",
      "title=Werk",
      "--map=author=Wer",
      "--authors-separated-by",
      "+",
    );
    expect(status).toBe(0);
    expect(titles("bee")).toEqual(["Emma"]);
  });

  test("--database goes before PENNY_DATABASE", async () => {
    writeFileSync(csv, "title\nEmma\n");
    const other = join(folder, "other.sqlite");
    expect((await run(csv, "--database", other)).status).toBe(0);
    expect([existsSync(other), existsSync(database)]).toEqual([true, false]);
  });

  test("counts the books with bytes that are not UTF-8", async () => {
    writeFileSync(csv, Buffer.from("title,author\nVillette,Charlotte Bront\xeb\n", "latin1"));
    const { status, stdout } = await run(csv);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^not UTF-8 +1 books; save the file as UTF-8/m);
  });

  test("the same file makes the same catalogue, byte for byte", async () => {
    writeFileSync(csv, `title,author\n${'Emma,"Austen, Jane"\n'.repeat(3000)}`);
    const other = join(folder, "other.sqlite");
    await run(csv);
    await run(csv, "--database", other);
    expect(readFileSync(database).equals(readFileSync(other))).toBe(true);
  });

  test.each<[why: string, text: string | null, args: string[], message: RegExp]>([
    ["no file is named", null, [], /^A file is missing, as in: npm run import -- books\.csv\.$/],
    [
      "two files are named",
      "title\nx\n",
      ["more.csv"],
      /^One file is enough, and 2 were given; see --help\.$/,
    ],
    ["an option is unknown", "title\nx\n", ["--nonsense"], /^Unknown option '--nonsense'; see --help\.$/],
    ["the file is missing", null, ["nowhere.csv"], /^There is no file .*nowhere\.csv\.$/],
    ["a folder is named", null, ["."], /^The file .* is a folder; name a CSV file\.$/],
    ["the file is empty", "", [], /^.*books\.csv is empty\.$/],
    [
      "the first line is blank",
      "\ntitle\nx\n",
      [],
      /^The first line of .*books\.csv is blank; it should name/,
    ],
    [
      "no column holds the title",
      "a,b\n1,2\n",
      [],
      /^No column for the title in .*; its columns are a, b; name one/,
    ],
    [
      "a mapped column is missing",
      "title\nx\n",
      ["--map", "year=y"],
      /^No column y in .*; its columns are title\.$/,
    ],
    [
      "a field is unknown",
      "title\nx\n",
      ["--map", "colour=title"],
      /^--map knows no field colour; it knows title/,
    ],
    [
      "there are no rows",
      "title\n",
      [],
      /^.*books\.csv has no rows below its header; the catalogue stays as it was\.$/,
    ],
    [
      "no row is a book",
      "title\n\n",
      [],
      /^No row of .*books\.csv is a book, so the catalogue stays as it was; see /,
    ],
    ["the text is UTF-16", "\ufeff\0", [], /not a text file/],
  ])("says in one sentence that %s", async (_, text, args, message) => {
    if (text !== null) writeFileSync(csv, text);
    const { status, stdout, stderr } = await run(...(text === null ? [] : [csv]), ...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr.trimEnd()).toMatch(message);
    expect(existsSync(database)).toBe(false);
  });

  test("Ctrl-C leaves the old catalogue byte for byte and exits with 130", async () => {
    const { before, child, ended } = await importingAgain();
    child.kill("SIGINT");
    child.kill("SIGINT"); // npm hands on what the terminal has sent already
    expect(await ended).toEqual({
      status: 130,
      stdout: "",
      stderr: "The import was stopped; the catalogue stays as it was.\n",
    });
    expect(readFileSync(database).equals(before)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(["books.csv", "books.sqlite"]);
  });

  test("a kill leaves the old catalogue, and the next run removes the draft", async () => {
    const { before, child, ended } = await importingAgain();
    child.kill("SIGKILL");
    await ended;
    expect(readFileSync(database).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith(".draft"))).toHaveLength(1);
    rmSync(csv);
    writeFileSync(csv, "title,author\nPersuasion,Jane Austen\n");
    expect((await run(csv)).status).toBe(0);
    expect(titles("austen")).toEqual(["Persuasion"]);
    expect(readdirSync(folder).sort()).toEqual(["books.csv", "books.sqlite"]);
  });
});
