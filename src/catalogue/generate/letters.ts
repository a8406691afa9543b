import type { Random } from "./random.ts";

// Behind a vowel, where any syllable may follow, a letter is often chosen by the vowel alone, so that not only parts of
// known words come out. Behind a consonant that would make clusters that nobody can say.
// Arabic and Hebrew are written without most vowels: there any letter may follow any other.
const LOOSE = 0.5;
const VOWEL =
  /[aeiouyàáâäãåąèéêëęěìíîïòóôöõőøùúûüůűýæœıаеёиоуыэюяіїєαεηιουωάέήίόύώ\u05d0-\u05ea\u0621-\u064a]/i;

// A word that finds no end by itself is cut off when it is so much longer than it should be.
const OVERRUN = 3;

/**
 * Makes words that look like some known ones: each letter is drawn from those that follow the same two letters, or the
 * same vowel, in the known words, and a word ends where a known one could end.
 *
 * A state is a letter and the one before it; state 0 is the beginning of a word. Their tables are small, and near each
 * other, for those of seventy vocabularies are in use at once.
 */
export class Letters {
  readonly #letters: readonly string[];
  readonly #mayEnd: Uint8Array;
  /** The states that may follow each state, as often as they did. */
  readonly #next: Lists;
  /** Which of the loose lists a state has. */
  readonly #vowels: Uint8Array;
  /** The states that may follow each vowel, whatever stood before it. The first list is that of all consonants, and empty. */
  readonly #loose: Lists;

  constructor(words: readonly string[]) {
    const states = new Map([["", 0]]);
    const letters = [""];
    const next: number[][] = [[]];
    const vowels = [""];
    const loose: number[][] = [[]];
    const ends = new Set<number>();
    for (const word of words) {
      let state = 0;
      for (const letter of word) {
        const before = letters[state] ?? "";
        const following = states.get(`${before},${letter}`) ?? letters.length;
        if (following === letters.length) {
          states.set(`${before},${letter}`, following);
          letters.push(letter);
          next.push([]);
          if (VOWEL.test(letter) && !vowels.includes(letter)) {
            vowels.push(letter);
            loose.push([]);
          }
        }
        next[state]?.push(following);
        if (vowels.includes(before, 1)) loose[vowels.indexOf(before)]?.push(following);
        state = following;
      }
      ends.add(state);
    }
    this.#letters = letters;
    this.#mayEnd = Uint8Array.from(letters, (_, state) => (ends.has(state) ? 1 : 0));
    this.#next = new Lists(next);
    this.#vowels = Uint8Array.from(letters, (letter) => Math.max(0, vowels.indexOf(letter)));
    this.#loose = new Lists(loose);
  }

  /** A word of `length` letters, or some more or less. */
  make(random: Random, length: number): string {
    let word = "";
    let state = 0;
    for (let i = 1; i <= length + OVERRUN; i++) {
      const vowel = this.#vowels[state] ?? 0;
      state =
        vowel > 0 && random.chance(LOOSE) ? this.#loose.draw(random, vowel) : this.#next.draw(random, state);
      if (state === 0) break; // behind a letter that only ends words
      word += this.#letters[state];
      if (i >= length && this.#mayEnd[state] === 1) break;
    }
    return word;
  }
}

/** Some lists of numbers, by number. */
class Lists {
  readonly #all: Uint16Array;
  /** Where each list begins, and the one after the last. */
  readonly #from: Uint16Array;

  constructor(lists: readonly (readonly number[])[]) {
    this.#all = Uint16Array.from(lists.flat());
    const from = [0];
    for (const list of lists) from.push((from.at(-1) ?? 0) + list.length);
    this.#from = Uint16Array.from(from);
  }

  /** One number of a list; 0 of an empty one. */
  draw(random: Random, list: number): number {
    const from = this.#from[list] ?? 0;
    const count = (this.#from[list + 1] ?? from) - from;
    return count === 0 ? 0 : (this.#all[from + random.below(count)] ?? 0);
  }
}
