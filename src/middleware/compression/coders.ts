import type { Transform } from "node:stream";
import {
  type BrotliOptions,
  brotliCompressSync,
  constants,
  createBrotliCompress,
  createGzip,
  gzipSync,
} from "node:zlib";
import type { Coding } from "./accept-encoding.ts";

/** How a content coding is made. */
export interface Coder {
  /** Codes bytes as a whole, at once. */
  whole(bytes: Uint8Array): Uint8Array;
  /** A stream that gives, with each chunk written to it, all that a client needs to read that chunk. */
  stream(): Transform;
}

// Quality 5 is as fast as gzip and smaller; the default, 11, takes fifty times as long. A window of 256 KiB keeps a
// stream at 1.3 MB of memory; with the default each has 3.3 MB.
const BROTLI: BrotliOptions = {
  params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 18 },
};

export const CODERS: Readonly<Record<Coding, Coder>> = {
  br: {
    whole: (bytes) => brotliCompressSync(bytes, BROTLI),
    stream: () => createBrotliCompress({ ...BROTLI, flush: constants.BROTLI_OPERATION_FLUSH }),
  },
  gzip: {
    whole: (bytes) => gzipSync(bytes),
    stream: () => createGzip({ flush: constants.Z_SYNC_FLUSH }),
  },
};
