import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { CatalogueError, codeOf } from "./errors.ts";
import { words } from "./folding.ts";

const SQL = fileURLToPath(new URL("../../db/", import.meta.url));

/**
 * Builds a catalogue: `fill` writes books, authors and contributions into a new file, which is indexed and then takes
 * the place of `file` by rename. Until then, and when anything fails, the old catalogue stays as it was.
 *
 * Throws what `fill` throws, and a CatalogueError when the file cannot be written.
 */
export async function buildCatalogue<T>(
  file: string,
  fill: (database: Database.Database) => T | Promise<T>,
): Promise<T> {
  const draft = `${file}.${process.pid}.draft`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    removeAbandonedDrafts(file);
    const database = openDraft(draft);
    let result: T;
    try {
      result = await fill(database);
      index(database);
    } finally {
      database.close();
    }
    sync(draft);
    renameSync(draft, file);
    sync(dirname(file));
    return result;
  } catch (error) {
    rmSync(draft, { force: true });
    throw written(file, error);
  }
}

/** Builds the starter catalogue, db/penny.sql. */
export async function buildStarter(file: string): Promise<void> {
  await buildCatalogue(file, (database) => database.exec(readFileSync(join(SQL, "penny.sql"), "utf8")));
}

function openDraft(draft: string): Database.Database {
  rmSync(draft, { force: true });
  const database = new Database(draft);
  // Nobody reads a draft, and one that fails is thrown away: no journal is needed.
  database.pragma("journal_mode = off");
  database.pragma("synchronous = off");
  database.pragma("locking_mode = exclusive");
  database.exec(readFileSync(join(SQL, "schema.sql"), "utf8"));
  return database;
}

/** Fills the index of names. One statement: the rows pass through one by one, however many there are. */
function index(database: Database.Database): void {
  database.function("fold", { deterministic: true }, (name) => words(String(name)).join(" "));
  database.exec(`
    INSERT INTO author_index (rowid, name)
      SELECT book_id * 256 + position, fold(name) FROM contributions JOIN authors ON authors.id = author_id
      WHERE position < 256 ORDER BY book_id, position;
    INSERT INTO author_index (author_index) VALUES ('optimize');
    ANALYZE;
  `);
}

/** Removes the drafts of builds that were killed: those whose process is no more. */
function removeAbandonedDrafts(file: string): void {
  const prefix = `${basename(file)}.`;
  for (const name of readdirSync(dirname(file))) {
    if (!name.startsWith(prefix) || !/^\d+\.draft$/.test(name.slice(prefix.length))) continue;
    if (!isRunning(Number.parseInt(name.slice(prefix.length), 10))) rmSync(join(dirname(file), name));
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Makes sure that a file or folder is on the disk and not only in memory. */
function sync(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** An error of the disk, said so that a person knows what to do; any other stays as it is. */
function written(file: string, error: unknown): unknown {
  switch (codeOf(error)) {
    case "SQLITE_FULL":
    case "ENOSPC":
      return new CatalogueError(`the disk is full: ${file} was not written; free some room and try again`);
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "SQLITE_CANTOPEN":
    case "SQLITE_READONLY":
      return new CatalogueError(`${file} may not be written by this user; name another with --database`);
    default:
      return error;
  }
}
