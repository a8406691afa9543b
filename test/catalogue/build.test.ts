import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { buildCatalogue, buildStarter } from "../../src/catalogue/build.ts";
import { Catalogue } from "../../src/catalogue/catalogue.ts";
import { CatalogueError } from "../../src/catalogue/errors.ts";
import { Database } from "../../src/catalogue/sqlite.ts";
import { testFolder } from "./folder.ts";

const folder = testFolder();
let files = 0;

/** A file in a folder of its own. */
function newFile(): string {
  const own = join(folder, String(++files));
  mkdirSync(own);
  return join(own, "books.sqlite");
}

const drafts = (file: string) => readdirSync(dirname(file)).filter((name) => name.endsWith(".draft"));

function addBook(database: Database, id: number, title: string, ...names: string[]): void {
  database.prepare("INSERT INTO books (id, title) VALUES (?, ?)").run(id, title);
  names.forEach((name, i) => {
    database.prepare("INSERT OR IGNORE INTO authors (name) VALUES (?)").run(name);
    database
      .prepare(
        "INSERT INTO contributions (book_id, position, author_id) SELECT ?, ?, id FROM authors WHERE name = ?",
      )
      .run(id, i + 1, name);
  });
}

function titles(file: string, author: string): string[] {
  const catalogue = Catalogue.open(file);
  try {
    return catalogue.searchByAuthor(author, { page: 1, size: 100 }).books.map(({ title }) => title);
  } finally {
    catalogue.close();
  }
}

