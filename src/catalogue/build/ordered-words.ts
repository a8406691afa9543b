import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "../sqlite.ts";
import { BeginningCounter, BeginningLists } from "./beginnings.ts";
import { type Found, type FoundNumbers, foundNumbers } from "./found.ts";
import type { Postings } from "./postings.ts";
import { readFully, writeFully } from "./spool.ts";

// How many occurrences are put in order at once: 8 bytes each, and as much again.
const BUCKET = 3_000_000;

// How many numbers are gathered for a bucket before they are written.
const BUFFERED = 8 * 1024;

// How many occurrences are read at once.
const READ = 64 * 1024;

// How many words are read at once.
const WORDS = 10_000;

/** Is told how far the work is, and throws when it is to stop. */
export type Step = (share: number) => Promise<void>;

/** Takes the words of a catalogue in the order of their bytes, and beginnings of words, with where they are found. */
export interface WordSink {
  takeWord(word: string, found: FoundNumbers): void;
  takePrefix(prefix: string, found: Found): void;
}

/** Words in order that are worked on together, and where their occurrences lie. */
interface Bucket {
  /** The first of its words, counted from 0 in the order of words. */
  readonly from: number;
  to: number;
  occurrences: number;
  readonly begin: number;
}

/**
 * Gives the words of all records to a sink, with the books in which they are found: `ids` has the book of each record.
 *
 * The occurrences come in the order of the records. They are parted into buckets of words that follow each other, each
 * small enough to be put in order in memory.
 */
export async function orderWords(
  database: Database,
  postings: Postings,
  ids: Uint32Array,
  last: number,
  folder: string,
  sink: WordSink,
  step: Step,
): Promise<void> {
  postings.end();
  const counts = postings.terms.counts();
  postings.terms.clear();
  database.exec(
    "CREATE TEMP TABLE ordered (place INTEGER PRIMARY KEY, number, word); " +
      "INSERT INTO temp.ordered (number, word) SELECT number - 1, word FROM temp.terms ORDER BY word",
  );
  const words = database
    .prepare<[number, number], [number: number, word: string]>(
      "SELECT number, word FROM temp.ordered WHERE place > ? AND place <= ?",
    )
    .raw();
  // The place of each term in the order of words, how often the word there is met, and what beginnings they share.
  const places = new Uint32Array(counts.length);
  const meetings = new Uint32Array(counts.length);
  const beginnings = new BeginningCounter();
  const buckets: Bucket[] = [];
  let place = 0;
  let begin = 0;
  while (place < counts.length) {
    for (const [number, word] of words.all(place, place + WORDS)) {
      const met = counts[number] ?? 0;
      beginnings.add(word, met);
      const bucket = buckets.at(-1);
      if (bucket && bucket.occurrences + met <= BUCKET) {
        bucket.to++;
        bucket.occurrences += met;
      } else buckets.push({ from: place, to: place + 1, occurrences: met, begin });
      begin += met;
      meetings[place] = met;
      places[number] = place++;
    }
    await step(0.2 * (place / counts.length));
  }
  beginnings.end();

  const descriptor = openSync(join(folder, "buckets"), "wx+");
  try {
    await distribute(postings, places, ids, buckets, descriptor, (share) => step(0.2 + 0.3 * share));
    const shared = new BeginningLists(beginnings.shared, sink, last);
    for (const { from, to, begin: start } of buckets) {
      const ends = endsOf(meetings.subarray(from, to));
      const numbers = gather(descriptor, start * 8, ends, from);
      for (let done = from; done < to; done += WORDS) {
        const until = Math.min(done + WORDS, to);
        let at = done;
        for (const [, word] of words.all(done, until)) {
          const slot = at - from;
          const found = foundNumbers(numbers.subarray(slot === 0 ? 0 : ends[slot - 1], ends[slot]));
          if (found.books > 0) {
            sink.takeWord(word, found);
            shared.add(word, found);
          }
          at++;
        }
        await step(0.5 + 0.5 * (until / counts.length));
      }
    }
    shared.end();
  } finally {
    closeSync(descriptor);
  }
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
  const bucketOf = new Uint32Array(places.length);
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

/** Where the occurrences of each word end, when they lie one word behind the other. */
function endsOf(meetings: Uint32Array): Uint32Array {
  const ends = meetings.slice();
  for (let slot = 1; slot < ends.length; slot++) ends[slot] = (ends[slot] ?? 0) + (ends[slot - 1] ?? 0);
  return ends;
}

/** Reads the occurrences of a bucket's words, the first of them in the place `from`, one word behind the other. */
function gather(descriptor: number, position: number, ends: Uint32Array, from: number): Uint32Array {
  const numbers = new Uint32Array(ends.at(-1) ?? 0);
  const next = new Uint32Array(ends.length);
  next.set(ends.subarray(0, -1), 1);
  const buffer = new Uint32Array(2 * READ);
  for (let done = 0; done < numbers.length; done += READ) {
    const pairs = buffer.subarray(0, 2 * Math.min(READ, numbers.length - done));
    readFully(descriptor, pairs, position + done * 8);
    for (let at = 0; at < pairs.length; at += 2) {
      const slot = (pairs[at] ?? 0) - from;
      const place = next[slot] ?? 0;
      next[slot] = place + 1;
      numbers[place] = pairs[at + 1] ?? 0;
    }
  }
  return numbers;
}
