import { Buffer } from "node:buffer";
import { closeSync, openSync, readSync, writeSync } from "node:fs";

// How many words are written and read at once.
const BLOCK = 2000;

/** Where the blocks of a file of words begin, in bytes, and where the last one ends. */
export type Blocks = readonly number[];

/** Writes words into a file, one behind the other. A word has no new line in it. */
export class WordFileWriter {
  readonly #descriptor: number;
  readonly #blocks = [0];
  #words: string[] = [];

  constructor(file: string) {
    this.#descriptor = openSync(file, "wx");
  }

  add(word: string): void {
    if (this.#words.push(word) === BLOCK) this.#flush();
  }

  /** All words are added. Gives what a reader needs to know. */
  end(): Blocks {
    if (this.#words.length > 0) this.#flush();
    return this.#blocks;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #flush(): void {
    const bytes = Buffer.from(this.#words.join("\n"));
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#descriptor, bytes, done);
    this.#blocks.push((this.#blocks.at(-1) ?? 0) + bytes.length);
    this.#words = [];
  }
}

/** Reads a file of words. */
export class WordFileReader {
  readonly #descriptor: number;
  readonly #blocks: Blocks;

  constructor(file: string, blocks: Blocks) {
    this.#descriptor = openSync(file, "r");
    this.#blocks = blocks;
  }

  /** The words from one place, counted from 0, to the next where a block ends, or to `to`. */
  read(from: number, to: number): string[] {
    const block = Math.floor(from / BLOCK);
    const start = this.#blocks[block] ?? 0;
    const bytes = Buffer.alloc((this.#blocks[block + 1] ?? start) - start);
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(this.#descriptor, bytes, done, bytes.length - done, start + done);
      if (read === 0) throw new Error("the words of the import are fewer than were written");
      done += read;
    }
    return bytes
      .toString()
      .split("\n")
      .slice(from - block * BLOCK, to - block * BLOCK);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