describe("buildCatalogue", () => {
  test("puts a searchable catalogue in place and gives what fill gives", async () => {
    const file = newFile();
    const result = await buildCatalogue(file, (database) => {
      addBook(database, 1, "Emma", "Jane Austen");
      return 42;
    });
    expect(result).toBe(42);
    expect(titles(file, "austen")).toEqual(["Emma"]);
    expect(readdirSync(dirname(file))).toEqual(["books.sqlite"]);
  });

  test("makes the folders that are missing", async () => {
    const file = join(folder, "deep", "deeper", "books.sqlite");
    await buildCatalogue(file, () => {});
    expect(existsSync(file)).toBe(true);
  });

  test("the same books make the same file, byte for byte", async () => {
    const fill = (database: Database) => {
      for (let id = 1; id <= 2000; id++)
        addBook(database, id, `Book ${id}`, `Author ${id % 99}`, "Ann Other");
    };
    const [one, other] = [newFile(), newFile()];
    await buildCatalogue(one, fill);
    await buildCatalogue(other, fill);
    expect(readFileSync(one).equals(readFileSync(other))).toBe(true);
  });

  test("leaves the index whole and in one piece, however many steps it took", async () => {
    const file = newFile();
    await buildCatalogue(file, (database) => {
      database.exec(`
        INSERT INTO authors (id, name) VALUES (1, 'Jane Austen'), (2, 'Émile Zola');
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
          INSERT INTO books (id, title) SELECT i, 'Book ' || i FROM n;
        INSERT INTO contributions (book_id, position, author_id) SELECT id, 1, 1 + id % 2 FROM books;
      `);
    });
    const database = new Database(file, { readonly: true });
    const found = database.prepare("SELECT count(*) FROM author_index WHERE author_index MATCH ?").pluck();
    expect(found.get('"zola"*')).toBe(25_000);
    expect(database.prepare("PRAGMA integrity_check").pluck().get()).toBe("ok");
    database.close();
  });

  test.each([
    ["fill fails", new Error("no more books"), "no more books"],
    ["the disk is full", Object.assign(new Error("full"), { code: "SQLITE_FULL" }), "the disk is full"],
    ["the disk fails", Object.assign(new Error("i/o"), { code: "SQLITE_IOERR_WRITE" }), "did not take it"],
    [
      "a file that it reads is another user's",
      Object.assign(new Error("denied"), { code: "EACCES", syscall: "open", path: "/db/penny.sql" }),
      "the file /db/penny.sql may not be read by this user; change its permissions",
    ],
    [
      "the folder is another user's",
      Object.assign(new Error("denied"), { code: "SQLITE_CANTOPEN" }),
      /^this user may not write in the folder .*, where the catalogue books\.sqlite is to be built; change its /,
    ],
  ])("when %s, the old catalogue stays byte for byte and no draft is left", async (_, error, message) => {
    const file = newFile();
    await buildCatalogue(file, (database) => addBook(database, 1, "Old", "Jane Austen"));
    const before = readFileSync(file);
    const attempt = buildCatalogue(file, (database) => {
      addBook(database, 1, "New", "Jane Austen");
      throw error;
    });
    await expect(attempt).rejects.toThrow(message);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(drafts(file)).toEqual([]);
  });

  test("a database that cannot grow is a full disk", async () => {
    const file = newFile();
    const attempt = buildCatalogue(file, (database) => {
      database.exec("PRAGMA max_page_count = 40");
      for (let id = 1; id <= 5000; id++) addBook(database, id, "A title of some length".repeat(10));
    });
    await expect(attempt).rejects.toThrow(CatalogueError);
    await expect(attempt).rejects.toThrow("the disk is full");
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  test("a signal stops it, while the books are written and while they are indexed", async () => {
    const file = newFile();
    const controller = new AbortController();
    const fill = (database: Database) => addBook(database, 1, "Emma", "Jane Austen");
    const stopped = new Error("stopped");
    await expect(
      buildCatalogue(file, fill, { signal: controller.signal, indexed: () => controller.abort(stopped) }),
    ).rejects.toBe(stopped);
    await expect(buildCatalogue(file, fill, { signal: controller.signal })).rejects.toBe(stopped);
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  test.each([
    ["a text", "not a catalogue"],
    ["a short text", "x"],
  ])("keeps %s that is in its place", async (_, text) => {
    const file = newFile();
    writeFileSync(file, text);
    await expect(buildCatalogue(file, () => {})).rejects.toThrow("is no catalogue and stays as it is");
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  test("keeps a database of something else that is in its place", async () => {
    const file = newFile();
    new Database(file).exec("CREATE TABLE t (c)").close();
    await expect(buildCatalogue(file, () => {})).rejects.toThrow("is no catalogue and stays as it is");
  });

  test("replaces an empty file", async () => {
    const file = newFile();
    writeFileSync(file, "");
    await buildCatalogue(file, (database) => addBook(database, 1, "Emma", "Jane Austen"));
    expect(titles(file, "austen")).toEqual(["Emma"]);
  });

  test("says that a folder is in its place, or a file in the place of its folder", async () => {
    await expect(buildCatalogue(folder, () => {})).rejects.toThrow("is a folder; name a file");
    const file = newFile();
    writeFileSync(file, "");
    await expect(buildCatalogue(join(file, "x.sqlite"), () => {})).rejects.toThrow("is a file, not a folder");
  });

  test("replaces what a symbolic link leads to, and keeps the link", async () => {
    const [file, link] = [newFile(), newFile()];
    await buildCatalogue(file, () => {});
    symlinkSync(file, link);
    await buildCatalogue(link, (database) => addBook(database, 1, "Emma", "Jane Austen"));
    expect(titles(file, "austen")).toEqual(["Emma"]);
  });

  test("removes the drafts that nobody holds, and no other file", async () => {
    const file = newFile();
    const lasting = ["books.sqlite.old.draft", "books.sqlite.1.draft.txt", "other.sqlite.7.draft"];
    for (const name of lasting) writeFileSync(join(dirname(file), name), "");
    writeFileSync(`${file}.1.draft`, "half written");
    writeFileSync(`${file}.${process.ppid}.draft`, "");
    const hourAgo = Date.now() / 1000 - 3600; // their numbers belong to other processes now
    for (const name of drafts(file)) utimesSync(join(dirname(file), name), hourAgo, hourAgo);
    await buildCatalogue(file, () => {});
    expect(readdirSync(dirname(file)).sort()).toEqual(["books.sqlite", ...lasting].sort());
  });

  test("leaves the draft of a build that goes on, and removes it once its process was killed", async () => {
    const file = newFile();
    const build = new URL("../../src/catalogue/build.ts", import.meta.url).href;
    const code = `
      const { buildCatalogue } = await import(${JSON.stringify(build)});
      await buildCatalogue(${JSON.stringify(file)}, () => {
        console.log("filling");
        return new Promise((resolve) => setTimeout(resolve, 60_000));
      });`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    const draft = `books.sqlite.${child.pid}.draft`;
    await buildCatalogue(file, () => {});
    expect(drafts(file)).toEqual([draft]);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(drafts(file)).toEqual([draft]);
    await buildCatalogue(file, () => {});
    expect(drafts(file)).toEqual([]);
  }, 20_000);
});

test("the starter catalogue has books of authors that everybody knows", async () => {
  const file = newFile();
  await buildStarter(file);
  expect(titles(file, "austen")).toContain("Pride and Prejudice");
});
