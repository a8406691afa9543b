import type { Buffer } from "node:buffer";
import { CatalogueError } from "../errors.ts";
import { findFormat } from "./format.ts";
import { RecordThread } from "./record-thread.ts";
import { RecordReader, type Row } from "./records.ts";
import { Source } from "./source.ts";

// The first line is looked for in so many bytes.
const LONGEST_HEADER = 1024 * 1024;

// A file from this size on, in bytes, is worth a thread, which takes a quarter of a second to begin.
const THREAD_FROM = 8 * 1024 * 1024;

// How many chunks may be with the thread that parses while the records before them are used.
const AHEAD = 2;

/** What makes records of bytes, here or in a thread. */
interface Reader {
  push(chunk: Buffer): Row[] | Promise<Row[]>;
  end(): Row[] | Promise<Row[]>;
  close?(): Promise<void>;
}

/** A CSV file, open to be read once from its beginning to its end. */
export class Table {
  readonly columns: readonly string[];
  readonly #source: Source;
  readonly #reader: Reader;
  readonly #batches: AsyncGenerator<Row[]>;
  readonly #first: Row[];

  private constructor(
    source: Source,
    reader: Reader,
    columns: string[],
    first: Row[],
    batches: AsyncGenerator<Row[]>,
  ) {
    this.columns = columns;
    this.#source = source;
    this.#reader = reader;
    this.#first = first;
    this.#batches = batches;
  }

  /** Opens a file and reads its header. Throws a CatalogueError that says what is wrong with it. */
  static async open(file: string): Promise<Table> {
    const source = await Source.open(file);
    let reader: Reader | undefined;
    try {
      const head = await source.readLine(LONGEST_HEADER);
      const format = findFormat(file, head);
      reader = source.size < THREAD_FROM ? new RecordReader(format) : new RecordThread(format);
      const batches = readBatches(source, reader, head.subarray(format.skip));
      const first: Row[] = (await batches.next()).value ?? [];
      const columns = readHeader(file, first.shift());
      return new Table(source, reader, columns, first, batches);
    } catch (error) {
      await reader?.close?.();
      await source.close();
      throw error;
    }
  }

  /** In bytes; 0 where it is not known beforehand, as of a pipe. */
  get size(): number {
    return this.#source.size;
  }

  /** How much was read so far, in bytes. */
  get bytesRead(): number {
    return this.#source.bytesRead;
  }

  /** The records behind the header, some hundreds at a time. */
  async *rows(): AsyncGenerator<Row[]> {
    yield this.#first;
    yield* this.#batches;
  }

  async close(): Promise<void> {
    await this.#reader.close?.();
    await this.#source.close();
  }
}

async function* readBatches(source: Source, reader: Reader, head: Buffer): AsyncGenerator<Row[]> {
  const coming: (Row[] | Promise<Row[]>)[] = [];
  for (let chunk = head; ; chunk = await source.read()) {
    const last = chunk.length === 0;
    coming.push(last ? reader.end() : reader.push(chunk));
    while (coming.length > (last ? 0 : AHEAD)) {
      const rows = (await coming.shift()) ?? [];
      if (rows.length > 0) yield rows;
    }
    if (last) return;
  }
}

function readHeader(file: string, header: Row | undefined): string[] {
  if (!header) throw new CatalogueError(`the file ${file} is empty`);
  if (header.fault) throw new CatalogueError(`the first line of ${file} names no columns: ${header.fault}`);
  const names = header.fields.map((name) => name.trim());
  if (names.every((name) => name === "")) {
    throw new CatalogueError(`the first line of ${file} is blank; it should name the columns`);
  }
  return names;
}
