import { buildCatalogue } from "../build.ts";
import { CatalogueError } from "../errors.ts";
import type { Database } from "../sqlite.ts";
import { bookReader } from "./book-reader.ts";
import { type Columns, findColumns } from "./columns.ts";
import { namesReader } from "./names.ts";
import type { Progress } from "./progress.ts";
import type { Row } from "./records.ts";
import { RejectedRows } from "./rejected.ts";
import type { Report } from "./report.ts";
import { Table } from "./table.ts";
import { isDamaged } from "./text.ts";
import { BookWriter } from "./writer.ts";

// How many records show how the names of a column are parted.
const SAMPLE = 1000;

// What they take at most, in bytes and a chunk more.
const SAMPLE_BYTES = 4 * 1024 * 1024;

/** What an import may be told besides its files. */
export interface ImportOptions {
  /** Columns named by hand, each "field=Column". */
  readonly map?: readonly string[];
  /** What parts two authors in one field; found from the file when left out. */
  readonly authorsSeparatedBy?: string | undefined;
  readonly progress?: Progress;
  /** Stops the import: its reason is thrown and the old catalogue stays. */
  readonly signal?: AbortSignal;
}

/**
 * Builds the catalogue `database` anew from a CSV file with a header. Rows that are no books are written to
 * FILE.rejected.csv.
 *
 * Reads the file once and holds some thousand records, whatever its size. Throws a CatalogueError that says what to do
 * when the file cannot be read, has no column for the title or no book, or when the catalogue cannot be written.
 */
export async function importCsv(
  file: string,
  database: string,
  options: ImportOptions = {},
): Promise<Report> {
  const started = performance.now();
  const { progress, signal } = options;
  const table = await Table.open(file);
  try {
    const columns = findColumns(file, table.columns, options.map);
    const rejected = new RejectedRows(file, table.columns);
    try {
      const filled = await buildCatalogue(
        database,
        async (draft) => {
          const written = await fill(draft, table, columns, rejected, options);
          if (written.books > 0) return written;
          rejected.close();
          throw new CatalogueError(
            rejected.count === 0
              ? `the file ${file} has no rows below its header; the catalogue stays as it was`
              : `no row of ${file} is a book, so the catalogue stays as it was; see ${rejected.file}`,
          );
        },
        { signal, indexed: (share) => progress?.indexing(share) },
      );
      rejected.close();
      return {
        ...filled,
        rows: filled.books + rejected.count,
        rejected: rejected.byReason,
        rejectedFile: rejected.file,
        rejectedProblem: rejected.problem,
        seconds: (performance.now() - started) / 1000,
        database,
      };
    } catch (error) {
      rejected.discard();
      throw error;
    }
  } finally {
    progress?.stop();
    await table.close();
  }
}

interface Filled {
  readonly books: number;
  readonly authors: number;
  readonly isbns: number;
  readonly damaged: number;
}

/** Writes the books of a table, in one transaction. */
async function fill(
  draft: Database,
  table: Table,
  columns: Columns,
  rejected: RejectedRows,
  { authorsSeparatedBy, progress, signal }: ImportOptions,
): Promise<Filled> {
  const rows = table.rows();
  const sample = await takeSample(table, rows);
  const readNames = namesReader({
    sample: sample.map((row) => row.fields[columns.author ?? -1] ?? ""),
    plural: columns.authorIsPlural,
    separator: authorsSeparatedBy,
  });
  const readBook = bookReader(columns, readNames);
  const writer = new BookWriter(draft);
  let damaged = 0;

  const write = (batch: readonly Row[]) => {
    for (const { line, fields, fault } of batch) {
      const book = fault === null ? readBook(fields) : null;
      if (book !== null) {
        writer.write(book);
        if (isDamaged(book.title) || book.contributors.some(({ name }) => isDamaged(name))) damaged++;
      } else if (fault !== null) rejected.add(line, "malformed", fault, fields);
      else if (fields.every((field) => field.trim() === "")) rejected.add(line, "empty", null, fields);
      else rejected.add(line, "without a title", null, fields);
    }
  };

  draft.exec("BEGIN");
  write(sample);
  for await (const batch of rows) {
    signal?.throwIfAborted();
    write(batch);
    progress?.reading(table.bytesRead, table.size, writer.counts.books + rejected.count);
  }
  draft.exec("COMMIT");
  return { ...writer.counts, damaged };
}

/** The first records: enough to know the columns by, or fewer where they are large. */
async function takeSample(table: Table, rows: AsyncGenerator<Row[]>): Promise<Row[]> {
  const sample: Row[] = [];
  while (sample.length < SAMPLE && table.bytesRead < SAMPLE_BYTES) {
    const { value, done } = await rows.next();
    if (done) break;
    for (const row of value) sample.push(row); // a spread of a chunk of short lines would be too much for the stack
  }
  return sample;
}
