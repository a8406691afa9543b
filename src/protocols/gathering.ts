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

  /**
   * Writes a piece that may wait until this turn of the event loop ends, or, where the caller has corked the stream, until
   * it is uncorked. False where there should be no more.
   */
  write(piece: Uint8Array): boolean {
    const stream = this.#stream;
    if (stream.writableCorked === 0) {
      stream.cork();
      setImmediate(() => {
        stream.uncork();
        this.#flushed();
      });
    }
    const goesOn = stream.write(piece);
    this.#pieces = (this.#pieces + 1) % MOST_PIECES;
    if (this.#pieces === 0) {
      stream.uncork();
      stream.cork();
    }
    return goesOn;
  }
}
