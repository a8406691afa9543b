import { closeSync, openSync, readSync, writeSync } from "node:fs";

// Whole pairs and whole triples.
const BUFFERED = 3 * 64 * 1024;

/** A file of 32-bit numbers that are written one behind the other and read again later, however many there are. */
export class Spool {
  readonly descriptor: number;
  readonly #buffer: Uint32Array;
  readonly #one = new Uint32Array(1);
  #buffered = 0;
  #length = 0;

  /** `buffered` is how many numbers are written and read at once, a multiple of six. */
  constructor(file: string, buffered = BUFFERED) {
    this.descriptor = openSync(file, "wx+");
    this.#buffer = new Uint32Array(buffered);
  }

  /** How many numbers it has. */
  get length(): number {
    return this.#length;
  }

  push(number: number): void {
    this.#buffer[this.#buffered++] = number;
    this.#length++;
    if (this.#buffered === this.#buffer.length) this.#flush();
  }

  /** Two numbers, where it has only pairs. */
  pushPair(one: number, other: number): void {
    this.#buffer[this.#buffered] = one;
    this.#buffer[this.#buffered + 1] = other;
    this.#buffered += 2;
    this.#length += 2;
    if (this.#buffered === this.#buffer.length) this.#flush();
  }

  /** The numbers in their order, many at a time, pairs and triples uncut. What is given is overwritten by the next. */
  *chunks(): Generator<Uint32Array> {
    this.#flush();
    for (let done = 0; done < this.#length; ) {
      const wanted = Math.min(this.#buffer.length, this.#length - done);
      const chunk = this.#buffer.subarray(0, wanted);
      readFully(this.descriptor, chunk, done * 4);
      yield chunk;
      done += wanted;
    }
  }

  /** The number at a place, counted from 0. */
  at(place: number): number {
    const flushed = this.#length - this.#buffered;
    if (place >= flushed) return this.#buffer[place - flushed] ?? 0;
    readFully(this.descriptor, this.#one, place * 4);
    return this.#one[0] ?? 0;
  }

  /** Puts another number at a place. */
  set(place: number, number: number): void {
    const flushed = this.#length - this.#buffered;
    if (place >= flushed) this.#buffer[place - flushed] = number;
    else writeFully(this.descriptor, Uint32Array.of(number), place * 4);
  }

  /** The numbers from one place to another. */
  slice(from: number, to: number): Uint32Array {
    this.#flush();
    const numbers = new Uint32Array(Math.max(0, Math.min(to, this.#length) - from));
    readFully(this.descriptor, numbers, from * 4);
    return numbers;
  }

  close(): void {
    closeSync(this.descriptor);
  }

  #flush(): void {
    writeFully(this.descriptor, this.#buffer.subarray(0, this.#buffered), null);
    this.#buffered = 0;
  }
}

/** Reads numbers from a place, in bytes, until the array is full. Throws an Error when the file ends before. */
export function readFully(descriptor: number, numbers: Uint32Array, position: number): void {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(descriptor, bytes, done, bytes.length - done, position + done);
    if (read === 0) throw new Error("a temporary file of the import is shorter than what was written to it");
    done += read;
  }
}

/** Writes numbers to a place, in bytes, or behind what was written last. */
export function writeFully(descriptor: number, numbers: Uint32Array, position: number | null): void {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(
      descriptor,
      bytes,
      done,
      bytes.length - done,
      position === null ? null : position + done,
    );
  }
}
