import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { CatalogueError, codeOf } from "../../errors.ts";
import { CHUNK } from "./input.ts";
import { STANDARD_INPUT } from "./standard-input.ts";

/** True for the first two bytes of a gzip file (RFC 1952 §2.3.1). */
export function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * The bytes that gzip packed, of all the members of the file (RFC 1952 §2.2); zeros behind the last one are padding.
 * `name` is what the source is called.
 *
 * Decompresses no more than is asked for. Throws a CatalogueError when the packed bytes are cut short or wrong.
 */
export async function* gunzip(name: string, packed: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const stream = createGunzip({ chunkSize: CHUNK });
  const bytes = Readable.from(copies(packed), { objectMode: false, highWaterMark: CHUNK });
  const fed = pipeline(bytes, stream);
  fed.catch(() => {}); // the stream itself fails with the same error
  try {
    yield* stream;
  } catch (error) {
    throw explained(name, error);
  }
}

/** A chunk of its own each: the stream still holds one when the next is read into the same memory. */
async function* copies(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

function explained(name: string, error: unknown): unknown {
  const what = name === STANDARD_INPUT ? `the gzip data of ${name}` : `the gzip file ${name}`;
  switch (codeOf(error)) {
    case "Z_BUF_ERROR":
      return new CatalogueError(`${what} ends early: it was not copied whole; fetch it again`);
    case "Z_DATA_ERROR":
    case "Z_NEED_DICT":
    case "Z_STREAM_ERROR":
      return new CatalogueError(`${what} is broken: ${(error as Error).message}; fetch it again`);
    default:
      return error;
  }
}
