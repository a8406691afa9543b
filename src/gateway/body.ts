import { shown } from "./checks.ts";
import { GatewayError } from "./errors.ts";
import type { Body, FileWrapper } from "./types.ts";

const ENDED = { done: true, value: undefined } as const;

export type BodyIterator = Iterator<Uint8Array> | AsyncIterator<Uint8Array>;

/** The iterator of a body, the asynchronous one where it has both. Throws a GatewayError when it is no body. */
export function iterate(body: Body): BodyIterator {
  checkBody(body);
  return Symbol.asyncIterator in body ? body[Symbol.asyncIterator]() : body[Symbol.iterator]();
}

/** Throws a GatewayError unless `body` is an object that can be iterated, and no bare bytes. */
export function checkBody(body: unknown): asserts body is Body {
  if (typeof body === "object" && body !== null && !(body instanceof Uint8Array)) {
    if (Symbol.asyncIterator in body || Symbol.iterator in body) return;
  }
  const what = body instanceof Uint8Array ? "bare bytes" : shown(body);
  throw new GatewayError(
    `the application must return an iterable of Uint8Array, such as [bytes], not ${what}`,
  );
}

/** Throws a GatewayError unless `chunk` is bytes. */
export function checkChunk(chunk: unknown): asserts chunk is Uint8Array {
  if (!(chunk instanceof Uint8Array)) {
    const hint = typeof chunk === "string" ? "; encode it, as with Buffer.from(text)" : "";
    throw new GatewayError(`a chunk of the body must be a Uint8Array, not a ${typeof chunk}${hint}`);
  }
}

/** The chunks of a body that is there as a whole; undefined for one that is yet to be read, or has what is no chunk. */
export function wholeBody(body: Body): readonly Uint8Array[] | undefined {
  if (!Array.isArray(body)) return undefined;
  const chunks: readonly unknown[] = body;
  return chunks.every((chunk) => chunk instanceof Uint8Array) ? chunks : undefined;
}

/** The length of chunks together, in bytes. */
export function byteLength(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

/** Chunks as one; the very chunk where there is but one. */
export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks;
  return first && chunks.length === 1 ? first : Buffer.concat(chunks);
}

/** Closes a body that is not wanted: runs its own clean-up and sends nothing. The result is the empty body. */
export function discard(body: Body): [] | Promise<[]> {
  if (Array.isArray(body)) return [];
  const closed = iterate(body).return?.();
  return closed instanceof Promise ? closed.then(() => []) : [];
}

/** A body whose first chunk has been read already, as if it had not. */
export function resume(first: Uint8Array, rest: Iterator<Uint8Array>): Iterable<Uint8Array> {
  let pending: Uint8Array | undefined = first;
  const next = (): IteratorResult<Uint8Array> => {
    if (pending === undefined) return rest.next();
    const value = pending;
    pending = undefined;
    return { done: false, value };
  };
  return { [Symbol.iterator]: () => ({ next, return: () => rest.return?.() ?? ENDED }) };
}

/** The same for a body that is read asynchronously. */
export function resumeAsync(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  let pending: Uint8Array | undefined = first;
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    if (pending === undefined) return rest.next();
    const value = pending;
    pending = undefined;
    return { done: false, value };
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: async () => rest.return?.() ?? ENDED }) };
}

/**
 * The body that is the rest of an open file: the `tsgi.file_wrapper` of every server here.
 *
 * Its iterator is not a generator: `return()` closes the file also when no chunk was ever asked for.
 */
export const fileBody: FileWrapper = (file, blockSize = 65536) => {
  let open = true;
  const close = async () => {
    if (open) {
      open = false;
      await file.close();
    }
    return ENDED;
  };
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        if (!open) return ENDED;
        const block = Buffer.allocUnsafe(blockSize);
        try {
          const { bytesRead } = await file.read(block, 0, blockSize, null);
          return bytesRead === 0 ? close() : { done: false, value: block.subarray(0, bytesRead) };
        } catch (error) {
          await close(); // an iterator that throws has ended, and nobody calls its return()
          throw error;
        }
      },
      return: close,
    }),
  };
};
