import type { Environ } from "../gateway/index.ts";

/** A body that is handed over with its length. */
export interface RequestBody {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** In bytes. */
  readonly length: number;
}

/**
 * The body of a request for a program that must be told its length beforehand. One that came without is read whole,
 * within the limit of the server.
 */
export async function requestBody(environ: Environ): Promise<RequestBody> {
  const { "tsgi.input": input, CONTENT_LENGTH: stated } = environ;
  if (stated !== undefined) return { chunks: input, length: Number(stated) };
  const whole = await input.read();
  return {
    length: whole.length,
    chunks: {
      async *[Symbol.asyncIterator]() {
        if (whole.length > 0) yield whole;
      },
    },
  };
}
