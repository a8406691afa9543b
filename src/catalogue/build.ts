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
import { readStarter } from "./build/starter.ts";
import { CatalogueWriter, type Phase, type Written } from "./build/writer.ts";
import { draftOf, keepFilesBeside, openDraft, removeAbandonedDrafts, workOf } from "./draft.ts";
import { CatalogueError, codeOf } from "./errors.ts";

const STARTER = join(ROOT, "db/penny.sql");

/** What a build may be told. */
export interface BuildOptions {
  /** True where there are so many books that a thread for their index is worth its beginning. */
  readonly isLarge?: boolean | undefined;
  /** Stops the build: its reason is thrown and the old catalogue stays. */
  readonly signal?: AbortSignal | undefined;
  /** Is told what is done once all books are added, and which share of it, 0 to 1. */
  readonly progress?: ((phase: Phase, share: number) => void) | undefined;
}

/**
 * Builds a catalogue: `fill` adds books, which are put in order, indexed and written to a new file that then takes the
 * place of `file` by rename. Until then, and when anything fails, the old catalogue stays as it was. A build that is
 * killed leaves its draft behind, which the next one removes.
 *
 * Throws what `fill` throws, the signal's reason, and a CatalogueError when the file cannot be written or holds
 * something that is no catalogue.
 */
export async function buildCatalogue(
  file: string,
  fill: (writer: CatalogueWriter) => void | Promise<void>,
  options: BuildOptions = {},
): Promise<Written> {
  let target = file;
  let draft: string | undefined;
  try {
    target = findTarget(file);
    keepFilesBeside(target);
    removeAbandonedDrafts(target);
    draft = draftOf(target);
    const written = await writeDraft(draft, fill, options);
    await sync(draft);
    options.signal?.throwIfAborted();
    renameSync(draft, target);
    // The new catalogue is in place. What may still be lost is the rename, and only to a power cut.
    await sync(dirname(target)).catch(() => {});
    return written;
  } catch (error) {
    if (draft !== undefined) {
      rmSync(draft, { force: true });
      rmSync(workOf(draft), { recursive: true, force: true });
    }
    throw explained(target, error);
  }
}

/** Builds the starter catalogue, db/penny.sql. */
export async function buildStarter(file: string): Promise<void> {
  await buildCatalogue(file, (writer) => {
    for (const book of readStarter(readFileSync(STARTER, "utf8"))) writer.add(book);
  });
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

async function writeDraft(
  draft: string,
  fill: (writer: CatalogueWriter) => void | Promise<void>,
  { isLarge, signal, progress }: BuildOptions,
): Promise<Written> {
  const database = openDraft(draft);
  let writer: CatalogueWriter | undefined;
  try {
    writer = new CatalogueWriter(database, workOf(draft), isLarge);
    await fill(writer);
    return await writer.finish(async (phase, share) => {
      progress?.(phase, share);
      // Lets the process hear signals.
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    });
  } finally {
    database.close();
    await writer?.close();
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
    case "EFBIG":
      return new CatalogueError(
        `the disk did not take it: ${file} was not written; is there room left, or a limit?`,
      );
    case "EMFILE":
    case "ENFILE":
      return new CatalogueError(
        `too many files are open: ${file} was not written; raise their limit, as with: ulimit -n 1024`,
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
