import type { Transform } from "node:stream";
import { type Body, GatewayError, iterate } from "../../gateway/index.ts";

const ENDED = { done: true, value: undefined } as const;

/**
 * A body coded chunk by chunk: the inner body is asked for a chunk only when all that was made of the one before has
 * been taken, so that a slow client keeps both waiting.
 *
 * The inner body is run to its end or closed, once, and the coder with it. `stated` is the Content-Length of the inner
 * body, if there is one: where it is not true, reading rejects with a GatewayError, for no server can see it any more.
 */
export function codedBody(
  body: Body,
  createCoder: () => Transform,
  stated: number | undefined,
): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => new Coding(body, createCoder(), stated) };
}

/** One reading of a coded body. No generator: its `return()` must not wait for a chunk that may never come. */
class Coding implements AsyncIterator<Uint8Array> {
  readonly #inner: ReturnType<typeof iterate>;
  readonly #coder: Transform;
  readonly #stated: number | undefined;
  #taken = 0;
  /** True until the inner body has ended or was closed. */
  #innerOpen = true;
  /** True while the coder works on a chunk. */
  #busy = false;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(body: Body, coder: Transform, stated: number | undefined) {
    this.#inner = iterate(body);
    this.#coder = coder;
    this.#stated = stated;
    const wake = () => this.#wake?.();
    coder.on("readable", wake).on("end", wake).on("close", wake);
    coder.on("error", (error) => {
      this.#failure = error;
      wake();
    });
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    const coder = this.#coder;
    while (!coder.destroyed && !coder.readableEnded) {
      const value: Uint8Array | null = coder.read();
      if (value !== null) return { done: false, value };
      if (this.#busy || !this.#innerOpen) await this.#change();
      else await this.#feed();
    }
    if (this.#failure) {
      await this.return();
      throw this.#failure;
    }
    return ENDED;
  }

  /** Closes both, at once, also while a chunk is on its way. */
  async return(): Promise<IteratorResult<Uint8Array>> {
    this.#coder.destroy();
    if (this.#innerOpen) {
      this.#innerOpen = false;
      await this.#inner.return?.();
    }
    return ENDED;
  }

  /** Hands the next chunk of the inner body, or its end, to the coder. */
  async #feed(): Promise<void> {
    const step = await this.#nextOfInner();
    if (this.#coder.destroyed) return; // closed meanwhile
    try {
      this.#check(step);
    } catch (error) {
      await this.return();
      throw error;
    }
    if (step.done) {
      this.#coder.end();
    } else if (step.value.length > 0) {
      this.#busy = true;
      this.#coder.write(step.value, () => {
        this.#busy = false;
        this.#wake?.();
      });
    }
  }

  async #nextOfInner(): Promise<IteratorResult<Uint8Array>> {
    try {
      const step = await this.#inner.next();
      if (step.done) this.#innerOpen = false;
      return step;
    } catch (error) {
      this.#innerOpen = false; // an iterator that throws has ended by itself
      this.#coder.destroy();
      throw error;
    }
  }

  #check({ done, value }: IteratorResult<Uint8Array>): void {
    if (!done && !(value instanceof Uint8Array)) {
      throw new GatewayError(`a chunk of the body must be a Uint8Array, not a ${typeof value}`);
    }
    this.#taken += done ? 0 : value.length;
    const length = this.#stated ?? this.#taken;
    if (this.#taken > length || (done && this.#taken < length)) {
      throw new GatewayError(`the body has ${this.#taken} bytes, and not its Content-Length, ${length}`);
    }
  }

  /** Waits until the coder has something to give, wants something, has ended or has failed. */
  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
