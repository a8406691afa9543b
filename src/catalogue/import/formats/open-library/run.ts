import { Buffer } from "node:buffer";
import { readSync } from "node:fs";

/** A text with two numbers to sort it by, whole and not negative. */
export interface Row {
  readonly major: number;
  readonly minor: number;
  readonly text: string;
}

/** Where rows stand in a file one behind the other, in bytes. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** What stands before the text of a row, in bytes: its two numbers, of eight each, and its length, of four. */
export const HEAD = 20;

/** Reads the rows of a run, one by one: it is each of them in turn. */
export class RunReader implements Row {
  major = 0;
  minor = 0;
  readonly #descriptor: number;
  readonly #end: number;
  #buffer: Buffer;
  /** What is to be read next, in the file. */
  #position: number;
  /** What of the buffer is still to be given. */
  #from = 0;
  #to = 0;
  /** Where the text of its row begins, which ends at #from. */
  #text = 0;

  /** Reads so many bytes at a time, and more where a single row has more. */
  constructor(descriptor: number, run: Run, size: number) {
    this.#descriptor = descriptor;
    this.#position = run.start;
    this.#end = run.end;
    this.#buffer = Buffer.allocUnsafeSlow(Math.min(size, run.end - run.start));
  }

  /** Goes on to the next row; false when there is none. */
  next(): boolean {
    if (!this.#have(HEAD)) return false;
    const length = this.#buffer.readUInt32LE(this.#from + 16);
    this.#have(HEAD + length);
    this.major = this.#buffer.readDoubleLE(this.#from);
    this.minor = this.#buffer.readDoubleLE(this.#from + 8);
    this.#text = this.#from + HEAD;
    this.#from = this.#text + length;
    return true;
  }

  get text(): string {
    return this.#buffer.toString("utf8", this.#text, this.#from);
  }

  /** Makes sure that so many bytes are in the buffer; false at the end of the run. */
  #have(length: number): boolean {
    if (this.#to - this.#from >= length) return true;
    const buffer = length > this.#buffer.length ? Buffer.allocUnsafeSlow(length) : this.#buffer;
    this.#to = this.#buffer.copy(buffer, 0, this.#from, this.#to);
    this.#from = 0;
    this.#buffer = buffer;
    while (this.#to < length && this.#position < this.#end) {
      const room = Math.min(buffer.length - this.#to, this.#end - this.#position);
      const read = readSync(this.#descriptor, buffer, this.#to, room, this.#position);
      if (read === 0) throw new Error("a file of rows ended before its last row");
      this.#to += read;
      this.#position += read;
    }
    return this.#to >= length;
  }
}
