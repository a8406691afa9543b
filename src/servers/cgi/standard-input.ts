import { Buffer } from "node:buffer";
import { fstatSync, read } from "node:fs";

const STDIN = 0;
const STDOUT = 1;
const BLOCK = 64 * 1024;

/** The most that is read ahead of the application, in bytes. */
const MOST_AHEAD = 16 * 1024 * 1024;

/**
 * True where standard input and output are one socket, as Apache's mod_cgid has it. It hands over the whole body before
 * it reads any of the response; and what is left unread when the process ends resets the socket, which Apache takes for
 * a response that is not whole.
 */
export function isOneSocket(): boolean {
  try {
    const [input, output] = [fstatSync(STDIN), fstatSync(STDOUT)];
    return input.isSocket() && input.dev === output.dev && input.ino === output.ino;
  } catch {
    return false; // one of them is closed
  }
}

/** The body of a request on standard input, of which perhaps more is read than the application has asked for. */
export class StandardInput {
  #missing: number;
  readonly #ahead: Uint8Array[] = [];
  #last: Promise<unknown> = Promise.resolve();

  /** `length` is the length of the body, in bytes, behind which nothing is read. */
  constructor(length: number) {
    this.#missing = length;
  }

  /** The next chunk; undefined at the end, which may come too early. */
  readonly next = (): Promise<Uint8Array | undefined> =>
    this.#inTurn(async () => this.#ahead.shift() ?? this.#read());

  /** Reads the rest, but for what is too much to be kept, for an application that may ask for it later. */
  readAhead(): Promise<void> {
    return this.#inTurn(async () => {
      for (let length = 0; length < MOST_AHEAD; ) {
        const chunk = await this.#read().catch(() => undefined); // who reads on, finds the same
        if (chunk === undefined) return;
        this.#ahead.push(chunk);
        length += chunk.length;
      }
    });
  }

  /** Reads the rest and throws it away. */
  drain(): Promise<void> {
    return this.#inTurn(async () => {
      while ((await this.#read().catch(() => undefined)) !== undefined);
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result;
    return result;
  }

  async #read(): Promise<Uint8Array | undefined> {
    const size = Math.min(BLOCK, this.#missing);
    if (size <= 0) return undefined;
    const block = Buffer.allocUnsafe(size);
    for (;;) {
      try {
        const bytesRead = await readInto(block);
        this.#missing -= bytesRead;
        return bytesRead === 0 ? undefined : block.subarray(0, bytesRead);
      } catch (error) {
        if (codeOf(error) === "EOF") return undefined; // what Windows says
        if (codeOf(error) !== "EAGAIN") throw error;
        await shortly(); // somebody has made it non-blocking, and nothing is there yet
      }
    }
  }
}

/** Reads what is there, and gives its length in bytes. Without promisify(), which takes its time to come into being. */
function readInto(block: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    read(STDIN, block, 0, block.length, null, (error, length) => (error ? reject(error) : resolve(length)));
  });
}

/** The code of a system's error. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** A millisecond's pause. Without node:timers/promises, which few programs need, and which takes its time to load. */
export function shortly(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 1);
  });
}
