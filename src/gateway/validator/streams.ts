import { shown } from "../checks.ts";
import { checkSize } from "../input.ts";
import type { ErrorStream, Input } from "../types.ts";
import type { Faults } from "./fault.ts";

// # 3. The streams
//
// `tsgi.input` gives the bytes of the request's body, and `tsgi.errors` takes what the application reports.

const LF = 0x0a;

/** The request's body, watched on both sides: what the application asks for, and what the server gives. */
export class CheckedInput implements Input {
  readonly #input: Input;
  readonly #faults: Faults;
  #ended = false;

  constructor(input: Input, faults: Faults) {
    this.#input = input;
    this.#faults = faults;
  }

  // § 3.1 The size given to `read` and `readLine`, where one is given, MUST be a whole number of bytes, from 0 up.
  // (case 47)
  #checkSize(size: unknown): void {
    this.#faults.check("application", "3.1", () => checkSize(size));
  }

  // § 3.2 The input MUST give `Uint8Array`s: `read` at most `size` bytes and fewer only at the end; `readLine` up to
  // and with the next LF, and at most `limit` bytes. (cases 39, 40, 46, 47)
  #checked(bytes: Uint8Array, size = Number.POSITIVE_INFINITY): Uint8Array {
    if (!(bytes instanceof Uint8Array)) {
      throw this.#broken(`the input must give a Uint8Array, not ${shown(bytes)}`);
    }
    if (bytes.length > size) {
      throw this.#broken(`the input must give at most the ${size} bytes asked for, not ${bytes.length}`);
    }
    // § 3.3 The input MUST end where the request's body ends, with or without `CONTENT_LENGTH`, and never reach into
    // the next request. At the end it gives no bytes, again and again, and does not wait. (cases 41-45, 51)
    if (this.#ended && bytes.length > 0) {
      throw this.#faults.fault("server", "3.3", "the input must not go on after its end");
    }
    return bytes;
  }

  #broken(rule: string): Error {
    return this.#faults.fault("server", "3.2", rule);
  }

  async read(size?: number): Promise<Uint8Array> {
    this.#checkSize(size);
    const bytes = this.#checked(await this.#input.read(size), size);
    if (size === undefined || bytes.length < size) this.#ended = true;
    return bytes;
  }

  async readLine(limit?: number): Promise<Uint8Array> {
    this.#checkSize(limit);
    const line = this.#checked(await this.#input.readLine(limit), limit);
    const end = line.indexOf(LF);
    if (end >= 0 && end < line.length - 1) throw this.#broken("readLine() must stop after the first LF");
    if (end < 0 && line.length < (limit ?? Number.POSITIVE_INFINITY)) this.#ended = true;
    return line;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    const iterator = this.#input[Symbol.asyncIterator]();
    return {
      next: async () => {
        const step = await iterator.next();
        if (step.done) this.#ended = true;
        else this.#checked(step.value);
        return step;
      },
      // § 3.4 Reading MUST go on where the last read stopped, whichever way it was read, and leaving a loop over the
      // input early MUST leave the rest to be read: a middleware may look at the first line and hand the environ on.
      ...(iterator.return && { return: () => iterator.return?.() ?? Promise.resolve(ENDED) }),
    };
  }

  // § 3.5 An application MUST NOT call `close()` on the input, for it is the server's: the next request may come over
  // the same connection. What is left unread is the server's to drop. (PEP 3333 "Input and Error Streams"; cases 50,
  // 52)
  close(): never {
    throw this.#faults.fault("application", "3.5", "the input must not be closed by the application");
  }

  // § 3.6 When the rest of the body will not come, since the client left or broke HTTP, reading MUST reject: a part
  // must not pass for the whole. (cases 48, 49)

  // § 3.7 Where the client waits for "100 Continue", the server SHOULD send it at the first read, and not at all when
  // the input is never read. (RFC 9110 §10.1.1; case 53)
}

const ENDED = { done: true, value: undefined } as const;

/** The error stream, watched on the application's side. */
export class CheckedErrors implements ErrorStream {
  readonly #errors: ErrorStream;
  readonly #faults: Faults;

  constructor(errors: ErrorStream, faults: Faults) {
    this.#errors = errors;
    this.#faults = faults;
  }

  // § 3.8 `tsgi.errors.write` MUST be given a string. Line ends are "\n", and stay so. (PEP 3333 "Input and Error
  // Streams"; cases 85, 98)
  write(text: string): void {
    if (typeof text !== "string") {
      throw this.#faults.fault("application", "3.8", `the error stream takes a string, not ${shown(text)}`);
    }
    this.#errors.write(text);
  }

  flush(): void {
    this.#errors.flush();
  }

  // § 3.9 An application MUST NOT call `close()` on the error stream, which other requests use too. (case 98)
  close(): never {
    throw this.#faults.fault("application", "3.9", "the error stream must not be closed by the application");
  }
}
