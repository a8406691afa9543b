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
import { afterEach, describe, expect, test, vi } from "vitest";
import type { CatalogueWriter, Phase } from "../../src/catalogue/build/writer.ts";
import { buildCatalogue, buildStarter } from "../../src/catalogue/build.ts";
import { CatalogueError } from "../../src/catalogue/errors.ts";
import { Database } from "../../src/catalogue/sqlite.ts";
import { testFolder } from "./folder.ts";
import { book, build, titlesBy, withCatalogue } from "./library.ts";

// The machine may have other work.
vi.setConfig({ testTimeout: 30_000 });

const folder = testFolder();
let files = 0;

/** A file in a folder of its own. */
function newFile(): string {
  const own = join(folder, String(++files));
  mkdirSync(own);
  return join(own, "books.sqlite");
}

const drafts = (file: string) => readdirSync(dirname(file)).filter((name) => name.includes(".draft"));

const EMMA = book("Emma", "Jane Austen");

function* manyBooks(count: number) {
  for (let number = 1; number <= count; number++) {
    yield book(`Book ${number}`, [`Author ${number % 99}`, "Ann Other"], { year: 1900 + (number % 100) });
  }
}

afterEach(() => vi.unstubAllEnvs());

describe("buildCatalogue", () => {
  test("puts a searchable catalogue in place and tells what it holds", async () => {
    const file = newFile();
    const written = await build(file, [
      EMMA,
      book("Persuasion", "Jane Austen", { isbns: ["9780141439686"] }),
    ]);
    expect(written).toMatchObject({ books: 2, merged: 0, isbns: 1 });
    expect(written.words).toBeGreaterThanOrEqual(4);
    expect(titlesBy(file, "austen")).toEqual(["Emma", "Persuasion"]);
    expect(readdirSync(dirname(file))).toEqual(["books.sqlite"]);
  });

  test("makes the folders that are missing, and a catalogue of no books", async () => {
    const file = join(folder, "deep", "deeper", "books.sqlite");
    expect(await build(file, [])).toEqual({ books: 0, merged: 0, isbns: 0, words: 0 });
    withCatalogue(file, (catalogue) => {
      const { results, count } = catalogue.search({ q: "emma", facets: true, limit: 10 });
      expect({ results, count }).toEqual({ results: [], count: { books: 0, more: false } });
    });
  });

  test("the same books make the same file, byte for byte", async () => {
    vi.stubEnv("SOURCE_DATE_EPOCH", "1000000000");
    const [one, other] = [newFile(), newFile()];
    await build(one, manyBooks(3000));
    await build(other, manyBooks(3000));
    expect(readFileSync(one).equals(readFileSync(other))).toBe(true);
    const database = new Database(one, { readonly: true });
    const built = database.prepare("SELECT value FROM properties WHERE name = 'built'").pluck().get();
    expect(built).toBe("2001-09-09T01:46:40.000Z");
    expect(database.prepare("PRAGMA integrity_check").pluck().get()).toBe("ok");
    database.close();
  });

  test.each([[0], [1], [3000]])(
    "tells its phases in order, each from nothing to all, for %d books",
    async (count) => {
      const told: [phase: Phase, share: number][] = [];
      await buildCatalogue(
        newFile(),
        (writer) => {
          for (const book of manyBooks(count)) writer.add(book);
        },
        { progress: (phase, share) => told.push([phase, share]) },
      );
      const phases = told.map(([phase]) => phase).filter((phase, place, all) => phase !== all[place - 1]);
      expect(new Set(phases).size).toBe(phases.length);
      expect(phases[0]).toBe("ordering");
      expect(phases.at(-1)).toBe("finishing");
      for (const [phase, share] of told) expect(share >= 0 && share <= 1, `${phase} ${share}`).toBe(true);
    },
  );

  test.each([
    ["fill fails", new Error("no more books"), "no more books"],
    ["the disk is full", Object.assign(new Error("full"), { code: "SQLITE_FULL" }), "the disk is full"],
    ["there is no room", Object.assign(new Error("no space"), { code: "ENOSPC" }), "the disk is full"],
    ["the disk fails", Object.assign(new Error("i/o"), { code: "SQLITE_IOERR_WRITE" }), "did not take it"],
    ["a file may not grow", Object.assign(new Error("too large"), { code: "EFBIG" }), "did not take it"],
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
  ])("when %s, the old catalogue stays byte for byte and nothing else is left", async (_, error, message) => {
    const file = newFile();
    await build(file, [EMMA]);
    const before = readFileSync(file);
    const attempt = buildCatalogue(file, async (writer) => {
      for (const book of manyBooks(100)) writer.add(book);
      writeFileSync(join(writer.folder, "scratch"), "of whoever adds the books");
      await Promise.reject(error);
    });
    await expect(attempt).rejects.toThrow(message);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(dirname(file))).toEqual(["books.sqlite"]);
    await build(file, [EMMA]);
  });

  test.each<Phase>(["ordering", "writing books", "indexing words", "finishing"])(
    "a signal stops it while it is %s",
    async (when) => {
      const file = newFile();
      const controller = new AbortController();
      const stopped = new Error("stopped");
      const attempt = buildCatalogue(
        file,
        (writer) => {
          for (const book of manyBooks(6000)) writer.add(book);
        },
        {
          signal: controller.signal,
          progress: (phase) => {
            if (phase === when) controller.abort(stopped);
          },
        },
      );
      await expect(attempt).rejects.toBe(stopped);
      expect(readdirSync(dirname(file))).toEqual([]);
    },
  );

  test("a signal that was given before stops it too", async () => {
    const file = newFile();
    const stopped = new Error("stopped");
    const attempt = buildCatalogue(file, (writer) => writer.add(EMMA), {
      signal: AbortSignal.abort(stopped),
    });
    await expect(attempt).rejects.toBe(stopped);
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  test.each([
    ["a text", "not a catalogue"],
    ["a short text", "x"],
  ])("keeps %s that is in its place", async (_, text) => {
    const file = newFile();
    writeFileSync(file, text);
    await expect(build(file, [])).rejects.toThrow("is no catalogue and stays as it is");
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  test("keeps a database of something else that is in its place", async () => {
    const file = newFile();
    new Database(file).exec("CREATE TABLE t (c)").close();
    await expect(build(file, [])).rejects.toThrow("is no catalogue and stays as it is");
  });

  test("replaces an empty file", async () => {
    const file = newFile();
    writeFileSync(file, "");
    await build(file, [EMMA]);
    expect(titlesBy(file, "austen")).toEqual(["Emma"]);
  });

  test("says that a folder is in its place, or a file in the place of its folder", async () => {
    await expect(build(folder, [])).rejects.toThrow("is a folder; name a file");
    const file = newFile();
    writeFileSync(file, "");
    await expect(build(join(file, "x.sqlite"), [])).rejects.toThrow("is a file, not a folder");
  });

  test("replaces what a symbolic link leads to, and keeps the link", async () => {
    const [file, link] = [newFile(), newFile()];
    await build(file, []);
    symlinkSync(file, link);
    await build(link, [EMMA]);
    expect(titlesBy(file, "austen")).toEqual(["Emma"]);
    expect(readdirSync(dirname(link))).toEqual(["books.sqlite"]);
  });

  test("has a folder for whoever adds the books, and none once it is done", async () => {
    const file = newFile();
    let scratch = "";
    const fill = (writer: CatalogueWriter) => {
      scratch = writer.folder;
      writeFileSync(join(scratch, "sorted"), "");
      writer.add(EMMA);
    };
    await buildCatalogue(file, fill);
    expect(dirname(scratch)).toBe(dirname(file));
    expect(existsSync(scratch)).toBe(false);
  });

  test("removes the drafts that nobody holds and their folders, and no other file", async () => {
    const file = newFile();
    const beside = (name: string) => join(dirname(file), name);
    const lasting = ["books.sqlite.old.draft", "books.sqlite.1.draft.txt", "books.sqlite.1.draft-works"];
    lasting.push("other.sqlite.7.draft", "other.sqlite.7.draft-work");
    for (const name of lasting) writeFileSync(beside(name), "");
    writeFileSync(beside("books.sqlite.1.draft"), "half written");
    writeFileSync(beside(`books.sqlite.${process.ppid}.draft`), "");
    for (const pid of [1, 2]) {
      mkdirSync(beside(`books.sqlite.${pid}.draft-work`));
      writeFileSync(join(beside(`books.sqlite.${pid}.draft-work`), "postings"), "");
    }
    const hourAgo = Date.now() / 1000 - 3600; // their numbers belong to other processes now
    for (const name of drafts(file)) utimesSync(beside(name), hourAgo, hourAgo);
    await build(file, []);
    expect(readdirSync(dirname(file)).sort()).toEqual(["books.sqlite", ...lasting].sort());
  });

  test("leaves the draft of a build that goes on, and removes it once its process was killed", async () => {
    const file = newFile();
    const module = new URL("../../src/catalogue/build.ts", import.meta.url).href;
    const code = `
      const { buildCatalogue } = await import(${JSON.stringify(module)});
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
    await build(file, []);
    expect(drafts(file)).toEqual([draft, `${draft}-work`]);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(drafts(file)).toEqual([draft, `${draft}-work`]);
    await build(file, []);
    expect(drafts(file)).toEqual([]);
  });
});

test("what goes wrong is said as a CatalogueError", async () => {
  const file = newFile();
  writeFileSync(file, "not a catalogue");
  await expect(build(file, [])).rejects.toBeInstanceOf(CatalogueError);
});

test("the starter catalogue has books of authors that everybody knows", async () => {
  const file = newFile();
  await buildStarter(file);
  expect(titlesBy(file, "austen")).toContain("Pride and Prejudice");
});
