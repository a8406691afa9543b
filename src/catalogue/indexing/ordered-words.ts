import { closeSync, openSync } from "node:fs";
import { type Arrangement, type Bucket, OFTEN, type Step } from "./arrangement.ts";
import { BeginningLists } from "./beginnings.ts";
import { type Found, FoundBits, foundNumbers, type WordSink } from "./found.ts";
import { readFully } from "./spool.ts";
import { WordFileReader } from "./word-file.ts";

// How many occurrences are read at once.
const READ = 64 * 1024;

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
    const reader = new BucketReader(occurrences, own, meetings, last);
    for (const [index, bucket] of own.entries()) {
      reader.read(bucket);
      for (let place = bucket.from; place < bucket.to; ) {
        for (const word of words.read(place, bucket.to)) {
          const found = reader.found(place++);
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

/** Reads buckets, one after the other, into the same memory. */
class BucketReader {
  readonly #descriptor: number;
  readonly #meetings: Uint32Array;
  readonly #last: number;
  readonly #pairs = new Uint32Array(2 * READ);
  readonly #numbers: Uint32Array;
  /** By the place in the bucket: where the next occurrence of a word is put; in the end, where they end. */
  readonly #ends: Uint32Array;
  #bits: FoundBits | undefined;
  #from = 0;
  #often: FoundBits | undefined;

  /** `buckets` are those that it will read. */
  constructor(descriptor: number, buckets: readonly Bucket[], meetings: Uint32Array, last: number) {
    this.#descriptor = descriptor;
    this.#meetings = meetings;
    this.#last = last;
    let numbers = 0;
    let words = 0;
    for (const bucket of buckets) {
      if (!isOften(bucket)) numbers = Math.max(numbers, bucket.occurrences);
      words = Math.max(words, bucket.to - bucket.from);
    }
    this.#numbers = new Uint32Array(numbers);
    this.#ends = new Uint32Array(words);
  }

  /** Where the word of a place is found, of the bucket that was read last. */
  found(place: number): Found {
    if (this.#often) return this.#often;
    const slot = place - this.#from;
    return foundNumbers(this.#numbers.subarray(slot === 0 ? 0 : this.#ends[slot - 1], this.#ends[slot]));
  }

  read(bucket: Bucket): void {
    this.#from = bucket.from;
    this.#often = isOften(bucket) ? this.#readOften(bucket) : undefined;
    if (!this.#often) this.#readWords(bucket);
  }

  #readOften(bucket: Bucket): FoundBits {
    this.#bits ??= new FoundBits(this.#last);
    const bits = this.#bits;
    bits.clear();
    for (const pairs of this.#readPairs(bucket)) {
      for (let at = 1; at < pairs.length; at += 2) bits.add(pairs[at] ?? 0);
    }
    return bits;
  }

  /** Puts the occurrences of each word beside each other. */
  #readWords(bucket: Bucket): void {
    const { from, to } = bucket;
    const next = this.#ends;
    const numbers = this.#numbers;
    next[0] = 0;
    for (let place = from + 1; place < to; place++)
      next[place - from] = (next[place - from - 1] ?? 0) + (this.#meetings[place - 1] ?? 0);
    for (const pairs of this.#readPairs(bucket)) {
      for (let at = 0; at < pairs.length; at += 2) {
        const slot = (pairs[at] ?? 0) - from;
        const place = next[slot] ?? 0;
        next[slot] = place + 1;
        numbers[place] = pairs[at + 1] ?? 0;
      }
    }
  }

  /** The occurrences of a bucket, many at a time: the place of the word, and 8 * id + fields. */
  *#readPairs({ begin, occurrences }: Bucket): Generator<Uint32Array> {
    for (let done = 0; done < occurrences; done += READ) {
      const pairs = this.#pairs.subarray(0, 2 * Math.min(READ, occurrences - done));
      readFully(this.#descriptor, pairs, (begin + done) * 8);
      yield pairs;
    }
  }
}

function isOften({ from, to, occurrences }: Bucket): boolean {
  return occurrences >= OFTEN && to - from === 1;
}
