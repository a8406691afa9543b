import { Buffer } from "node:buffer";
import { CatalogueError } from "../errors.ts";
import { refuseForeign } from "./source/foreign.ts";
import { gunzip, isGzip } from "./source/gzip.ts";
import { type Input, openFile } from "./source/input.ts";
import { openStandardInput, STANDARD_INPUT } from "./source/standard-input.ts";

// How many of the first bytes tell what a source is.
const HEAD = 64 * 1024;

// The most bytes to take from one source: more than any catalogue has, less than a bomb of compressed nothing.
const MOST_BYTES = 2 ** 40;

/** How a source is read. */
export interface SourceOptions {
  /** How many bytes, decompressed, it may hold at most; 1 TiB unless given. */
  readonly maxBytes?: number | undefined;
}

/** The bytes of a catalogue, decompressed, chunk by chunk from its beginning: of a file or of standard input. */
export class Source {
  /** The file as a person named it, or "standard input". */
  readonly name: string;
  readonly #input: Input;
  readonly #maxBytes: number;
  #chunks: AsyncGenerator<Buffer>;
  #head: Buffer = Buffer.alloc(0);
  /** What was read to know the head, until it is given. */
  #pending: Buffer | undefined;
  #given = 0;

  private constructor(name: string, input: Input, maxBytes: number) {
    this.name = name;
    this.#input = input;
    this.#maxBytes = maxBytes;
    this.#chunks = rawChunks(input);
  }

  /**
   * Opens a file, or standard input for "-". Gzip is recognised by its first bytes, whatever the name is, and
   * decompressed. Throws a CatalogueError that says why it cannot be read: it is missing, a folder, an archive, a gzip
   * file that is broken at its beginning.
   */
  static async open(file: string, { maxBytes = MOST_BYTES }: SourceOptions = {}): Promise<Source> {
    const input = file === "-" ? openStandardInput() : await openFile(file);
    const source = new Source(file === "-" ? STANDARD_INPUT : file, input, maxBytes);
    try {
      await source.#begin();
      return source;
    } catch (error) {
      await source.close();
      throw error;
    }
  }

  /** Its bytes as they are stored, compressed or not; 0 where that is not known beforehand, as of a pipe. */
  get size(): number {
    return this.#input.size;
  }

  /** How many of those were read so far. */
  get bytesRead(): number {
    return this.#input.bytesRead;
  }

  /** The first bytes, 64 KiB at most. They are still to be read. */
  get head(): Buffer {
    return this.#head;
  }

  /**
   * The next bytes, none at the end. The next call overwrites them. Throws a CatalogueError when the bytes cannot be
   * read or decompressed, or are more than they may be.
   */
  async read(): Promise<Buffer> {
    const pending = this.#pending;
    this.#pending = undefined;
    return pending ?? (await this.#next());
  }

  async close(): Promise<void> {
    await this.#input.close(); // first, for a read may be waiting for it
    await this.#chunks.return(undefined);
  }

  async #begin(): Promise<void> {
    const stored = await this.#fill(2);
    if (isGzip(stored)) {
      this.#chunks = gunzip(this.name, prepend(stored, this.#chunks));
      this.#given = 0; // what counts is what comes out
      this.#pending = await this.#fill(HEAD);
    } else {
      this.#pending = Buffer.concat([stored, await this.#fill(HEAD - stored.length)]);
    }
    this.#head = Buffer.from(this.#pending.subarray(0, HEAD));
    refuseForeign(describe(this), this.#head);
    if (this.#pending.length === 0) this.#pending = undefined;
  }

  /** The next bytes: so many or a chunk more, fewer only at the end. */
  async #fill(length: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for (let filled = 0; filled < length; ) {
      const chunk = await this.#next();
      if (chunk.length === 0) break;
      chunks.push(Buffer.from(chunk));
      filled += chunk.length;
    }
    return Buffer.concat(chunks);
  }

  async #next(): Promise<Buffer> {
    const { value, done } = await this.#chunks.next();
    if (done) return Buffer.alloc(0);
    this.#given += value.length;
    if (this.#given > this.#maxBytes) {
      throw new CatalogueError(
        `${describe(this)} holds more than ${this.#maxBytes.toLocaleString("en")} bytes; ` +
          "if that is right, allow more with --max-bytes",
      );
    }
    return value;
  }
}

/** A source in a sentence: "the file books.csv", "standard input". */
export function describe(source: { readonly name: string }): string {
  return source.name === STANDARD_INPUT ? source.name : `the file ${source.name}`;
}

async function* rawChunks(input: Input): AsyncGenerator<Buffer> {
  for (let chunk = await input.read(); chunk.length > 0; chunk = await input.read()) yield chunk;
}

async function* prepend(first: Buffer, chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* chunks;
}
