import { Buffer } from "node:buffer";
import { type FileHandle, open } from "node:fs/promises";
import { CatalogueError, codeOf } from "../errors.ts";
import { findFormat } from "./format.ts";
import { RecordReader, type Row } from "./records.ts";

// How much to read at once, in bytes: the least that is fast, so that Ctrl-C is soon heard.
const CHUNK = 256 * 1024;

// The first line is looked for in so many bytes and a chunk.
const LONGEST_HEADER = 1024 * 1024;

/** A CSV file, open to be read once from its beginning to its end. */
export class Table {
  readonly columns: readonly string[];
  /** In bytes; 0 where it is not known beforehand, as of a pipe. */
  readonly size: number;
  readonly #source: Source;
  readonly #reader: RecordReader;
  #first: Row[];

  private constructor(source: Source, size: number, reader: RecordReader, columns: string[], first: Row[]) {
    this.columns = columns;
    this.size = size;
    this.#source = source;
    this.#reader = reader;
    this.#first = first;
  }

  /** Opens a file and reads its header. Throws a CatalogueError that says what is wrong with it. */
  static async open(file: string): Promise<Table> {
    const handle = await openFile(file);
    try {
      const stat = await handle.stat();
      if (stat.isDirectory()) throw new CatalogueError(`${file} is a folder; name a CSV file`);
      const source = new Source(handle);
      let head = Buffer.from(await source.read());
      while (!/[\r\n]/.test(head.toString("latin1")) && head.length < LONGEST_HEADER) {
        const chunk = await source.read();
        if (chunk.length === 0) break;
        head = Buffer.concat([head, chunk]);
      }
      const format = findFormat(file, head);
      const reader = new RecordReader(format);
      const rows = reader.push(head.subarray(format.skip));
      while (rows.length === 0) {
        const chunk = await source.read();
        rows.push(...(chunk.length === 0 ? reader.end() : reader.push(chunk)));
        if (chunk.length === 0) break;
      }
      const columns = readHeader(file, rows.shift());
      return new Table(source, stat.isFile() ? stat.size : 0, reader, columns, rows);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** How much was read so far, in bytes. */
  get bytesRead(): number {
    return this.#source.bytesRead;
  }

  /** The records behind the header, some hundreds at a time. The array is the caller's. */
  async *rows(): AsyncGenerator<Row[]> {
    if (this.#first.length > 0) yield this.#first;
    this.#first = [];
    for (;;) {
      const chunk = await this.#source.read();
      const rows = chunk.length === 0 ? this.#reader.end() : this.#reader.push(chunk);
      if (rows.length > 0) yield rows;
      if (chunk.length === 0) return;
    }
  }

  async close(): Promise<void> {
    await this.#source.close();
  }
}

/** A file's bytes, chunk by chunk. */
class Source {
  readonly #handle: FileHandle;
  readonly #chunk = Buffer.alloc(CHUNK);
  bytesRead = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** The next bytes, none at the end. They are overwritten by the next call. */
  async read(): Promise<Buffer> {
    const { bytesRead } = await this.#handle.read(this.#chunk, 0, CHUNK);
    this.bytesRead += bytesRead;
    return this.#chunk.subarray(0, bytesRead);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

function readHeader(file: string, header: Row | undefined): string[] {
  if (!header) throw new CatalogueError(`${file} is empty`);
  if (header.fault) throw new CatalogueError(`the first line of ${file} names no columns: ${header.fault}`);
  const names = header.fields.map((name) => name.trim());
  if (names.every((name) => name === "")) {
    throw new CatalogueError(`the first line of ${file} is blank; it should name the columns`);
  }
  return names;
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, "r");
  } catch (error) {
    switch (codeOf(error)) {
      case "ENOENT":
      case "ENOTDIR":
        throw new CatalogueError(`there is no file ${file}`);
      case "EACCES":
      case "EPERM":
        throw new CatalogueError(`${file} may not be read by this user; change its permissions`);
      default:
        throw new CatalogueError(`${file} cannot be read: ${(error as Error).message}`);
    }
  }
}
