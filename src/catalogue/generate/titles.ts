import type { Language } from "./languages/language.ts";
import { type Capitals, Phrases } from "./phrases.ts";
import { Random } from "./random.ts";
import type { Vocabularies } from "./vocabularies.ts";
import { Weighted } from "./weighted.ts";

// The lengths, in words, of titles alone, of what stands before a subtitle, and of subtitles.
const ALONE = lengths(60, 110, 155, 145, 125, 100, 75, 60, 48, 36, 26, 18, 13, 9, 7, 5, 4, 2, 1, 1);
const BEFORE = lengths(105, 180, 225, 170, 125, 70, 45, 30, 20, 15, 10, 5);
const SUBTITLES = lengths(35, 80, 105, 110, 115, 110, 95, 75, 60, 50, 42, 32, 24, 18, 14, 11, 9, 7, 5, 3);

const SUBTITLED = 0.28;

// Librarians write "Title : subtitle", publishers "Title: Subtitle".
const LIBRARIANS = 0.4;

const CAPITALS = 0.6;

// Of the titles of one word there are more of these than of others: "Emma", "It", "1984".
const NAME = 0.15;
const FUNCTION_WORD = 0.03;

const VOLUME = 0.035;
const VOLUME_IN_BRACKETS = 0.3;

const SERIES_STREAM = 0x20000;

/** Makes titles in a language. */
export class Titles {
  readonly #language: Language;
  readonly #phrases: Phrases;
  readonly #random = new Random();

  constructor(language: Language, vocabularies: Vocabularies) {
    this.#language = language;
    this.#phrases = new Phrases(language, vocabularies);
  }

  /** A title, some of them with a subtitle behind a colon or with the number of a volume. */
  draw(random: Random): string {
    const { volume } = this.#language;
    const capitals = this.#language.capitals && random.chance(CAPITALS) ? "all" : "first";
    let title = "";
    if (random.chance(SUBTITLED)) {
      const spaced = random.chance(LIBRARIANS);
      const main = this.#phrase(random, BEFORE, capitals);
      const low = spaced && capitals === "first";
      title = main + (spaced ? " : " : ": ") + this.#phrase(random, SUBTITLES, low ? "none" : capitals);
    } else {
      title = this.#phrase(random, ALONE, capitals);
    }
    if (!random.chance(VOLUME)) return title;
    const number = volume.replace("#", String(1 + Math.floor(12 * random.unit() ** 2)));
    return random.chance(VOLUME_IN_BRACKETS) ? `${title} (${number})` : `${title}, ${number}`;
  }

  /** The name of a series of the author of a rank, always the same. */
  series(rank: number, which: number): string {
    const random = this.#random.begin(which, SERIES_STREAM, rank);
    return this.#phrases.make(random, 1 + random.below(4), this.#language.capitals ? "all" : "first");
  }

  #phrase(random: Random, lengths: Weighted<number>, capitals: Capitals): string {
    const { brevity = 1 } = this.#language;
    const words = Math.max(1, Math.round(lengths.draw(random) * brevity));
    if (words > 1) return this.#phrases.make(random, words, capitals);
    const unit = random.unit();
    if (unit < NAME) return this.#phrases.name(random);
    const word = unit < NAME + FUNCTION_WORD ? this.#phrases.opener(random) : "";
    return word === "" ? this.#phrases.make(random, 1, capitals) : word;
  }
}

function lengths(...weights: number[]): Weighted<number> {
  return new Weighted(weights.map((weight, place) => [place + 1, weight]));
}
