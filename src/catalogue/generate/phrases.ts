import type { Language } from "./languages/language.ts";
import { type Links, linksOf } from "./links.ts";
import { Random } from "./random.ts";
import type { Vocabularies } from "./vocabularies.ts";
import { capitalised } from "./vocabulary.ts";

// What stands in the place of a content word: names, and up to the second share numbers.
const NAMES = 0.05;
const OTHERS = 0.062;
const SURNAMES = 0.6;
const OWNERS = 0.35;

// Of two words with nothing between them the second is often one that goes with the first, as in "New York".
const COMPANION = 0.45;
const COMPANIONS = 8;
const COMPANION_STREAM = 0x10000;

const NO_RANK = -1;

const VOWELS = "aeiouàáâäèéêëìíîïòóôöùúûüœAEIOUÀÁÂÄÈÉÊËÌÍÎÏÒÓÔÖÙÚÛÜŒ";

/** Which words of a phrase begin with a capital, besides those that always do. */
export type Capitals = "none" | "first" | "all";

/** Makes phrases: content words by their ranks, and between them function words as often as the language has them. */
export class Phrases {
  readonly #vocabularies: Vocabularies;
  readonly #links: Links;
  readonly #possessive: string;
  readonly #vowels: string;
  readonly #random = new Random();

  constructor(language: Language, vocabularies: Vocabularies) {
    this.#vocabularies = vocabularies;
    this.#links = linksOf(language);
    this.#possessive = language.possessive ?? "";
    this.#vowels = language.silentH ? `${VOWELS}hH` : VOWELS;
  }

  /**
   * A phrase of `length` words, at least one; the last one is a content word. With "first" it begins with a capital, with
   * "all" every content word does too.
   */
  make(random: Random, length: number, capitals: Capitals): string {
    const { words } = this.#vocabularies;
    const { openers, linkers, noOpener, noLinker } = this.#links;
    let text = "";
    let left = length;
    let rank = NO_RANK;
    let link = length > 1 ? openers.draw(random) : noOpener;
    for (;;) {
      if (link.words >= left) link = text === "" ? noOpener : noLinker;
      left -= link.words + 1;
      const unit = random.unit();
      let word: string;
      if (unit < OTHERS) {
        word = unit < NAMES ? this.name(random) : numberOf(random);
        if (left > 0 && unit < NAMES * OWNERS) word += this.#possessive;
        rank = NO_RANK;
      } else {
        rank = link === noLinker ? this.#next(random, rank) : words.draw(random);
        const high = capitals === "all" || (capitals === "first" && link === noOpener);
        word = high ? words.capitalised(rank) : words.word(rank);
      }
      const elided = link.beforeVowel !== link.text && this.#vowels.includes(word.charAt(0));
      const linked = elided ? link.beforeVowel : link.text;
      text += (text === "" && capitals !== "none" ? capitalised(linked) : linked) + word;
      if (left <= 0) return text;
      link = linkers.draw(random);
    }
  }

  /** A function word that titles begin with, with a capital, or "". */
  opener(random: Random): string {
    return capitalised(this.#links.openers.draw(random).text.trimEnd());
  }

  /** A given name or a surname. */
  name(random: Random): string {
    const { surnames, givenNames } = this.#vocabularies;
    const names = random.chance(SURNAMES) ? surnames : givenNames;
    return names.word(names.draw(random));
  }

  /** The rank of the word behind that of another rank. */
  #next(random: Random, before: number): number {
    const { words } = this.#vocabularies;
    if (before === NO_RANK || !random.chance(COMPANION)) return words.draw(random);
    const which = Math.floor(COMPANIONS * random.unit() ** 2);
    return words.draw(this.#random.begin(which, COMPANION_STREAM, before));
  }
}

// A number is a year as often as not.
function numberOf(random: Random): string {
  return String(random.chance(0.5) ? 1700 + random.below(326) : 1 + Math.floor(200 * random.unit() ** 3));
}
