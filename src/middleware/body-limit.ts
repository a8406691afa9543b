import { type Input, type Middleware, RequestError } from "../gateway/index.ts";

/**
 * Refuses request bodies of more than `bytes` bytes with a RequestError, 413 (RFC 9110 §15.5.14): at once where
 * CONTENT_LENGTH says so, and else when the application reads on past the limit. A body of just so many is let through.
 *
 * Throws a RangeError at once for a limit that is no number of bytes.
 *
 * @example bodyLimit(100 * 1024)
 */
export function bodyLimit(bytes: number): Middleware {
  if (!Number.isSafeInteger(bytes) || bytes < 0) {
    throw new RangeError(`the limit must be a whole number of bytes from 0 up, not ${bytes}`);
  }
  return (application) => (environ, startResponse) => {
    const { CONTENT_LENGTH: length = "0", "tsgi.input": input } = environ;
    if (Number(length) > bytes) throw tooLarge(bytes);
    return application({ ...environ, "tsgi.input": new LimitedInput(input, bytes) }, startResponse);
  };
}

/** A body of which only so many bytes can be read; at the next one, reading rejects, and does so from then on. */
class LimitedInput implements Input {
  readonly #input: Input;
  readonly #limit: number;
  #taken = 0;

  constructor(input: Input, limit: number) {
    this.#input = input;
    this.#limit = limit;
  }

  async read(size?: number): Promise<Uint8Array> {
    return this.#counted(await this.#input.read(this.#allowed(size)));
  }

  async readLine(limit?: number): Promise<Uint8Array> {
    return this.#counted(await this.#input.readLine(this.#allowed(limit)));
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    const iterator = this.#input[Symbol.asyncIterator]();
    return {
      next: async () => {
        this.#allowed();
        const step = await iterator.next();
        if (!step.done) this.#counted(step.value);
        return step;
      },
    };
  }

  /** The size to read: one byte past the limit at most, which tells that there is more. */
  #allowed(size?: number): number {
    if (this.#taken > this.#limit) throw tooLarge(this.#limit);
    const most = this.#limit - this.#taken + 1;
    return size === undefined || size > most ? most : size;
  }

  #counted(bytes: Uint8Array): Uint8Array {
    this.#taken += bytes.length;
    if (this.#taken > this.#limit) throw tooLarge(this.#limit);
    return bytes;
  }
}

function tooLarge(limit: number): RequestError {
  return new RequestError("413 Content Too Large", `the body is longer than ${limit} bytes`);
}
