import type { Characters } from "./languages/language.ts";
import { Letters } from "./letters.ts";
import { Random } from "./random.ts";
import type { Ranks } from "./ranks.ts";
import { Weighted } from "./weighted.ts";

// The words of so many ranks, most of those that are drawn, are kept once they are made: some megabytes a language.
const KEPT = 16_384;

// How a word that is made differs in length from the known ones: longer from the start, and the longer the rarer it is.
const LONGER = 0.3;
const LONGER_A_DECADE = 0.55;
const DEVIATION = 2.1;
const SHORTEST = 4;
const LONGEST = 16;

/** What a vocabulary is made of. */
export interface VocabularyPlan {
  /** Tells the vocabularies apart: each makes other words, and the same ones in every run. */
  readonly number: number;
  /** The words of the first ranks, with spaces between. */
  readonly words: string;
  /** How often each is used. */
  readonly ranks: Ranks;
  readonly characters?: Characters | undefined;
}

/**
 * Endless words, the commonest first: some known ones, and behind them such as look like these. The word of a rank is
 * made when it is asked for, and is always the same.
 */
export class Vocabulary {
  readonly #known: readonly string[];
  readonly #number: number;
  readonly #ranks: Ranks;
  readonly #make: (random: Random, rank: number) => string;
  readonly #kept = new Array<string | undefined>(KEPT);
  readonly #capitals = new Array<string | undefined>(KEPT);
  readonly #random = new Random();

  constructor({ number, words, ranks, characters }: VocabularyPlan) {
    this.#known = [...new Set(words.split(/\s+/))].filter((word) => word !== "");
    this.#number = number;
    this.#ranks = ranks;
    this.#make = characters ? ofCharacters(characters) : ofLetters(this.#known);
  }

  /** Draws a rank, counted from 0, as often as its word is used. */
  draw(random: Random): number {
    return this.#ranks.draw(random);
  }

  /** The word of a rank. */
  word(rank: number): string {
    const kept = this.#kept[rank];
    if (kept !== undefined) return kept;
    const word = this.#known[rank] ?? this.#make(this.#random.begin(0, this.#number, rank), rank);
    if (rank < KEPT) this.#kept[rank] = word;
    return word;
  }

  /** The word of a rank, with a capital at its beginning. */
  capitalised(rank: number): string {
    const kept = this.#capitals[rank];
    if (kept !== undefined) return kept;
    const word = capitalised(this.word(rank));
    if (rank < KEPT) this.#capitals[rank] = word;
    return word;
  }
}

/** A text with a capital at its beginning. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function ofLetters(known: readonly string[]): (random: Random, rank: number) => string {
  const letters = new Letters(known);
  const mean = known.reduce((sum, word) => sum + word.length, 0) / known.length + LONGER;
  return (random, rank) => {
    const usual = mean + LONGER_A_DECADE * Math.log10(rank / known.length);
    const length = Math.round(usual + DEVIATION * random.normal());
    return letters.make(random, Math.min(Math.max(length, SHORTEST), LONGEST));
  };
}

// The commonest character is some twenty times as common as the three hundredth.
const CHARACTERS = 0.6;

// Another than the common ones, the first of the rare ones more often than the last.
const RARE = 0.02;

// Most words have two characters.
const ONE = 0.12;
const THREE = 0.2;

function ofCharacters({ common, rare }: Characters): (random: Random) => string {
  const known = new Weighted([...common].map((character, place) => [character, (place + 3) ** -CHARACTERS]));
  const [first, count] = rare;
  return (random) => {
    const unit = random.unit();
    const length = unit < ONE ? 1 : unit < 1 - THREE ? 2 : 3;
    let word = "";
    while (word.length < length) {
      const isRare = random.chance(RARE);
      word += isRare
        ? String.fromCharCode(first + Math.floor(count * random.unit() ** 2))
        : known.draw(random);
    }
    return word;
  };
}
