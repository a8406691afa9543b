import { once } from "node:events";
import { createWriteStream, existsSync, readdirSync, rmSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import { createGzip } from "node:zlib";
import { isAlive } from "../../is-alive.ts";
import { CatalogueError, codeOf } from "../errors.ts";
import { generateBooks } from "./books.ts";
import { HEADER, lineOf } from "./csv.ts";

// How many characters are handed on at once.
const GATHERED = 64 * 1024;

/** What is to be written. */
export interface WriteOptions {
  /** How many books, 1 to MOST_BOOKS. */
  readonly count: number;
  /** 0 to LAST_SEED. */
  readonly seed: number;
  /** Stops it: its reason is thrown, and no file is left. */
  readonly signal?: AbortSignal;
  /** Is told now and then how many books are on their way. */
  readonly progress?: (books: number) => void;
}

/**
 * Writes made-up books as CSV in UTF-8 to a new file, compressed where its name ends in ".gz". Until it is complete it has
 * another name. Throws a CatalogueError where there is such a file already, or none can be written.
 */
export async function writeFileOfBooks(file: string, options: WriteOptions): Promise<void> {
  if (existsSync(file)) {
    throw new CatalogueError(`${file} is there already; remove it, or name another file with --output`);
  }
  const draft = `${file}.${process.pid}.draft`;
  try {
    removeAbandonedDrafts(file);
    const output = createWriteStream(draft);
    await (file.endsWith(".gz")
      ? pipeline(csvOf(options), createGzip(), output, { signal: options.signal })
      : pipeline(csvOf(options), output, { signal: options.signal }));
    options.signal?.throwIfAborted();
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {}); // what went wrong first is worth telling
    options.signal?.throwIfAborted(); // its reason, and not that of the stream
    throw new CatalogueError(`${file} cannot be written: ${reasonOf(error)}`);
  }
}

/** Writes made-up books as CSV in UTF-8 to a stream, and leaves it open. Ends early when nobody reads any more. */
export async function writeBooks(output: NodeJS.WritableStream, options: WriteOptions): Promise<void> {
  const { signal } = options;
  const failed = new AbortController();
  output.once("error", (error) => failed.abort(error));
  try {
    for await (const chunk of csvOf(options)) {
      signal?.throwIfAborted();
      failed.signal.throwIfAborted();
      if (!output.write(chunk)) await once(output, "drain", { signal });
    }
  } catch (error) {
    signal?.throwIfAborted(); // its reason, and not that of the stream
    if (codeOf(error) !== "EPIPE") throw error; // "| head" has all that it wants
  }
}

async function* csvOf({ count, seed, progress }: WriteOptions): AsyncGenerator<Buffer> {
  let gathered = HEADER;
  let books = 0;
  for (const book of generateBooks(count, seed)) {
    gathered += lineOf(book);
    books++;
    if (gathered.length < GATHERED) continue;
    yield Buffer.from(gathered);
    gathered = "";
    progress?.(books);
    await setImmediate(); // a stream that takes all at once would never let a signal through
  }
  yield Buffer.from(gathered);
}

/** Removes what runs that were killed have left of this file. */
function removeAbandonedDrafts(file: string): void {
  const prefix = `${basename(file)}.`;
  const folder = dirname(file);
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(prefix) ? /^(\d+)\.draft$/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, name), { force: true });
  }
}

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such folder";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "this user may not write there";
    case "ENOSPC":
    case "EDQUOT":
      return "the disk is full";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
