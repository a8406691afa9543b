import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { importing, untilDraft } from "./importing.ts";
import { titlesBy, withCatalogue } from "./library.ts";

const { here, start, run, write } = importing();

const rejected = (name = "books.rejected.csv") => join(here.folder, name);

describe("npm run import", () => {
  test.each([["-h"], ["--help"]])("%s prints the usage, with all formats", async (option) => {
    const { status, stdout, stderr } = await run(option);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: npm run import -- FILE\.\.\. \[options\]\n/);
    for (const format of ["csv", "MARC", "Open Library"]) expect(stdout).toContain(format);
    expect(stdout.split("\n").every((line) => line.length <= 96)).toBe(true);
  });

  test("builds a catalogue, reports, and puts aside the records that are no books", async () => {
    const csv = write(
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
    expect(stdout).toMatch(/^merged +0$/m);
    expect(stdout).toMatch(
      /^rejected +5 \(1 without a title, 2 empty, 2 malformed\); see .*books\.rejected\.csv$/m,
    );
    expect(stdout).toMatch(/^ISBNs +1$/m);
    expect(stdout).toMatch(/^seconds +\d+\.\d$/m);
    expect(stdout).toMatch(/^books a second +[\d,]+$/m);
    expect(stdout).toContain(here.database);
    expect(readFileSync(rejected(), "utf8").split("\n")).toEqual([
      "place,reason,Id,Book Title,Author,ISBN,Year,Price,Qty,Lang",
      "line 3,without a title,2,,Nobody,,,,,",
      "line 4,empty,",
      "line 7,empty,,,,",
      'line 8,a quote is out of place,"4;""unclosed;x"',
      "line 9,the header has 8 fields and this record 9,5,Too,many,,,,,,fields",
      "",
    ]);
    withCatalogue(here.database, (catalogue) => {
      const find = (author: string) => catalogue.search({ author, limit: 9 }).results.map(({ book }) => book);
      expect(find("jane austen")).toMatchObject([
        {
          isbn: "9780199535521",
          title: "Emma",
          year: 1815,
          language: "en",
          price: 1299,
          quantity: 3,
          contributors: [{ name: "Austen, Jane", role: "author" }],
        },
      ]);
      expect(find("dee")).toMatchObject([
        {
          title: "Two lines",
          series: "Twins, 2",
          year: 1998,
          contributors: [
            { name: "Ann Bee", role: "author" },
            { name: "Cal Dee", role: "translator" },
          ],
        },
      ]);
    });
    expect(readdirSync(here.folder).sort()).toEqual(["books.csv", "books.rejected.csv", "books.sqlite"]);
  });

  test("removes the rejected records of an earlier run when there are none", async () => {
    writeFileSync(rejected(), "place,reason\n");
    const { status, stdout } = await run(write("title\nEmma\n"));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^rejected +0$/m);
    expect(existsSync(rejected())).toBe(false);
  });

  test("imports though the rejected records cannot be written, and says so", async () => {
    mkdirSync(rejected());
    const { status, stderr } = await run(write("title,author\nEmma,Jane Austen\n,x\n"));
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^The rejected records could not be written to .*books\.rejected\.csv: a folder is there\.\n$/,
    );
    expect(titlesBy(here.database, "austen")).toEqual(["Emma"]);
  });

  test("takes the columns and the separator that are named", async () => {
    const csv = write("Werk,Wer\nEmma,Jane Austen + Ann Bee\n");
    const { status } = await run(
      csv,
      "--map",
      "title=Werk",
      "--map=author=Wer",
      "--authors-separated-by",
      "+",
    );
    expect(status).toBe(0);
    expect(titlesBy(here.database, "bee")).toEqual(["Emma"]);
  });

  test("--database goes before PENNY_DATABASE", async () => {
    const other = join(here.folder, "other.sqlite");
    expect((await run(write("title\nEmma\n"), "--database", other)).status).toBe(0);
    expect([existsSync(other), existsSync(here.database)]).toEqual([true, false]);
  });

  test("counts the records that were mended", async () => {
    const csv = write(
      "title,author\nVillette,Charlotte BrontÃ«\nEmma,Jane Austen\nShirley,Charlotte Bront&euml;\n",
    );
    const { status, stdout } = await run(csv);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^repaired +2 \(1 mojibake, 1 HTML entities\)$/m);
    expect(titlesBy(here.database, "charlotte brontë")).toEqual(["Villette", "Shirley"]);
  });

  test("reads a file in the encoding of old spreadsheets", async () => {
    const csv = write(Buffer.from("title;author\nVillette;Charlotte Bront\xeb\n", "latin1"));
    expect((await run(csv)).status).toBe(0);
    expect(titlesBy(here.database, "brontë")).toEqual(["Villette"]);
  });

  test("the same file makes the same catalogue, byte for byte", async () => {
    const rows = Array.from(
      { length: 3000 },
      (_, i) => `Emma ${i % 1000},"Austen, Jane",${1800 + (i % 7)}\n`,
    );
    const csv = write(`title,author,year\n${rows.join("")}`);
    const other = join(here.folder, "other.sqlite");
    const env = { SOURCE_DATE_EPOCH: "1000000000" };
    await start([csv], env).ended;
    await start([csv, "--database", other], env).ended;
    expect(readFileSync(here.database).equals(readFileSync(other))).toBe(true);
  });

  test("reads standard input for a minus, and puts its rejected records into this folder", async () => {
    const { child, ended } = start(["-"]);
    child.stdin.end("title,author\nEmma,Jane Austen\n,Nobody\n");
    const { status, stdout, stderr } = await ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^rows read +2$/m);
    expect(stdout).toMatch(/see .*stdin\.rejected\.csv/);
    expect(readFileSync(rejected("stdin.rejected.csv"), "utf8")).toContain("Nobody");
    expect(titlesBy(here.database, "austen")).toEqual(["Emma"]);
  });

  test("reads several files, compressed or not, each with its own rejected records", async () => {
    const one = write("title,author\nEmma,Jane Austen\n,x\n");
    const two = write(gzipSync("Author;Title\nJane Austen;Persuasion\nx;\ny;\n"), "more.csv.gz");
    const { status, stdout } = await run(one, two);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^rows read +5$/m);
    expect(stdout).toMatch(
      /^rejected +3 \(3 without a title\); see .*books\.rejected\.csv, .*more\.rejected\.csv$/m,
    );
    expect(titlesBy(here.database, "austen")).toEqual(["Emma", "Persuasion"]);
    expect(readFileSync(rejected("more.rejected.csv"), "utf8").trim().split("\n")).toHaveLength(3);
  });

  test("reads a large file as it reads a small one", async () => {
    const COUNT = 60_000;
    const rows = Array.from(
      { length: COUNT },
      (_, i) =>
        `Volume ${i},"Surname${i % 500}, A rather long name",${1900 + (i % 100)},"${"x".repeat(40)}"\n`,
    );
    const csv = write(`title,author,year,note\n${rows.join("")},nobody,,\n`);
    expect(readFileSync(csv).length).toBeGreaterThan(4 * 1024 * 1024);
    const { status, stdout } = await run(csv);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^books kept +60,000$/m);
    expect(stdout).toMatch(/^rejected +1 /m);
    expect(titlesBy(here.database, "surname7")).toContain("Volume 7");
  });

  test("--append keeps the books that are there and replaces those that come again", async () => {
    await run(write("title,author,isbn,price\nEmma,Jane Austen,0199535523,9.99\nPersuasion,Jane Austen,,\n"));
    const { status, stdout } = await run(
      write(
        "title,author,isbn,price\nEmma,Jane Austen,0199535523,12.50\nVillette,Charlotte Brontë,,\n",
        "more.csv",
      ),
      "--append",
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^books kept +3$/m);
    expect(titlesBy(here.database, "austen").toSorted()).toEqual(["Emma", "Persuasion"]);
    expect(titlesBy(here.database, "bronte")).toEqual(["Villette"]);
    const [emma] = withCatalogue(
      here.database,
      (catalogue) => catalogue.search({ q: "emma", limit: 9 }).results,
    );
    expect(emma?.book.price).toBe(1250);
  });
});

