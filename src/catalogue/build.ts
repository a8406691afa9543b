import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ROOT } from "../root.ts";
import { draftOf, openDraft, removeAbandonedDrafts } from "./draft.ts";
import { CatalogueError, codeOf } from "./errors.ts";
import { fillNameIndex } from "./name-index.ts";
import type { Database } from "./sqlite.ts";

const STARTER = join(ROOT, "db/penny.sql");

/** What a build may be told. */
export interface BuildOptions {
  /** Stops the build: its reason is thrown and the old catalogue stays. */
  readonly signal?: AbortSignal | undefined;
  /** Is told which share of the books, 0 to 1, is in the index of names. */
  readonly indexed?: ((share: number) => void) | undefined;
}

/**
 * Builds a catalogue: `fill` writes books, authors and contributions into a new file, which is indexed and then takes
 * the place of `file` by rename. Until then, and when anything fails, the old catalogue stays as it was. A build that
 * is killed leaves its draft behind, which the next one removes.
 *
 * Throws what `fill` throws, the signal's reason, and a CatalogueError when the file cannot be written or holds
 * something that is no catalogue.
 */
export async function buildCatalogue<T>(
  file: string,
  fill: (database: Database) => T | Promise<T>,
  options: BuildOptions = {},
): Promise<T> {
  let target = file;
  let draft: string | undefined;
  try {
    target = findTarget(file);
    removeAbandonedDrafts(target);
    draft = draftOf(target);
    const result = await writeDraft(draft, fill, options);
    await sync(draft);
    options.signal?.throwIfAborted();
    renameSync(draft, target);
    // The new catalogue is in place. What may still be lost is the rename, and only to a power cut.
    await sync(dirname(target)).catch(() => {});
    return result;
  } catch (error) {
    if (draft !== undefined) rmSync(draft, { force: true });
    throw explained(target, error);
  }
}

/** Builds the starter catalogue, db/penny.sql. */
export async function buildStarter(file: string): Promise<void> {
  await buildCatalogue(file, (database) => database.exec(readFileSync(STARTER, "utf8")));
}

/** The file to replace: where a symbolic link leads, not the link. Its folder is made where there is none. */
function findTarget(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  try {
    const target = realpathSync(file);
    checkReplaceable(target);
    return target;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return file;
    throw error;
  }
}

/** Keeps a mistyped --database from replacing somebody's file: only a catalogue, or an empty file, may go. */
function checkReplaceable(file: string): void {
  const header = Buffer.alloc(72);
  const descriptor = openSync(file, "r");
  let length: number;
  try {
    length = readSync(descriptor, header);
  } finally {
    closeSync(descriptor);
  }
  // The head of an SQLite database holds its application_id at byte 68 (https://sqlite.org/fileformat.html).
  const isCatalogue =
    header.toString("latin1", 0, 15) === "SQLite format 3" && header.toString("latin1", 68) === "PENY";
  if (length === 0 || isCatalogue) return;
  throw new CatalogueError(
    `the file ${file} is no catalogue and stays as it is; remove it or name another with --database`,
  );
}

async function writeDraft<T>(
  draft: string,
  fill: (database: Database) => T | Promise<T>,
  options: BuildOptions,
): Promise<T> {
  const database = openDraft(draft);
  try {
    const result = await fill(database);
    options.signal?.throwIfAborted();
    await fillNameIndex(database, options);
    return result;
  } finally {
    database.close();
  }
}

/** Makes sure that a file or folder is on the disk and not only in memory. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** An error of the disk, said so that a person knows what to do; any other stays as it is. */
function explained(file: string, error: unknown): unknown {
  const code = codeOf(error);
  switch (code.startsWith("SQLITE_IOERR") ? "SQLITE_IOERR" : code) {
    case "SQLITE_FULL":
    case "ENOSPC":
    case "EDQUOT":
      return new CatalogueError(`the disk is full: ${file} was not written; free some room and try again`);
    case "SQLITE_IOERR":
    case "EIO":
      return new CatalogueError(
        `the disk did not take it: ${file} was not written; is there room left, or a limit?`,
      );
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "SQLITE_CANTOPEN":
    case "SQLITE_READONLY":
      return new CatalogueError(denied(file, error as NodeJS.ErrnoException));
    case "EISDIR":
      return new CatalogueError(`the file ${file} is a folder; name a file with --database`);
    case "EEXIST":
    case "ENOTDIR":
      return new CatalogueError(
        `the folder ${dirname(file)} is a file, not a folder; name another with --database`,
      );
    default:
      return error;
  }
}

/** What this user may not do. SQLite alone opens a file to write: what else is opened is only read. */
function denied(file: string, { syscall, path }: NodeJS.ErrnoException): string {
  return syscall === "open"
    ? `the file ${path} may not be read by this user; change its permissions`
    : `this user may not write in the folder ${dirname(file)}, where the catalogue ${basename(file)} is to be built; ` +
        "change its permissions or name another catalogue with --database";
}
