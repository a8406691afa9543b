import { execFile, execFileSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { buildCatalogue } from "../../src/catalogue/build.ts";
import { Catalogue } from "../../src/catalogue/catalogue.ts";
import { CatalogueError, codeOf } from "../../src/catalogue/errors.ts";
import { Database } from "../../src/catalogue/sqlite.ts";
import { compile, PROJECT } from "../command-line/running.ts";
import { buildBooks } from "../penny/books.ts";
import { testFolder } from "./folder.ts";

// Each test starts a process or writes some fifty megabytes, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const folder = testFolder();
const csv = join(folder, "books.csv");

beforeAll(() => {
  const rows = Array.from(
    { length: 8000 },
    (_, at) =>
      `Volume ${at} of ${at % 13},"Surname${at % 700}, Ann",${1900 + (at % 120)},Subject ${at % 50}\n`,
  );
  writeFileSync(csv, `title,author,year,subjects\n${rows.join("")}`);
});
beforeAll(compile);

/** What takes up the room of a disk. */
const BALLAST = "ballast";

/** A catalogue that is there before. */
interface Before {
  readonly file: string;
  /** Checks that it is as it was, and that nothing else has come into its folder. */
  expectUnchanged(): void;
}

async function catalogueIn(own: string): Promise<Before> {
  const file = join(own, "books.sqlite");
  await buildBooks(file, [["Old Book", "Harper Lee"]]);
  const bytes = readFileSync(file);
  return {
    file,
    expectUnchanged() {
      expect(readFileSync(file).equals(bytes)).toBe(true);
      expect(readdirSync(own).filter((name) => name !== BALLAST)).toEqual(["books.sqlite"]);
    },
  };
}

/** How many books are found of an author. */
function found(file: string, author: string): number {
  const catalogue = Catalogue.open(file);
  try {
    return catalogue.search({ author, limit: 1 }).count.books;
  } finally {
    catalogue.close();
  }
}

interface Ended {
  readonly status: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs npm run import in a shell that was limited by this command. */
function importing(file: string, limit = ":"): Promise<Ended> {
  const script = ["dist/scripts/import.js", csv, "--database", file];
  const args = ["-c", `${limit} && exec "$0" "$@"`, process.execPath, ...script];
  return new Promise((resolve) => {
    execFile("/bin/sh", args, { cwd: PROJECT }, (error, stdout, stderr) => {
      resolve({ status: error ? error.code : 0, stdout, stderr });
    });
  });
}

/** One sentence, with nothing in it that only a programmer knows. */
function expectPlain({ status, stdout, stderr }: Ended, message: RegExp): void {
  expect(stderr).toMatch(message);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^[A-Z][^\n]*[.?]\n$/);
  expect(stderr).not.toMatch(/\b(?:E[A-Z]{3,}|SQLITE_\w+|Error)\b| at /);
}

describe.skipIf(process.platform === "win32")("when a file may not grow, as by ulimit -f,", () => {
  let own = "";
  let size = 0;

  beforeAll(async () => {
    const whole = join(folder, "whole.sqlite");
    expect(await importing(whole)).toMatchObject({ status: 0, stderr: "" });
    size = statSync(whole).size;
  });
  beforeEach(() => {
    own = join(folder, String(performance.now()));
    mkdirSync(own);
  });

  // At the first byte, while books are read, and while what was read is written to the new file.
  test.each([0, 0.01, 0.2, 0.5, 0.8, 0.95])(
    "an import that needs more than %d of a catalogue for one says so, and leaves the old one and nothing else",
    async (share) => {
      const { file, expectUnchanged } = await catalogueIn(own);
      // In blocks of 512 bytes, or of 1024 where the shell counts so.
      const ended = await importing(file, `ulimit -f ${Math.floor((size * share) / 1024)}`);
      expectPlain(
        ended,
        /^The disk did not take it: .*books\.sqlite was not written; is there room left, or a limit\?\n$/,
      );
      expectUnchanged();
    },
  );

  test("an import that may open few files says so", async () => {
    const { file, expectUnchanged } = await catalogueIn(own);
    expectPlain(
      await importing(file, "ulimit -n 80"),
      /^Too many files are open: .*books\.sqlite was not written; raise their limit, as with: ulimit -n 1024\.\n$/,
    );
    expectUnchanged();
  });
});

const disk = join(folder, "disk");

const mount = () =>
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=256m", "tmpfs", disk], { stdio: "ignore" });
// Lazily, for a build that has failed may hold a file yet.
const unmount = () => execFileSync("umount", ["--lazy", disk]);

/** Whether this user may have a disk of their own, in memory. */
function mayMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    mount();
    unmount();
    return true;
  } catch {
    return false;
  }
}

/** What a book need not have. */
const EMPTY = {
  subtitle: null,
  series: null,
  contributors: [],
  isbns: [],
  subjects: [],
  year: null,
  language: null,
  price: null,
  quantity: 1,
  standing: 0,
  work: null,
};