describe("an import that is stopped", () => {
  /** A catalogue that was imported, and an import that takes some seconds and is about to replace it. */
  async function importingAgain() {
    await run(write("title,author\nEmma,Jane Austen\n"));
    const before = readFileSync(here.database);
    const rows = Array.from({ length: 400_000 }, (_, i) => `Book ${i},"Surname${i % 5000}, Name",2001\n`);
    const { child, ended } = start([write(`title,author,year\n${rows.join("")}`)]);
    await untilDraft(here.folder);
    return { before, child, ended };
  }

  test.each<[NodeJS.Signals, number]>([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ])("by %s leaves the old catalogue byte for byte and exits with %d", async (signal, status) => {
    const { before, child, ended } = await importingAgain();
    child.kill(signal);
    child.kill(signal); // npm hands on what the terminal has sent already
    expect(await ended).toEqual({
      status,
      stdout: "",
      stderr: "The import was stopped; the catalogue stays as it was.\n",
    });
    expect(readFileSync(here.database).equals(before)).toBe(true);
    expect(readdirSync(here.folder).sort()).toEqual(["books.csv", "books.sqlite"]);
  });

  test("while it waits for standard input ends at once", async () => {
    const { child, ended } = start(["-"]);
    child.stdin.write("title\nEmma\n");
    await untilDraft(here.folder);
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ status: 130, stdout: "" });
    expect(readdirSync(here.folder)).toEqual([]);
  }, 15_000);

  test("by a kill leaves the old catalogue, and the next run removes what is left of it", async () => {
    const { before, child, ended } = await importingAgain();
    child.kill("SIGKILL");
    await ended;
    expect(readFileSync(here.database).equals(before)).toBe(true);
    const left = readdirSync(here.folder).filter((name) => name.includes(".draft"));
    expect(left.sort()).toEqual([`books.sqlite.${child.pid}.draft`, `books.sqlite.${child.pid}.draft-work`]);
    const { status } = await run(write("title,author\nPersuasion,Jane Austen\n"));
    expect(status).toBe(0);
    expect(titlesBy(here.database, "austen")).toEqual(["Persuasion"]);
    expect(readdirSync(here.folder).sort()).toEqual(["books.csv", "books.sqlite"]);
  });
});
