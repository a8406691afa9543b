import { Buffer } from "node:buffer";
import { joined } from "../../gateway/body.ts";

/** So many pieces are put together, since a small one costs more than its bytes. */
const PIECES = 32;

/** The bytes of the variables of a request, as they arrive. */
export class Params {
  #pieces: Uint8Array[] = [];
  #length = 0;
  readonly #most: number;

  /** `most` is how many bytes there may be. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Adds a piece; false when there are too many bytes. */
  push(piece: Uint8Array): boolean {
    this.#length += piece.length;
    if (this.#length > this.#most) return false;
    this.#pieces.push(piece);
    if (this.#pieces.length === PIECES) this.#pieces = [Buffer.concat(this.#pieces)];
    return true;
  }

  /** All bytes. They are held no longer. */
  take(): Uint8Array {
    const all = joined(this.#pieces);
    this.#pieces = [];
    return all;
  }
}
