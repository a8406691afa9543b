import { Buffer } from "node:buffer";

/** One line of a dump. */
export interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Without its line feed; of a line that is too large the beginning. Good until the next line is asked for. */
  readonly bytes: Buffer;
  readonly tooLarge: boolean;
}

/** The longest line that is read, in bytes. No record comes near it. */
export const LARGEST_LINE = 16 * 1024 * 1024;

// How much to keep of one that is longer, in bytes.
const KEPT = 2000;

const NOTHING = Buffer.alloc(0);

/** Parts bytes into lines, however they are cut. It holds one line of at most LARGEST_LINE bytes, and a chunk. */
export class LineSplitter {
  readonly #parts: Buffer[] = [];
  #length = 0;
  #tooLarge = false;
  #number = 0;

  /** The lines that these bytes complete. The chunk may be used again once they were all taken. */
  *push(chunk: Buffer): Generator<Line> {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf("\n", start);
      if (end === -1) break;
      yield this.#line(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(Buffer.from(chunk.subarray(start)));
  }

  /** The line that the end of the file completes. */
  *end(): Generator<Line> {
    if (this.#length > 0) yield this.#line(NOTHING);
  }

  #line(last: Buffer): Line {
    this.#number++;
    // Most lines lie within one chunk, and are not copied.
    if (this.#length === 0) return { number: this.#number, bytes: last, tooLarge: false };
    this.#keep(last);
    const line = { number: this.#number, bytes: Buffer.concat(this.#parts), tooLarge: this.#tooLarge };
    this.#parts.length = 0;
    this.#length = 0;
    this.#tooLarge = false;
    return line;
  }

  #keep(part: Buffer): void {
    this.#length += part.length;
    if (this.#tooLarge) return;
    this.#parts.push(part);
    if (this.#length <= LARGEST_LINE) return;
    this.#tooLarge = true;
    const beginning = Buffer.from(Buffer.concat(this.#parts, KEPT));
    this.#parts.splice(0, this.#parts.length, beginning);
  }
}
