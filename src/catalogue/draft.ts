import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isAlive } from "../is-alive.ts";
import { ROOT } from "../root.ts";
import { codeOf } from "./errors.ts";
import { Database } from "./sqlite.ts";

const SCHEMA = join(ROOT, "db/schema.sql");

// For SQLite to keep pages in, in KiB: of the draft, and of what it stages. Both are written from one end to the other.
const CACHE = 4 * 1024;
const STAGING_CACHE = 2 * 1024;

/** The name of this process's draft of a catalogue, beside it: a rename must not leave the file system. */
export function draftOf(file: string): string {
  return `${file}.${process.pid}.draft`;
}

/** The folder for what a build needs besides its draft, and no longer. */
export function workOf(draft: string): string {
  return `${draft}-work`;
}

/** Opens a new draft with the schema and no rows, and locks it until it is closed. */
export function openDraft(draft: string): Database {
  rmSync(draft, { force: true });
  const database = new Database(draft);
  try {
    prepareDraft(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Has SQLite put what it stages and sorts beside a catalogue: there is room for it, in /tmp there may be none. The files
 * have no name, so that nothing is left of them. SQLite asks once, when it is first used: it is for whoever builds first.
 */
export function keepFilesBeside(file: string): void {
  process.env.SQLITE_TMPDIR = dirname(file);
}

function prepareDraft(database: Database): void {
  // Nobody reads a draft, and one that fails is thrown away. Its journal, of the few pages that a transaction finds,
  // stays in memory: as a file it would be left behind by a kill, and better-sqlite3 does not allow none.
  database.exec("PRAGMA locking_mode = exclusive");
  database.exec("PRAGMA journal_mode = memory");
  database.exec("PRAGMA synchronous = off");
  database.exec(
    `PRAGMA cache_size = -${CACHE}; PRAGMA temp_store = file; PRAGMA temp.cache_size = -${STAGING_CACHE}`,
  );
  database.exec(readFileSync(SCHEMA, "utf8"));
}

/** Removes what builds left behind that were killed: the drafts that no process holds, and what belongs to them. */
export function removeAbandonedDrafts(file: string): void {
  const prefix = `${basename(file)}.`;
  for (const name of readdirSync(dirname(file))) {
    const [, pid] =
      (name.startsWith(prefix) && /^(\d+)\.draft(?:-work)?$/.exec(name.slice(prefix.length))) || [];
    if (pid === undefined) continue;
    const draft = join(dirname(file), `${prefix}${pid}.draft`);
    if (!isHeld(draft) && !isBeingOpened(draft, Number.parseInt(pid, 10))) {
      rmSync(draft, { force: true });
      rmSync(workOf(draft), { recursive: true, force: true });
    }
  }
}

// A draft that has just come into being is not locked yet.
const OPENING_MILLISECONDS = 10_000;

function isBeingOpened(draft: string, pid: number): boolean {
  const written = statSync(draft, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - written <= OPENING_MILLISECONDS && isAlive(pid);
}

/**
 * True while a process builds this draft. The lock tells, since the system takes it from a process that dies; the
 * process's number in the name does not, since it may be given to another.
 */
function isHeld(draft: string): boolean {
  let database: Database | undefined;
  try {
    database = new Database(draft, { fileMustExist: true, timeout: 0 });
    database.exec("BEGIN IMMEDIATE");
    return false;
  } catch (error) {
    return codeOf(error).startsWith("SQLITE_BUSY"); // what is half written is no database and held by nobody
  } finally {
    database?.close();
  }
}