/** Takes all the room that a disk has left. */
function fill(): void {
  const descriptor = openSync(join(disk, BALLAST), "a");
  try {
    for (const length of [64 * 1024, 1]) {
      try {
        for (const bytes = Buffer.alloc(length, 1); ; ) writeSync(descriptor, bytes);
      } catch (error) {
        if (codeOf(error) !== "ENOSPC") throw error;
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The files in a folder, or once in it, that this process has open. */
function descriptorsOf(path: string): string[] {
  return readdirSync("/proc/self/fd").flatMap((descriptor) => {
    try {
      const link = readlinkSync(`/proc/self/fd/${descriptor}`);
      return link.startsWith(path) ? [link] : [];
    } catch {
      return []; // the one by which they are listed
    }
  });
}

mkdirSync(disk);
const isSkipped = !mayMount();
const reason = isSkipped ? ", skipped: this user may not mount a disk" : "";

// SQLite asks but once, when it is first used, where its own files are to be.
process.env.SQLITE_TMPDIR = disk;
new Database(":memory:").close();

test.runIf(process.platform === "linux")(
  "SQLite's own files are beside the catalogue, though an abandoned draft is looked at first",
  () => {
    const own = join(folder, "beside");
    mkdirSync(own);
    writeFileSync(join(own, "books.sqlite.999999999.draft"), "half written");
    utimesSync(join(own, "books.sqlite.999999999.draft"), 1000, 1000);
    const build = new URL("../../src/catalogue/build.ts", import.meta.url).href;
    const code = `
    import { readdirSync, readlinkSync } from "node:fs";
    const { buildCatalogue } = await import(${JSON.stringify(build)});
    await buildCatalogue(${JSON.stringify(join(own, "books.sqlite"))}, (writer) => {
      for (let number = 0; number < 4000; number++) {
        writer.add({ ...${JSON.stringify({ ...EMPTY, series: "x".repeat(8000) })}, title: "Volume " + number });
      }
      for (const descriptor of readdirSync("/proc/self/fd")) {
        try {
          const link = readlinkSync("/proc/self/fd/" + descriptor);
          if (link.includes("etilqs")) console.log(link);
        } catch {}
      }
    });`;
    const env = { ...process.env, SQLITE_TMPDIR: "" };
    const args = ["--import", "tsx", "--input-type=module", "-e", code];
    const printed = execFileSync(process.execPath, args, { cwd: PROJECT, env, encoding: "utf8" });
    expect(printed).toMatch(/etilqs/);
    for (const line of printed.trimEnd().split("\n")) expect(dirname(line)).toBe(own);
  },
);

describe.skipIf(isSkipped)(`on a disk that is full${reason}`, () => {
  let before: Before;

  beforeAll(() => {
    mount();
    return unmount;
  });
  beforeEach(async () => {
    for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true });
    before = await catalogueIn(disk);
  });

  // More than what SQLite keeps in memory, so that there is something to write in each phase.
  const BOOKS = 6000;
  const long = "x".repeat(8000);
  const book = (number: number) => ({
    title: `Volume ${number}`,
    ...EMPTY,
    series: `${number} ${long}`,
    contributors: [{ name: `Surname${number % 700}, Ann`, role: "author" }],
  });

  const PHASES = ["adding", "ordering", "writing books", "merging", "indexing words", "finishing"];

  test.each(
    PHASES.flatMap((when) => [
      [when, "in one thread", false] as const,
      // With threads, all but a few bytes is on the disk when it comes to finishing.
      ...(when === "finishing" ? [] : [[when, "in threads", true] as const]),
    ]),
  )(
    "a build fails in the phase %j or behind it, %s, and leaves the old catalogue and nothing else",
    async (when, _, isLarge) => {
      let phase = "";
      const reach = (reached: string) => {
        if (reached === when && phase !== when) fill();
        phase = reached;
      };
      const build = buildCatalogue(
        before.file,
        async (writer) => {
          for (let number = 0; number < BOOKS; number++) {
            if (number === BOOKS / 2) reach("adding");
            writer.add(book(number));
            if (number % 100 === 0) await writer.settle();
          }
        },
        { isLarge, progress: reach },
      );
      await expect(build).rejects.toThrow(CatalogueError);
      await expect(build).rejects.toThrow(
        `the disk is full: ${before.file} was not written; free some room and try again`,
      );
      // What one phase writes may lie in memory until another.
      expect(PHASES.indexOf(phase)).toBeGreaterThanOrEqual(PHASES.indexOf(when));
      if (when === "adding") expect(phase).toBe(when);
      before.expectUnchanged();
      expect(found(before.file, "lee")).toBe(1);
    },
  );

  test("a build fails before it has begun", async () => {
    fill();
    const attempt = buildCatalogue(before.file, (writer) => writer.add(book(1)));
    await expect(attempt).rejects.toThrow("the disk is full");
    before.expectUnchanged();
  });

  test("an import has no room for its own files", async () => {
    // The disk itself, the catalogue, the draft, the folder beside it, and none, one or more of those in it.
    for (const files of [3, 4, 5, 6, 10, 40]) {
      execFileSync("mount", ["-o", `remount,nr_inodes=${files}`, disk]);
      expectPlain(await importing(before.file), /^The disk is full: /);
      before.expectUnchanged();
    }
    execFileSync("mount", ["-o", "remount,nr_inodes=100000", disk]);
  });

  test.each([16, 32, 48, 64, 96, 128, 192, 256])("a build of two threads has %d KiB", async (kibibytes) => {
    fill();
    truncateSync(join(disk, BALLAST), statSync(join(disk, BALLAST)).size - kibibytes * 1024);
    const attempt = buildCatalogue(before.file, (writer) => writer.add(book(1)), { isLarge: true });
    await attempt.catch((error) => {
      expect(error).toBeInstanceOf(CatalogueError);
      expect(error.message).toContain("the disk is full");
      before.expectUnchanged();
    });
    expect(descriptorsOf(disk)).toEqual([]);
  });

  test("an import says so in one sentence, and succeeds when there is room again", async () => {
    fill();
    expectPlain(
      await importing(before.file),
      /^The disk is full: .*books\.sqlite was not written; free some room and try again\.\n$/,
    );
    before.expectUnchanged();
    rmSync(join(disk, BALLAST));
    expect(await importing(before.file)).toMatchObject({ status: 0, stderr: "" });
    expect(readdirSync(dirname(before.file))).toEqual(["books.sqlite"]);
    expect(found(before.file, "ann surname7")).toBeGreaterThan(0);
  });
});
