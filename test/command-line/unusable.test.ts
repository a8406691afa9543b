import { execFile } from "node:child_process";
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { testFolder } from "../catalogue/folder.ts";
import { compile, PROJECT } from "./running.ts";

// Each test starts a process or two, and the machine may have other work.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const folder = testFolder();
const csv = join(folder, "books.csv");
let project: string;
let projects = 0;

beforeAll(async () => {
  writeFileSync(csv, "title,author\nEmma,Jane Austen\n");
  await compile();
});

/** The project as it was cloned and compiled, and never run, for a test to spoil. */
beforeEach(() => {
  project = join(folder, `${++projects}`);
  mkdirSync(join(project, "db"), { recursive: true });
  for (const part of ["package.json", "views", "db/schema.sql", "db/penny.sql"]) {
    cpSync(join(PROJECT, part), join(project, part), { recursive: true });
  }
  for (const part of ["src", "scripts", "runserver.js"]) {
    cpSync(join(PROJECT, "dist", part), join(project, "dist", part), { recursive: true });
  }
  symlinkSync(join(PROJECT, "node_modules"), join(project, "node_modules"), "junction");
});

/** How a command ends that cannot do its work. */
async function failure(...command: string[]): Promise<unknown> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("PENNY_")));
  const ended = promisify(execFile)(process.execPath, command, { cwd: project, env, timeout: 20_000 });
  return ended.catch(({ code, stdout, stderr }: Record<string, unknown>) => ({ code, stdout, stderr }));
}

const serving = ["dist/runserver.js", "0"];
const importing = ["dist/scripts/import.js", csv];

/** What is said in one sentence, and nothing else. */
const said = (stderr: string) => ({ code: 1, stdout: "", stderr });

test("npm run serve says which template it cannot read", async () => {
  const layout = join(project, "views/layout.eta");
  rmSync(layout);
  mkdirSync(layout); // what even root cannot read as a file
  expect(await failure(...serving)).toEqual(
    said(
      `The template ${layout} must be a file that this user may read: EISDIR: illegal operation on a directory, read.\n`,
    ),
  );
});

test.each([
  ["serve", serving],
  ["import", importing],
])("npm run %s says that db/ is no folder", async (_, command) => {
  rmSync(join(project, "db"), { recursive: true });
  writeFileSync(join(project, "db"), "");
  expect(await failure(...command)).toEqual(
    said(`The folder ${join(project, "db")} is a file, not a folder; name another with --database.\n`),
  );
});

test.runIf(process.platform === "linux").each([
  ["serve", serving],
  ["import", importing],
])("npm run %s says that it may not write in db/", async (_, command) => {
  const db = join(project, "db");
  rmSync(db, { recursive: true });
  symlinkSync("/proc", db); // where even root makes no file
  expect(await failure(...command)).toEqual(
    said(
      `This user may not write in the folder ${db}, where the catalogue penny.sqlite is to be built; ` +
        "change its permissions or name another catalogue with --database.\n",
    ),
  );
});
