import { describe, type Source } from "../../source.ts";
import type { Batch } from "../../source-book.ts";
import type { Format, ReadOptions } from "../format.ts";
import { Batches } from "./batches.ts";
import { findColumns } from "./columns.ts";
import { looksLikeTable } from "./dialect.ts";
import { learnHabits } from "./habits.ts";
import type { Row } from "./records.ts";
import { Table } from "./table.ts";

/**
 * Tables in text files: fields parted by commas, semicolons, tabs or bars, in UTF-8, UTF-16 or Windows-1252, whose first
 * line names the columns. Exports of shops, libraries and spreadsheets are such tables, and so is the catalogue of
 * Project Gutenberg.
 */
export const csv: Format = {
  name: "csv",
  title: "table (CSV, TSV)",
  recognises: looksLikeTable,
  read,
};

async function* read(sources: readonly Source[], options: ReadOptions): AsyncGenerator<Batch> {
  for (const [index, source] of sources.entries()) yield* readTable(source, index, options);
}

async function* readTable(source: Source, index: number, options: ReadOptions): AsyncGenerator<Batch> {
  const table = await Table.open(source);
  const columns = findColumns(describe(source), table.columns, options.map);
  const rows = table.rows();
  const sample = await takeSample(rows);
  const habits = learnHabits(columns, sample, options.authorsSeparatedBy);
  const batches = new Batches(index, table.columns, columns, habits);
  yield batches.read(sample);
  for await (const some of rows) yield batches.read(some);
  const last = batches.end();
  if (last.books.length > 0) yield last;
}

// How many records show how a table's columns are written.
const SAMPLE = 1000;

// What they take at most, in characters and a chunk more.
const SAMPLE_LENGTH = 4 * 1024 * 1024;

/** The first records: enough to know the columns by, or fewer where they are large. */
async function takeSample(rows: AsyncGenerator<Row[]>): Promise<Row[]> {
  const sample: Row[] = [];
  let length = 0;
  while (sample.length < SAMPLE && length < SAMPLE_LENGTH) {
    const { value, done } = await rows.next();
    if (done) break;
    for (const row of value) {
      sample.push(row);
      for (const field of row.fields) length += field.length;
    }
  }
  return sample;
}
