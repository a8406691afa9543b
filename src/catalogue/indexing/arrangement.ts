import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "../sqlite.ts";
import { BeginningCounter } from "./beginnings.ts";
import type { Postings } from "./postings.ts";
import { writeFully } from "./spool.ts";
import { type Blocks, WordFileWriter } from "./word-file.ts";

/** Is told how far the work is, and throws when it is to stop. */
export type Step = (share: number) => Promise<void>;

/** The words of a catalogue in the order of their bytes, and where they are found: files, and what is in which. */
export interface Arrangement {
  readonly words: string;
  readonly blocks: Blocks;
  /** The occurrences, parted into buckets of words that follow each other. */
  readonly occurrences: string;
  readonly buckets: readonly Bucket[];
  /** The first bucket of the second half, which begins with a letter of its own and so shares no beginning with the first. */
  readonly half: number;
  /** How often each word is met, by its place in the order. Threads share it. */
  readonly meetings: Uint32Array<SharedArrayBuffer>;
  /** How often the words of each beginning that many share are met. */
  readonly shared: ReadonlyMap<string, number>;
  /** The largest id of a book. */
  readonly last: number;
}

/** Words in order that are worked on together, and where their occurrences lie. */
export interface Bucket {
  /** The places of its words in the order, from 0. */
  readonly from: number;
  to: number;
  occurrences: number;
  /** How many occurrences lie before it. */
  readonly begin: number;
}

// How many occurrences are put in order at once: four bytes each.
const BUCKET = 2_000_000;

/** A word that is met so often is by itself, for its books are kept in another way. */
export const OFTEN = 1_000_000;

// How many numbers are gathered for a bucket before they are written.
const BUFFERED = 8 * 1024;

// To write a word takes as long as so many of its occurrences.
const WORD_WEIGHT = 16;

// How many words are read at once.
const WORDS = 5000;

/**
 * Puts the words of all records in order, and their occurrences beside each other: `ids` has the book of each record.
 *
 * The occurrences come in the order of the records. They are parted into buckets, each small enough to be put in order in
 * memory by giveWords.
 */
export async function arrangeWords(
  database: Database,
  postings: Postings,
  ids: Uint32Array,
  last: number,
  folder: string,
  step: Step,
): Promise<Arrangement> {
  const counts = postings.end();
  const words = join(folder, "words");
  const occurrences = join(folder, "occurrences");
  // The place of each term in the order of words, and how often the word there is met.
  const places = new Uint32Array(counts.length);
  const meetings = new Uint32Array(new SharedArrayBuffer(4 * counts.length));
  const beginnings = new BeginningCounter();
  const middle = new Middle(postings.spool.length / 2 + WORD_WEIGHT * counts.length);
  const writer = new WordFileWriter(words);
  let blocks: Blocks;
  try {
    // In a table of their own and read many at once: better-sqlite3's iterators make Node 24 abort when it ends.
    database.exec(
      "CREATE TEMP TABLE ordered (place INTEGER PRIMARY KEY, number, word); " +
        "INSERT INTO temp.ordered (number, word) SELECT number - 1, word FROM temp.terms ORDER BY word",
    );
    const some = database
      .prepare<[after: number, to: number], [number: number, word: string]>(
        "SELECT number, word FROM temp.ordered WHERE place > ? AND place <= ?",
      )
      .raw();
    for (let place = 0; place < counts.length; ) {
      for (const [number, word] of some.all(place, place + WORDS)) {
        const met = counts[number] ?? 0;
        writer.add(word);
        beginnings.add(word, met);
        middle.add(word, met + WORD_WEIGHT, place);
        meetings[place] = met;
        places[number] = place++;
      }
      await step(0.4 * (place / counts.length));
    }
    database.exec("DROP TABLE temp.ordered");
    blocks = writer.end();
  } finally {
    writer.close();
  }
  beginnings.end();

  const { buckets, half } = partedIntoBuckets(meetings, middle.place);
  const descriptor = openSync(occurrences, "wx");
  try {
    await distribute(postings, places, ids, buckets, descriptor, (share) => step(0.4 + 0.6 * share));
  } finally {
    closeSync(descriptor);
  }
  return { words, blocks, occurrences, buckets, half, meetings, shared: beginnings.shared, last };
}

/** Finds the word in the middle of all work, of those that begin otherwise than the word before. */
class Middle {
  readonly #half: number;
  #letter = "";
  #before = 0;
  #distance = Number.POSITIVE_INFINITY;
  place = 0;

  constructor(all: number) {
    this.#half = all / 2;
  }

  add(word: string, weight: number, place: number): void {
    const letter = String.fromCodePoint(word.codePointAt(0) ?? 0);
    const distance = Math.abs(this.#half - this.#before);
    if (letter !== this.#letter && distance < this.#distance) {
      this.#distance = distance;
      this.place = place;
    }
    this.#letter = letter;
    this.#before += weight;
  }
}

function partedIntoBuckets(meetings: Uint32Array, middle: number): { buckets: Bucket[]; half: number } {
  const buckets: Bucket[] = [];
  let half = 0;
  let begin = 0;
  let open = false;
  for (let place = 0; place < meetings.length; place++) {
    const met = meetings[place] ?? 0;
    const bucket = buckets.at(-1);
    if (place === middle) half = buckets.length;
    if (bucket && open && place !== middle && met < OFTEN && bucket.occurrences + met <= BUCKET) {
      bucket.to++;
      bucket.occurrences += met;
    } else buckets.push({ from: place, to: place + 1, occurrences: met, begin });
    open = met < OFTEN;
    begin += met;
  }
  return { buckets, half };
}

/** Writes each occurrence to its bucket: the place of the word, and 8 * id + fields. */
async function distribute(
  postings: Postings,
  places: Uint32Array,
  ids: Uint32Array,
  buckets: readonly Bucket[],
  descriptor: number,
  step: Step,
): Promise<void> {
  const bucketOf = new Uint16Array(places.length);
  for (const [index, { from, to }] of buckets.entries()) bucketOf.fill(index, from, to);
  const buffers = buckets.map(() => new Uint32Array(BUFFERED));
  const filled = new Uint32Array(buckets.length);
  const written = Float64Array.from(buckets, ({ begin }) => begin * 8);
  const flush = (index: number) => {
    const count = filled[index] ?? 0;
    const buffer = buffers[index];
    if (!buffer || count === 0) return;
    writeFully(descriptor, buffer.subarray(0, count), written[index] ?? 0);
    written[index] = (written[index] ?? 0) + count * 4;
    filled[index] = 0;
  };
  let done = 0;
  for (const chunk of postings.spool.chunks()) {
    for (let at = 0; at < chunk.length; at += 2) {
      const place = places[chunk[at] ?? 0] ?? 0;
      const occurrence = chunk[at + 1] ?? 0;
      const index = bucketOf[place] ?? 0;
      const buffer = buffers[index] ?? places;
      const count = filled[index] ?? 0;
      buffer[count] = place;
      buffer[count + 1] = (((ids[occurrence >>> 3] ?? 0) << 3) | (occurrence & 7)) >>> 0;
      filled[index] = count + 2;
      if (count + 2 === BUFFERED) flush(index);
    }
    done += chunk.length;
    await step(done / postings.spool.length);
  }
  for (let index = 0; index < buckets.length; index++) flush(index);
}
