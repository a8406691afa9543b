import { BodyInput, type Input } from "../../gateway/index.ts";

/** The body of a request for several readers, one after the other: each reads it from its beginning. */
export class KeptInput {
  readonly #kept: Uint8Array[] = [];
  readonly #input: Input;
  #chunks: AsyncIterator<Uint8Array> | undefined;

  constructor(input: Input) {
    this.#input = input;
  }

  /** The body for a reader that may not be the last: what it reads is kept. */
  again(): Input {
    let index = 0;
    return new BodyInput(async () => ((await this.#reaches(index)) ? this.#kept[index++] : undefined));
  }

  /** The body for the last reader: what it reads is kept no longer. */
  last(): Input {
    return new BodyInput(async () => ((await this.#reaches(0)) ? this.#kept.shift() : undefined));
  }

  /** Reads on until the chunk with this index is there; false at the end. */
  async #reaches(index: number): Promise<boolean> {
    this.#chunks ??= this.#input[Symbol.asyncIterator]();
    while (this.#kept.length <= index) {
      const { done, value } = await this.#chunks.next();
      // A reader that has given up may have waited for this chunk, and have taken it: then it is kept.
      if (done) return this.#kept.length > index;
      this.#kept.push(value);
    }
    return true;
  }
}
