import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, beforeEach, vi } from "vitest";
import { compile, PROJECT } from "../command-line/running.ts";
import { type Ended, type NodeProcess, startNode } from "../support/node-process.ts";
import { testFolder } from "./folder.ts";

/** The folder of one test and what is in it. */
export interface Importing {
  readonly folder: string;
  readonly csv: string;
  readonly database: string;
}

/** `npm run import` as a process. Each test has a folder of its own, in which it runs. */
export function importing() {
  // Each test starts a process or three, and the machine may have other work.
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });
  const root = testFolder();
  const here = { folder: "", csv: "", database: "" };
  let runs = 0;

  beforeAll(compile);
  beforeEach(() => {
    here.folder = join(root, String(++runs));
    mkdirSync(here.folder);
    here.csv = join(here.folder, "books.csv");
    here.database = join(here.folder, "books.sqlite");
  });

  const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}): NodeProcess =>
    startNode(["--enable-source-maps", join(PROJECT, "dist/scripts/import.js"), ...args], {
      cwd: here.folder,
      env: { ...process.env, PENNY_DATABASE: here.database, ...env },
    });

  return {
    here: here as Importing,
    start,
    run: (...args: string[]): Promise<Ended> => start(args).ended,
    /** Writes the table that is imported, and gives its name. */
    write(text: string | Buffer, name = "books.csv"): string {
      const file = join(here.folder, name);
      writeFileSync(file, text);
      return file;
    },
  };
}

/** Waits until a build has begun, and has all that it needs. */
export async function untilDraft(folder: string): Promise<void> {
  while (!readdirSync(folder).some((name) => name.endsWith(".draft-work"))) await setTimeout(5);
}
