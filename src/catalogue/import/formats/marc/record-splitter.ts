import { Buffer } from "node:buffer";
import { isLeader, LEADER_LENGTH, statedLength } from "./leader.ts";

/** Ends a record (ISO 2709 §4.6). */
export const RECORD_END = 0x1d;
/** Ends the directory and each field. */
export const FIELD_END = 0x1e;

// A leader can state so many bytes.
const LARGEST_STATED = 99_999;
// Larger records are written all the same, but none so large.
const LARGEST_RECORD = 1024 * 1024;

// How much of a larger one to keep, in bytes.
const KEPT = 2000;

/** What stands between two ends of records. */
export interface RawRecord {
  /** Where it begins in the stream, in bytes, counted from 0. */
  readonly offset: number;
  /** From the leader to the record's end, this included where it is there; of a record too large the beginning. */
  readonly bytes: Buffer;
  readonly tooLarge: boolean;
  /** Whether strange bytes stood before it. */
  readonly stray: boolean;
}

/**
 * Splits a stream of ISO 2709 into its records, however its bytes are cut, by the byte that ends each: whatever a leader
 * says of a length, the next record is found. White space, byte order marks and other strange bytes between records are
 * passed over. It holds one record of at most 1 MiB, never more.
 */
export class RecordSplitter {
  #pending: Buffer[] = [];
  #length = 0;
  /** Where the pending bytes begin. */
  #offset = 0;

  /** The records that these bytes complete. The chunk may be used again once this returns. */
  push(chunk: Buffer): RawRecord[] {
    const records: RawRecord[] = [];
    let start = 0;
    for (let end = chunk.indexOf(RECORD_END); end !== -1; end = chunk.indexOf(RECORD_END, start)) {
      this.#keep(chunk.subarray(start, end + 1));
      records.push(...this.#take());
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return records;
  }

  /** What is left when the stream ends. */
  end(): RawRecord[] {
    return this.#take();
  }

  #keep(bytes: Buffer): void {
    const room = LARGEST_RECORD + 1 - this.#length;
    if (room > 0) this.#pending.push(Buffer.from(bytes.subarray(0, room)));
    this.#length += bytes.length;
    if (this.#length > LARGEST_RECORD && this.#pending.length > 1) {
      this.#pending = [Buffer.from(Buffer.concat(this.#pending).subarray(0, KEPT))];
    }
  }

  #take(): RawRecord[] {
    const bytes = Buffer.concat(this.#pending);
    const offset = this.#offset;
    const tooLarge = this.#length > LARGEST_RECORD;
    this.#offset += this.#length;
    this.#pending = [];
    this.#length = 0;
    const blank = lengthOfBlank(bytes);
    const rest = bytes.subarray(blank, tooLarge ? KEPT : bytes.length);
    if (rest.length === 0) return [];
    if (tooLarge) return [{ offset: offset + blank, bytes: rest, tooLarge, stray: false }];
    return split(rest, offset + blank);
  }
}

/** How many bytes at the beginning are blank, control characters or a byte order mark. */
export function lengthOfBlank(bytes: Buffer): number {
  let length = 0;
  while (length < bytes.length) {
    if ((bytes[length] ?? 0) <= 0x20) length++;
    else if (bytes[length] === 0xef && bytes[length + 1] === 0xbb && bytes[length + 2] === 0xbf) length += 3;
    else break;
  }
  return length;
}

/** The records up to an end of record: one, or more where the end of one is missing. */
function split(bytes: Buffer, offset: number): RawRecord[] {
  const records: RawRecord[] = [];
  let start = startOfRecord(bytes);
  const stray = start > 0;
  while (start < bytes.length) {
    const rest = bytes.subarray(start);
    const length = lengthBeforeNext(rest);
    const first = records.length === 0;
    records.push({
      offset: offset + start,
      bytes: rest.subarray(0, length),
      tooLarge: false,
      stray: stray && first,
    });
    start += length + lengthOfBlank(rest.subarray(length));
  }
  return records;
}

/** Where the record begins: strange bytes before it are known by a leader behind them that states the rest's length. */
function startOfRecord(bytes: Buffer): number {
  if (isLeader(leaderAt(bytes, 0))) return 0;
  const last = bytes.length - LEADER_LENGTH;
  for (let start = Math.max(1, bytes.length - LARGEST_STATED); start <= last; start++) {
    if (!isDigit(bytes[start])) continue;
    const leader = leaderAt(bytes, start);
    if (isLeader(leader) && statedLength(leader) === bytes.length - start) return start;
  }
  return 0;
}

/** The length that the leader states, where another leader follows at once: the end between the two is missing. */
function lengthBeforeNext(bytes: Buffer): number {
  const length = statedLength(leaderAt(bytes, 0));
  if (length <= LEADER_LENGTH || length >= bytes.length) return bytes.length;
  const ends = [length, length - 1]; // the end that is missing may be counted
  return (
    ends.find((end) => isLeader(leaderAt(bytes, end + lengthOfBlank(bytes.subarray(end))))) ?? bytes.length
  );
}

function leaderAt(bytes: Buffer, start: number): string {
  return bytes.toString("latin1", start, start + LEADER_LENGTH);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
