import { closeSync, openSync } from "node:fs";
import { type Arrangement, type Bucket, OFTEN, type Step } from "./arrangement.ts";
import { BeginningLists } from "./beginnings.ts";
import { type Found, FoundBits, foundNumbers } from "./found.ts";
import { readFully } from "./spool.ts";
import { WordFileReader } from "./word-file.ts";

// How many occurrences are read at once.
const READ = 64 * 1024;

/** Takes the words of a catalogue in the order of their bytes, and beginnings of words, with where they are found. */
export interface WordSink {
  takeWord(word: string, found: Found): void;
  takePrefix(prefix: string, found: Found): void;
}

/** Which half of the words, in their order. */
export type Half = 0 | 1;

/** Gives one half of the words to a sink, with the books in which they are found. */
export async function giveWords(
  arrangement: Arrangement,
  half: Half,
  sink: WordSink,
  step: Step,
): Promise<void> {
  const { buckets, meetings, shared, last } = arrangement;
  const own = half === 0 ? buckets.slice(0, arrangement.half) : buckets.slice(arrangement.half);
  const occurrences = openSync(arrangement.occurrences, "r");
  const words = new WordFileReader(arrangement.words, arrangement.blocks);
  try {
    const beginnings = new BeginningLists(shared, sink, last);
    for (const [index, bucket] of own.entries()) {
      const foundOf = readBucket(occurrences, bucket, meetings, last);
      for (let place = bucket.from; place < bucket.to; ) {
        for (const word of words.read(place, bucket.to)) {
          const found = foundOf(place++);
          if (found.books === 0) continue;
          sink.takeWord(word, found);
          beginnings.add(word, found);
        }
        const done = (place - bucket.from) / (bucket.to - bucket.from);
        await step((index + done) / own.length);
      }
    }
    beginnings.end();
  } finally {
    words.close();
    closeSync(occurrences);
  }
}

/** Reads a bucket. Gives the function that tells where the word of a place is found. */
function readBucket(
  descriptor: number,
  bucket: Bucket,
  meetings: Uint32Array,
  last: number,
): (place: number) => Found {
  const { from, to, occurrences } = bucket;
  if (occurrences >= OFTEN && to - from === 1) {
    const bits = new FoundBits(last);
    for (const pairs of readPairs(descriptor, bucket)) {
      for (let at = 1; at < pairs.length; at += 2) {
        const number = pairs[at] ?? 0;
        if (number >>> 3 !== 0) bits.add(number);
      }
    }
    return () => bits;
  }
  // Where the next occurrence of each word is put, when they lie one word behind the other; in the end, where they end.
  const next = new Uint32Array(to - from);
  for (let slot = 1; slot < next.length; slot++)
    next[slot] = (next[slot - 1] ?? 0) + (meetings[from + slot - 1] ?? 0);
  const numbers = new Uint32Array(occurrences);
  for (const pairs of readPairs(descriptor, bucket)) {
    for (let at = 0; at < pairs.length; at += 2) {
      const slot = (pairs[at] ?? 0) - from;
      const place = next[slot] ?? 0;
      next[slot] = place + 1;
      numbers[place] = pairs[at + 1] ?? 0;
    }
  }
  return (place) => {
    const slot = place - from;
    return foundNumbers(numbers.subarray(slot === 0 ? 0 : next[slot - 1], next[slot]));
  };
}

/** The occurrences of a bucket, many at a time: the place of the word, and 8 * id + fields. */
function* readPairs(descriptor: number, { begin, occurrences }: Bucket): Generator<Uint32Array> {
  const buffer = new Uint32Array(2 * READ);
  for (let done = 0; done < occurrences; done += READ) {
    const pairs = buffer.subarray(0, 2 * Math.min(READ, occurrences - done));
    readFully(descriptor, pairs, (begin + done) * 8);
    yield pairs;
  }
}
