import type { Writable } from "node:stream";

/** So many pieces go out together at most: the other side is to begin with the first while the last are made. */
const MOST_PIECES = 4;

/**
 * What is written to a stream at about the same time goes out together: a write costs more than its bytes.
 *
 * `flushed` is called when what was held back goes out at the end of a turn of the event loop.
 */
export class Gathering {
  readonly #stream: Writable;
  readonly #flushed: () => void;
  #pieces = 0;

  constructor(stream: Writable, flushed: () => void = () => {}) {
    this.#stream = stream;
    this.#flushed = flushed;
  }

  /** Writes a piece that may wait until this turn of the event loop ends; false where there should be no more. */
  write(piece: Uint8Array): boolean {
    if (this.#stream.writableCorked === 0) {
      this.#stream.cork();
      setImmediate(() => {
        this.#stream.uncork();
        this.#flushed();
      });
    }
    return this.writeCorked(piece);
  }

  /** Writes a piece to a stream that is corked, and uncorked, by the caller. */
  writeCorked(piece: Uint8Array): boolean {
    const goesOn = this.#stream.write(piece);
    this.#pieces = (this.#pieces + 1) % MOST_PIECES;
    if (this.#pieces === 0) {
      this.#stream.uncork();
      this.#stream.cork();
    }
    return goesOn;
  }
}
