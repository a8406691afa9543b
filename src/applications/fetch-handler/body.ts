const ENDED = { done: true, value: undefined } as const;

/**
 * The body that is read from a stream: a chunk at a time, when it is asked for. `return()` cancels the stream at once,
 * also while a chunk is waited for, which the stream's own iterator would not.
 */
export function bodyOf(stream: ReadableStream<unknown>): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const reader = stream.getReader();
      return {
        async next() {
          const { done, value } = await reader.read();
          if (done) return ENDED;
          const bytes = bytesOf(value);
          if (bytes) return { done: false, value: bytes };
          await reader.cancel(); // an iterator that throws has ended, and nobody calls its return()
          throw new TypeError(`a chunk of a Response must be bytes, not a ${typeof value}`);
        },
        async return() {
          await reader.cancel();
          return ENDED;
        },
      };
    },
  };
}

/** The bytes of a chunk, of a view its own window alone; undefined for what is none. */
function bytesOf(chunk: unknown): Uint8Array | undefined {
  if (chunk instanceof Uint8Array) return chunk;
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return chunk instanceof ArrayBuffer ? new Uint8Array(chunk) : undefined;
}
