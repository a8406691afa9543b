import type { Environ, Input } from "../gateway/index.ts";

/** A body that is handed over with its length. */
export interface RequestBody {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** In bytes. */
  readonly length: number;
}

const NO_BODY: RequestBody = { length: 0, chunks: { async *[Symbol.asyncIterator]() {} } };

/**
 * The body of a request for a program that must be told its length beforehand. One that came without is read whole,
 * within the limit of the server. GET and HEAD over HTTP/1.1 have none that they do not announce (RFC 9112 §6.3).
 */
export function requestBody(environ: Environ): RequestBody | Promise<RequestBody> {
  const { "tsgi.input": input, CONTENT_LENGTH: stated, HTTP_TRANSFER_ENCODING: coding } = environ;
  if (stated !== undefined) return { chunks: input, length: Number(stated) };
  const { REQUEST_METHOD: method, SERVER_PROTOCOL: protocol } = environ;
  const mayHaveOne = coding !== undefined || !protocol.startsWith("HTTP/1.");
  if (!mayHaveOne && (method === "GET" || method === "HEAD")) return NO_BODY;
  return readWhole(input);
}

async function readWhole(input: Input): Promise<RequestBody> {
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
