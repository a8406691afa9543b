import { Buffer } from "node:buffer";
import { closeSync, openSync, writeSync } from "node:fs";
import { merge } from "./merge.ts";
import { HEAD, type Row, type Run, RunReader } from "./run.ts";

/** The longest text of a row, in UTF-16 units. */
export const LONGEST_TEXT = 32 * 1024;

// How much to sort at a time, in bytes and in rows: what it takes in memory while rows come.
const ROOM = 16 * 1024 * 1024;
const ROWS = 128 * 1024;

// What the reading of all runs takes in memory, in bytes; and of one run no less and no more than these.
const READING = 32 * 1024 * 1024;
const LEAST = 4 * 1024;
const MOST = 256 * 1024;

// How much to write at once, in bytes.
const CHUNK = 1024 * 1024;

/**
 * Sorts more rows than memory holds: it writes runs of sorted rows to one file as they come, and merges them as they
 * are read. So a row is written once and read once, and the first sorted ones are there as soon as the last has come.
 *
 * Rows of the same two numbers stay in the order in which they came.
 */
export class Sorter {
  readonly #descriptor: number;
  readonly #runs: Run[] = [];
  readonly #size: number;
  /** The rows that are still to be sorted; null while there are none. */
  #room: Buffer | null = null;
  readonly #majors = new Float64Array(ROWS);
  readonly #minors = new Float64Array(ROWS);
  /** Where each row begins in the room, and behind them where the last one ends. */
  readonly #starts = new Uint32Array(ROWS + 1);
  #count = 0;
  #written = 0;

  /** Sorts in this file, which must not be there yet, and so many bytes at a time. */
  constructor(file: string, room: number = ROOM) {
    this.#descriptor = openSync(file, "wx+");
    this.#size = room;
  }

  /** Adds a row. Throws a RangeError when its text is longer than LONGEST_TEXT. */
  add(major: number, minor: number, text: string): void {
    if (text.length > LONGEST_TEXT) throw new RangeError(`a row has ${text.length} characters`);
    const most = HEAD + 3 * text.length; // no UTF-16 unit takes more bytes
    if (this.#count === ROWS || this.#end + most > this.#size) this.#flush();
    this.#room ??= Buffer.allocUnsafeSlow(this.#size);
    const start = this.#end;
    const length = this.#room.write(text, start + HEAD);
    this.#room.writeDoubleLE(major, start);
    this.#room.writeDoubleLE(minor, start + 8);
    this.#room.writeUInt32LE(length, start + 16);
    this.#majors[this.#count] = major;
    this.#minors[this.#count] = minor;
    this.#starts[++this.#count] = start + HEAD + length;
  }

  /** The rows in their order; what is added while they are read is not among them. Each is good until the next. */
  sorted(): Generator<Row, undefined> {
    this.#flush();
    this.#room = null; // what is read next needs the memory
    const share = Math.floor(READING / Math.max(this.#runs.length, 1));
    const size = Math.min(Math.max(share, LEAST), MOST);
    return merge(this.#runs.map((run) => new RunReader(this.#descriptor, run, size)));
  }

  /** The same in no order, which takes less time. */
  *unsorted(): Generator<Row, undefined> {
    this.#flush();
    for (const run of [...this.#runs]) {
      const reader = new RunReader(this.#descriptor, run, MOST);
      while (reader.next()) yield reader;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  get #end(): number {
    return this.#starts[this.#count] ?? 0;
  }

  /** Writes the rows that came since the last time as a run. */
  #flush(): void {
    if (this.#room === null || this.#count === 0) return;
    const start = this.#written;
    const chunk = Buffer.allocUnsafeSlow(CHUNK);
    let filled = 0;
    for (const row of this.#order()) {
      const from = this.#starts[row] ?? 0;
      const to = this.#starts[row + 1] ?? 0;
      if (filled + to - from > CHUNK) {
        this.#write(chunk.subarray(0, filled));
        filled = 0;
      }
      filled += this.#room.copy(chunk, filled, from, to);
    }
    this.#write(chunk.subarray(0, filled));
    this.#runs.push({ start, end: this.#written });
    this.#count = 0;
  }

  #order(): Uint32Array {
    const majors = this.#majors;
    const minors = this.#minors;
    const order = new Uint32Array(this.#count).map((_, row) => row);
    return order.sort(
      (a, b) => (majors[a] ?? 0) - (majors[b] ?? 0) || (minors[a] ?? 0) - (minors[b] ?? 0) || a - b,
    );
  }

  #write(bytes: Buffer): void {
    for (let done = 0; done < bytes.length; ) {
      const length = writeSync(this.#descriptor, bytes, done, bytes.length - done, this.#written);
      done += length;
      this.#written += length;
    }
  }
}
