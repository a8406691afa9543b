import { existsSync, statSync } from "node:fs";
import type { CatalogueWriter } from "../build/writer.ts";
import { buildCatalogue } from "../build.ts";
import { CatalogueError } from "../errors.ts";
import { openDatabase } from "../open.ts";
import { addBooksOf } from "./old-books.ts";
import type { Progress } from "./progress.ts";
import { Reader, type ReadingOptions } from "./reader.ts";
import { ReaderThread } from "./reader-thread.ts";
import { RejectedRecords } from "./rejected.ts";
import type { Report } from "./report.ts";

/** What an import may be told besides its files. */
export interface ImportOptions extends Omit<ReadingOptions, "scratch"> {
  /** True to add to the books that the catalogue has, and to replace those that come again. */
  readonly append?: boolean | undefined;
  readonly progress?: Progress | undefined;
  /** Stops the import: its reason is thrown and the old catalogue stays. */
  readonly signal?: AbortSignal | undefined;
}

// Files from this size on, in bytes, are worth threads, which take a quarter of a second to begin.
const THREADS_FROM = 4 * 1024 * 1024;

/**
 * Builds the catalogue `database` anew from files of one format, of which "-" is standard input. Records that are no books
 * are written to a file beside each.
 *
 * Reads each file once and holds some thousand records, whatever its size. Throws a CatalogueError that says what to do
 * when a file cannot be read or holds no book, or when the catalogue cannot be written.
 */
export async function importFiles(
  files: readonly string[],
  database: string,
  options: ImportOptions = {},
): Promise<Report> {
  const started = performance.now();
  const { append, progress, signal, ...reading } = options;
  const rejected = new RejectedRecords(files);
  if (append && existsSync(database)) openDatabase(database).close(); // what is wrong with it is said before all is read
  const isLarge = areLarge(files) || (append === true && existsSync(database) && areLarge([database]));
  const filled: Filled = { bytes: 0, repaired: new Map() };
  let read = 0;
  try {
    const written = await buildCatalogue(
      database,
      async (writer) => {
        const options = { ...reading, scratch: writer.folder };
        const reader = isLarge
          ? await ReaderThread.open(files, options, signal)
          : await Reader.open(files, options);
        try {
          await fill(writer, reader, rejected, filled, progress, signal);
        } finally {
          await reader.close();
        }
        read = writer.records;
        if (read === 0) throw noBooks(files, rejected);
        if (append && existsSync(database)) await addBooksOf(database, writer, signal);
      },
      { isLarge, signal, progress: (phase, share) => progress?.building(phase, share) },
    );
    rejected.close();
    return {
      ...written,
      ...filled,
      read: read + rejected.count,
      rejected: rejected.byReason,
      rejectedFiles: rejected.files,
      rejectedProblem: rejected.problem,
      seconds: (performance.now() - started) / 1000,
      database,
    };
  } catch (error) {
    rejected.discard();
    throw error;
  } finally {
    progress?.stop();
  }
}

/** What was read, as far as the import is. */
interface Filled {
  /** Bytes of the files as they are stored. */
  bytes: number;
  readonly repaired: Map<string, number>;
}

/** True for files that are large together, or of an unknown size. */
function areLarge(files: readonly string[]): boolean {
  const size = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return files.includes("-") || files.reduce((sum, file) => sum + size(file), 0) >= THREADS_FROM;
}

async function fill(
  writer: CatalogueWriter,
  reader: Reader | ReaderThread,
  rejected: RejectedRecords,
  filled: Filled,
  progress: Progress | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { size } = reader.opened;
  for (;;) {
    const reading = await reader.next();
    signal?.throwIfAborted();
    if (reading === undefined) return;
    const { batch, bytesRead, packed } = reading;
    for (const book of batch.books) writer.add(book);
    await writer.settle(packed);
    for (const rejection of batch.rejected) rejected.add(batch.source, rejection, batch.columns);
    for (const [kind, count] of Object.entries(batch.repaired)) {
      filled.repaired.set(kind, (filled.repaired.get(kind) ?? 0) + count);
    }
    filled.bytes = bytesRead;
    progress?.reading(bytesRead, size, writer.records + rejected.count);
    await new Promise((resolve) => setImmediate(resolve)); // lets the process hear signals
  }
}

function noBooks(files: readonly string[], rejected: RejectedRecords): CatalogueError {
  rejected.close();
  const what =
    files.length === 1
      ? `the file ${files[0] === "-" ? "on standard input" : files[0]} holds`
      : "the files hold";
  return new CatalogueError(
    rejected.count === 0
      ? `${what} no records; the catalogue stays as it was`
      : `${what} no book, so the catalogue stays as it was; see ${rejected.files.join(", ")}`,
  );
}
