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

const NOTHING = Buffer.alloc(0);

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
        while (this.#headerFilled < FCGI_HEADER_LEN && position < chunk.length) {
          this.#header[this.#headerFilled++] = chunk[position++] as number; // a view would cost more than the eight bytes
        }
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
    if (length === 0) return { taken: 0, whole: NOTHING };
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

/** What a record, or several, is to hold. */
export type Content = readonly [type: number, content: Uint8Array];

/** The bytes of a record, or of several: see `formatRecords()`. */
export function formatRecord(type: number, requestId: number, content: Uint8Array): Buffer {
  return formatRecords(requestId, [[type, content]]);
}

/**
 * The bytes of records of a request, each padded to a multiple of 8. Content of more than 65,535 bytes becomes several
 * records, as a stream may be cut anywhere; no content makes an empty record, which ends a stream (§3.3).
 */
export function formatRecords(requestId: number, contents: readonly Content[]): Buffer {
  let size = 0;
  for (const [, { length }] of contents) size += sizeOf(length);
  const bytes = Buffer.allocUnsafe(size);
  let position = 0;
  for (const [type, content] of contents) {
    if (content.length <= LONGEST) {
      position = writeRecord(bytes, position, type, requestId, content);
      continue;
    }
    for (let start = 0; start < content.length; start += LONGEST) {
      const part = content.subarray(start, start + LONGEST);
      position = writeRecord(bytes, position, type, requestId, part);
    }
  }
  return bytes;
}

/** What so many bytes of content take, in bytes. */
function sizeOf(length: number): number {
  if (length <= LONGEST) return padded(length);
  const rest = length % LONGEST;
  return Math.floor(length / LONGEST) * padded(LONGEST) + (rest > 0 ? padded(rest) : 0);
}

/** The length of a record with so many bytes of content, in bytes. */
function padded(length: number): number {
  return Math.ceil((FCGI_HEADER_LEN + length) / ALIGNMENT) * ALIGNMENT;
}

/** Writes a record and gives the position behind it. */
function writeRecord(
  bytes: Buffer,
  start: number,
  type: number,
  requestId: number,
  content: Uint8Array,
): number {
  const { length } = content;
  const end = start + padded(length);
  bytes[start] = FCGI_VERSION_1;
  bytes[start + 1] = type;
  bytes[start + 2] = requestId >>> 8;
  bytes[start + 3] = requestId & 0xff;
  bytes[start + 4] = length >>> 8;
  bytes[start + 5] = length & 0xff;
  bytes[start + 6] = end - start - FCGI_HEADER_LEN - length;
  bytes[start + 7] = 0;
  bytes.set(content, start + FCGI_HEADER_LEN);
  for (let index = start + FCGI_HEADER_LEN + length; index < end; index++) bytes[index] = 0;
  return end;
}
