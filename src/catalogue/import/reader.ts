import type { ReadOptions } from "./formats/format.ts";
import { findFormat } from "./formats.ts";
import type { PackedBooks } from "./packed-books.ts";
import { Source } from "./source.ts";
import type { Batch } from "./source-book.ts";

/** What is to be read, and how. */
export interface ReadingOptions extends ReadOptions {
  /** The format's name; found from the sources when left out. */
  readonly format?: string | undefined;
  /** How many bytes, decompressed, a source may hold at most. */
  readonly maxBytes?: number | undefined;
}

/** What was read, and how far that is. */
export interface Reading {
  readonly batch: Batch;
  /** Bytes of all sources as they are stored, compressed or not. */
  readonly bytesRead: number;
  /** The books of the batch, where they came so. */
  readonly packed?: PackedBooks;
}

/** What is known of the sources once they are open. */
export interface Opened {
  /** "MARC 21 (ISO 2709)" */
  readonly format: string;
  /** Their bytes; 0 where they are not known. */
  readonly size: number;
}

/** Reads files, of which "-" is standard input, in this thread. */
export class Reader {
  readonly opened: Opened;
  readonly #sources: readonly Source[];
  readonly #batches: AsyncGenerator<Batch>;

  private constructor(opened: Opened, sources: readonly Source[], batches: AsyncGenerator<Batch>) {
    this.opened = opened;
    this.#sources = sources;
    this.#batches = batches;
  }

  /** Opens the files. Throws a CatalogueError that says which cannot be read, and why. */
  static async open(files: readonly string[], options: ReadingOptions): Promise<Reader> {
    const sources: Source[] = [];
    try {
      for (const file of files) sources.push(await Source.open(file, { maxBytes: options.maxBytes }));
      const format = findFormat(sources, options.format);
      const sizes = sources.map(({ size }) => size);
      const size = sizes.includes(0) ? 0 : sizes.reduce((sum, one) => sum + one, 0);
      return new Reader({ format: format.title, size }, sources, format.read(sources, options));
    } catch (error) {
      for (const source of sources) await source.close();
      throw error;
    }
  }

  /** What comes next; undefined at the end. */
  async next(): Promise<Reading | undefined> {
    const { value, done } = await this.#batches.next();
    if (done) return undefined;
    return { batch: value, bytesRead: this.#sources.reduce((sum, { bytesRead }) => sum + bytesRead, 0) };
  }

  async close(): Promise<void> {
    await this.#batches.return(undefined);
    for (const source of this.#sources) await source.close();
  }
}
