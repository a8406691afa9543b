import { Buffer } from "node:buffer";
import { FCGI_HEADER_LEN, FCGI_VERSION_1 } from "./constants.ts";
import { FastCgiError } from "./errors.ts";

/** A record (FastCGI 1.0 §3.3), without its padding. */
export interface FcgiRecord {
  /** One of FCGI_BEGIN_REQUEST and its like, or a number that nobody knows. */
  readonly type: number;
  /** The request that it belongs to; 0 for none. */
  readonly requestId: number;
  readonly content: Uint8Array;
}

/** The longest content of a record, in bytes. */
const LONGEST = 0xffff;

/** Where records end on output, in bytes: the receiver can copy whole words (§3.3). */
const ALIGNMENT = 8;

/** Reads records from chunks that may be cut anywhere. */
export class RecordReader {
  readonly #header = Buffer.alloc(FCGI_HEADER_LEN);
  #headerFilled = 0;
  /** The content of a record that has not come whole, and how much of it has. */
  #content: Buffer | undefined;
  #contentFilled = 0;
  /** Bytes of padding that are still to be skipped. */
  #padding = 0;

  /** True between two records: nothing of the next one has come. */
  get isBetween(): boolean {
    return this.#headerFilled === 0 && this.#padding === 0;
  }

  /**
   * Takes the next chunk and gives the records that it completes. The content may be a view of the chunk. To be run to
   * its end before the next one. Throws a FastCgiError, behind the records before, where the bytes are no record.
   */
  *push(chunk: Uint8Array): Generator<FcgiRecord, void, undefined> {
    for (let position = 0; position < chunk.length; ) {
      if (this.#padding > 0) {
        const skipped = Math.min(this.#padding, chunk.length - position);
        this.#padding -= skipped;
        position += skipped;
        continue;
      }
      if (this.#headerFilled < FCGI_HEADER_LEN) {
        const part = chunk.subarray(position, position + FCGI_HEADER_LEN - this.#headerFilled);
        this.#header.set(part, this.#headerFilled);
        this.#headerFilled += part.length;
        position += part.length;
        if (this.#header[0] !== FCGI_VERSION_1) {
          throw new FastCgiError(`the version of a record is ${this.#header[0]} and not 1`);
        }
        if (this.#headerFilled < FCGI_HEADER_LEN) return;
      }
      const content = this.#take(chunk, position);
      position += content.taken;
      if (content.whole) yield this.#finish(content.whole);
    }
  }

  /** Takes what is there of the content; `whole` is there when nothing is missing. */
  #take(chunk: Uint8Array, position: number): { taken: number; whole?: Uint8Array } {
    const length = this.#header.readUInt16BE(4);
    const part = chunk.subarray(position, position + length - this.#contentFilled);
    if (part.length === length) return { taken: length, whole: part };
    this.#content ??= Buffer.allocUnsafe(length);
    this.#content.set(part, this.#contentFilled);
    this.#contentFilled += part.length;
    return this.#contentFilled < length
      ? { taken: part.length }
      : { taken: part.length, whole: this.#content };
  }

  #finish(content: Uint8Array): FcgiRecord {
    const header = this.#header;
    this.#headerFilled = 0;
    this.#content = undefined;
    this.#contentFilled = 0;
    this.#padding = header.readUInt8(6);
    return { type: header.readUInt8(1), requestId: header.readUInt16BE(2), content };
  }
}

/**
 * The bytes of a record, padded to a multiple of 8. Content of more than 65,535 bytes becomes several records, as a
 * stream may be cut anywhere; no content makes an empty record, which ends a stream (§3.3).
 */
export function formatRecord(type: number, requestId: number, content: Uint8Array): Buffer {
  const full = Math.floor(content.length / LONGEST);
  const rest = content.length - full * LONGEST;
  const count = full + (rest > 0 || full === 0 ? 1 : 0);
  const last = rest === 0 && full > 0 ? LONGEST : rest;
  const bytes = Buffer.allocUnsafe((count - 1) * padded(LONGEST) + padded(last));
  for (let index = 0; index < count; index++) {
    const start = index * LONGEST;
    writeRecord(bytes, index * padded(LONGEST), type, requestId, content.subarray(start, start + LONGEST));
  }
  return bytes;
}

/** The length of a record with so many bytes of content, in bytes. */
function padded(length: number): number {
  return Math.ceil((FCGI_HEADER_LEN + length) / ALIGNMENT) * ALIGNMENT;
}

function writeRecord(
  bytes: Buffer,
  start: number,
  type: number,
  requestId: number,
  content: Uint8Array,
): void {
  const end = start + FCGI_HEADER_LEN + content.length;
  const padding = padded(content.length) - FCGI_HEADER_LEN - content.length;
  bytes[start] = FCGI_VERSION_1;
  bytes[start + 1] = type;
  bytes.writeUInt16BE(requestId, start + 2);
  bytes.writeUInt16BE(content.length, start + 4);
  bytes[start + 6] = padding;
  bytes[start + 7] = 0;
  bytes.set(content, start + FCGI_HEADER_LEN);
  bytes.fill(0, end, end + padding);
}
