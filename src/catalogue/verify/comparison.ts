import type { BookList } from "../index/book-list.ts";
import { Effort } from "../index/effort.ts";
import { FIELD_BITS, FIELDS } from "../index/fields.ts";
import { intersect } from "../index/places.ts";
import { type Where, WordIndex } from "../index/word-index.ts";
import type { Found, WordSink } from "../indexing/found.ts";
import type { Database } from "../sqlite.ts";
import type { Faults } from "./faults.ts";

/** Compares words, as they are gathered from the books anew, with those of a catalogue's index. */
export class Comparison implements WordSink {
  readonly #index: WordIndex;
  readonly #faults: Faults;
  readonly #effort = new Effort(Number.POSITIVE_INFINITY);
  words = 0;

  constructor(database: Database, faults: Faults) {
    this.#index = new WordIndex(database);
    this.#faults = faults;
  }

  takeWord(word: string, found: Found): void {
    this.words++;
    this.#compare(`the word "${word}"`, found, ["any", ...FIELDS], (where) =>
      this.#index.withWord(word, where, this.#effort),
    );
  }

  takePrefix(prefix: string, found: Found): void {
    this.#compare(`words that begin with "${prefix}"`, found, ["any", "author"], (where) =>
      this.#index.withBeginning(prefix, where, this.#effort),
    );
  }

  /** An index may know more than the books tell now: also what a record told that is one with another. Never less. */
  #compare(what: string, found: Found, wheres: readonly Where[], listOf: (where: Where) => BookList): void {
    for (const where of wheres) {
      const bit = where === "any" ? 0 : FIELD_BITS[where];
      if (bit !== 0 && (found.fields & bit) === 0) continue;
      const missing = missingIn(listOf(where), found, bit);
      if (missing > 0) {
        this.#faults.add(
          `${what} is not found in ${missing} books that have it${where === "any" ? "" : ` as ${where}`}`,
        );
      }
    }
  }
}

/** How many of the books that were found, in a field or in any, a list does not have. */
function missingIn(list: BookList, found: Found, bit: number): number {
  let missing = 0;
  for (let shelf = 0; shelf < found.shelves; shelf++) {
    const numbers = found.shelf(shelf).filter((number) => bit === 0 || (number & bit) !== 0);
    if (numbers.length === 0) continue;
    const places = Uint16Array.from(numbers, (number) => (number >>> 3) & 0xffff);
    const kept = list.at(shelf);
    missing += places.length - (kept === null ? 0 : intersect(places, kept).length);
  }
  return missing;
}
