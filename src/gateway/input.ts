import { joined } from "./body.ts";
import { shown } from "./checks.ts";
import { GatewayError } from "./errors.ts";
import type { Input } from "./types.ts";

const NOTHING = new Uint8Array(0);
const LF = 0x0a;

/** Gives the next chunk of a request's body, undefined at its end. Rejects when the rest will not come. */
export type ChunkSource = () => Promise<Uint8Array | undefined>;

/**
 * The request's body, read from a source of chunks.
 *
 * All ways of reading share one position: an application may read a line, hand the environ on, and the next
 * application reads what follows. Leaving a `for await` loop early leaves the rest to be read.
 */
export class BodyInput implements Input {
  readonly #source: ChunkSource;
  #pending: Uint8Array = NOTHING;
  #ended = false;
  #last: Promise<unknown> | undefined;

  constructor(source: ChunkSource) {
    this.#source = source;
  }

  async read(size?: number): Promise<Uint8Array> {
    checkSize(size);
    return this.#inTurn(async () => {
      const chunks: Uint8Array[] = [];
      for (let wanted = size ?? Number.POSITIVE_INFINITY; wanted > 0 && (await this.#fill()); ) {
        const chunk = this.#take(wanted);
        chunks.push(chunk);
        wanted -= chunk.length;
      }
      return joined(chunks);
    });
  }

  async readLine(limit?: number): Promise<Uint8Array> {
    checkSize(limit);
    return this.#inTurn(async () => {
      const chunks: Uint8Array[] = [];
      for (let wanted = limit ?? Number.POSITIVE_INFINITY; wanted > 0 && (await this.#fill()); ) {
        const end = this.#pending.indexOf(LF);
        const chunk = this.#take(end < 0 ? wanted : Math.min(wanted, end + 1));
        chunks.push(chunk);
        if (chunk[chunk.length - 1] === LF) break;
        wanted -= chunk.length;
      }
      return joined(chunks);
    });
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    const next = async (): Promise<IteratorResult<Uint8Array>> =>
      (await this.#fill())
        ? { done: false, value: this.#take(this.#pending.length) }
        : { done: true, value: undefined };
    return { next: () => this.#inTurn(next) };
  }

  /** Reads when the reads before have ended: two at once would tear a line, or lose a chunk. */
  #inTurn<T>(read: () => Promise<T>): Promise<T> {
    const result = this.#last ? this.#last.then(read, read) : read();
    this.#last = result;
    return result;
  }

  /** True when there is something to take, false at the end. */
  async #fill(): Promise<boolean> {
    while (this.#pending.length === 0 && !this.#ended) {
      const chunk = await this.#source();
      if (chunk === undefined) this.#ended = true;
      else this.#pending = chunk;
    }
    return !this.#ended;
  }

  #take(size: number): Uint8Array {
    const chunk = this.#pending.subarray(0, size);
    this.#pending = this.#pending.subarray(chunk.length);
    return chunk;
  }
}

/** Throws a GatewayError unless `size` is undefined or a whole number of bytes. */
export function checkSize(size: unknown): void {
  if (size !== undefined && !(Number.isInteger(size) && Number(size) >= 0)) {
    throw new GatewayError(`the size to read must be a whole number of bytes, not ${shown(size)}`);
  }
}
