import { MOST_WORDS_LOOKED_UP, prefixesOf } from "../index/prefixes.ts";
import { type Found, FoundBits, foundNumbers, numbersOf } from "./found.ts";
import type { WordSink } from "./ordered-words.ts";

/** What is known of a beginning of words. */
interface Beginning {
  readonly prefix: string;
  words: number;
  /** How often its words are met in all. */
  met: number;
}

/**
 * Finds the beginnings that many words share: of words in the order of their bytes, each with how often it is met. Gives
 * how often the words of each such beginning are met.
 */
export class BeginningCounter {
  readonly shared = new Map<string, number>();
  readonly #open: Beginning[] = [];

  add(word: string, met: number): void {
    const prefixes = prefixesOf(word);
    let level = 0;
    for (const prefix of prefixes) {
      const open = this.#open[level];
      if (open?.prefix !== prefix) {
        this.#close(level);
        this.#open.push({ prefix, words: 1, met });
      } else {
        open.words++;
        open.met += met;
      }
      level++;
    }
    this.#close(level);
  }

  end(): void {
    this.#close(0);
  }

  #close(level: number): void {
    for (const { prefix, words, met } of this.#open.splice(level)) {
      if (words > MOST_WORDS_LOOKED_UP) this.shared.set(prefix, met);
    }
  }
}

// What is met so often is gathered as numbers; more as a bit for each book.
const MOST_NUMBERS = 128 * 1024;

/** Gathers the books of shared beginnings from words in order, and writes each when its words have come. */
export class BeginningLists {
  readonly #shared: ReadonlyMap<string, number>;
  readonly #sink: WordSink;
  readonly #last: number;
  readonly #open: { prefix: string; gathered: Gathered | null }[] = [];

  /** `last` is the largest id. */
  constructor(shared: ReadonlyMap<string, number>, sink: WordSink, last: number) {
    this.#shared = shared;
    this.#sink = sink;
    this.#last = last;
  }

  /** Adds a word. */
  add(word: string, found: Found): void {
    let level = 0;
    for (const prefix of prefixesOf(word)) {
      let open = this.#open[level];
      if (open?.prefix !== prefix) {
        this.#close(level);
        const met = this.#shared.get(prefix);
        open = { prefix, gathered: met === undefined ? null : gather(met, this.#last) };
        this.#open.push(open);
      }
      // What no longer beginning shares, none that is longer does.
      if (open.gathered === null) {
        level++;
        break;
      }
      open.gathered.add(found);
      level++;
    }
    this.#close(level);
  }

  end(): void {
    this.#close(0);
  }

  #close(level: number): void {
    for (const { prefix, gathered } of this.#open.splice(level)) {
      if (gathered) this.#sink.takePrefix(prefix, gathered.found());
    }
  }
}

interface Gathered {
  add(found: Found): void;
  found(): Found;
}

function gather(met: number, last: number): Gathered {
  if (met > MOST_NUMBERS) {
    const bits = new FoundBits(last);
    return {
      add: (found) => {
        for (const numbers of numbersOf(found)) for (const number of numbers) bits.add(number);
      },
      found: () => bits,
    };
  }
  const numbers = new Uint32Array(met);
  let count = 0;
  return {
    add: (found) => {
      for (const some of numbersOf(found)) {
        numbers.set(some, count);
        count += some.length;
      }
    },
    found: () => foundNumbers(numbers.subarray(0, count)),
  };
}
