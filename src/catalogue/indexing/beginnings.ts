import { MOST_WORDS_LOOKED_UP, setPrefixEnds } from "../index/prefixes.ts";
import { type Found, FoundBits, foundNumbers, numbersOf, type WordSink } from "./found.ts";

/**
 * Follows words in the order of their bytes, and tells which beginnings one has that the one before had too. A beginning is
 * known by its level: how many characters it has, less one.
 */
class Levels {
  /** Where the beginnings of the last word end, in UTF-16 code units. */
  readonly ends: number[] = [];
  #word = "";

  /** The last word's beginning of a level. */
  prefix(level: number): string {
    return this.#word.slice(0, this.ends[level]);
  }

  /** How many levels the last word and the next one share. */
  sharedWith(next: string): number {
    const word = this.#word;
    let units = 0;
    while (units < next.length && word.charCodeAt(units) === next.charCodeAt(units)) units++;
    let level = 0;
    while (level < this.ends.length && (this.ends[level] ?? 0) <= units) level++;
    return level;
  }

  move(next: string): void {
    this.#word = next;
    setPrefixEnds(next, this.ends);
  }
}

/**
 * Finds the beginnings that many words share: of words in the order of their bytes, each with how often it is met. Gives
 * how often the words of each such beginning are met.
 */
export class BeginningCounter {
  readonly shared = new Map<string, number>();
  readonly #levels = new Levels();
  // By level, of the last word's beginnings. What is of a longer one is added to the shorter when that is done.
  readonly #words: number[] = [];
  readonly #met: number[] = [];

  add(word: string, met: number): void {
    this.#close(this.#levels.sharedWith(word));
    this.#levels.move(word);
    while (this.#words.length < this.#levels.ends.length) {
      this.#words.push(0);
      this.#met.push(0);
    }
    const last = this.#words.length - 1;
    if (last < 0) return;
    this.#words[last] = (this.#words[last] ?? 0) + 1;
    this.#met[last] = (this.#met[last] ?? 0) + met;
  }

  end(): void {
    this.#close(0);
  }

  #close(level: number): void {
    while (this.#words.length > level) {
      const words = this.#words.pop() ?? 0;
      const met = this.#met.pop() ?? 0;
      const shorter = this.#words.length - 1;
      if (words > MOST_WORDS_LOOKED_UP) this.shared.set(this.#levels.prefix(shorter + 1), met);
      if (shorter < 0) return;
      this.#words[shorter] = (this.#words[shorter] ?? 0) + words;
      this.#met[shorter] = (this.#met[shorter] ?? 0) + met;
    }
  }
}

// What is met at most so often is gathered as numbers; more as a bit for each book, where those take less room.
const MOST_NUMBERS = 128 * 1024;
const BITS_A_NUMBER = 32;

/** Gathers the books of shared beginnings from words in order, and writes each when its words have come. */
export class BeginningLists {
  readonly #shared: ReadonlyMap<string, number>;
  readonly #sink: WordSink;
  readonly #last: number;
  readonly #levels = new Levels();
  /** By level, of the last word's beginnings that many words share. */
  readonly #open: Gathered[] = [];
  /** Used before, to be used again. */
  readonly #free: FoundBits[] = [];

  /** `last` is the largest id. */
  constructor(shared: ReadonlyMap<string, number>, sink: WordSink, last: number) {
    this.#shared = shared;
    this.#sink = sink;
    this.#last = last;
  }

  /** Adds a word. */
  add(word: string, found: Found): void {
    this.#close(this.#levels.sharedWith(word));
    this.#levels.move(word);
    while (this.#open.length < this.#levels.ends.length) {
      const met = this.#shared.get(this.#levels.prefix(this.#open.length));
      if (met === undefined) break; // what is longer is not shared either
      this.#open.push(this.#gather(met));
    }
    for (const gathered of this.#open) gathered.add(found);
  }

  end(): void {
    this.#close(0);
  }

  #close(level: number): void {
    while (this.#open.length > level) {
      const gathered = this.#open.pop();
      if (!gathered) return;
      this.#sink.takePrefix(this.#levels.prefix(this.#open.length), gathered.found());
      if (gathered instanceof GatheredBits) this.#free.push(gathered.bits);
    }
  }

  #gather(met: number): Gathered {
    if (met <= Math.max(MOST_NUMBERS, this.#last / BITS_A_NUMBER)) return new GatheredNumbers(met);
    const bits = this.#free.pop() ?? new FoundBits(this.#last);
    bits.clear();
    return new GatheredBits(bits);
  }
}

interface Gathered {
  add(found: Found): void;
  found(): Found;
}

class GatheredBits implements Gathered {
  readonly bits: FoundBits;

  constructor(bits: FoundBits) {
    this.bits = bits;
  }

  add(found: Found): void {
    if (found.all) this.#addAll(found.all);
    else for (const some of numbersOf(found)) this.#addAll(some);
  }

  #addAll(numbers: Uint32Array): void {
    for (const number of numbers) this.bits.add(number);
  }

  found(): Found {
    return this.bits;
  }
}

class GatheredNumbers implements Gathered {
  readonly #numbers: Uint32Array;
  #count = 0;

  constructor(most: number) {
    this.#numbers = new Uint32Array(most);
  }

  add(found: Found): void {
    if (found.all) this.#addAll(found.all);
    else for (const some of numbersOf(found)) this.#addAll(some);
  }

  #addAll(numbers: Uint32Array): void {
    this.#numbers.set(numbers, this.#count);
    this.#count += numbers.length;
  }

  found(): Found {
    return foundNumbers(this.#numbers.subarray(0, this.#count));
  }
}
