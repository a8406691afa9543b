import { Buffer } from "node:buffer";
import { createReadStream, fstatSync } from "node:fs";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { isatty, ReadStream } from "node:tty";
import { CatalogueError, codeOf } from "../../errors.ts";
import { CHUNK, type Input } from "./input.ts";

/** What standard input is called where a file would be named. */
export const STANDARD_INPUT = "standard input";

const DESCRIPTOR = 0;

/**
 * Opens standard input by its file descriptor, which all threads share: a thread's own process.stdin is another one.
 */
export function openStandardInput(): Input {
  return new StreamInput(openStream());
}

/**
 * A pipe and a terminal are waited for as sockets are. A read of them would hold a thread of the pool until somebody
 * writes, and neither Ctrl-C nor the end of a worker could stop it.
 */
function openStream(): Readable {
  if (isatty(DESCRIPTOR)) return new ReadStream(DESCRIPTOR);
  const stat = fstatSync(DESCRIPTOR);
  if (stat.isFIFO() || stat.isSocket())
    return new Socket({ fd: DESCRIPTOR, readable: true, writable: false });
  return createReadStream("", { fd: DESCRIPTOR, autoClose: false, highWaterMark: CHUNK });
}

class StreamInput implements Input {
  readonly size = 0;
  readonly #stream: Readable;
  readonly #chunks: AsyncIterator<Buffer>;
  #bytesRead = 0;

  constructor(stream: Readable) {
    this.#stream = stream;
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  get bytesRead(): number {
    return this.#bytesRead;
  }

  async read(): Promise<Buffer> {
    try {
      const { value, done } = await this.#chunks.next();
      if (done) return Buffer.alloc(0);
      this.#bytesRead += value.length;
      return value;
    } catch (error) {
      if (codeOf(error) === "EISDIR") throw new CatalogueError("standard input is a folder; give it a file");
      throw new CatalogueError(`standard input cannot be read: ${(error as Error).message}`);
    }
  }

  async close(): Promise<void> {
    this.#stream.destroy();
  }
}
