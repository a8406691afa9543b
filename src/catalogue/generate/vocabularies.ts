import type { Language } from "./languages/language.ts";
import { Ranks } from "./ranks.ts";
import { Vocabulary } from "./vocabulary.ts";

// Content words of titles, fitted to those of real catalogues: see docs/catalogue.md.
const WORDS = new Ranks({ flat: 4, slope: 0.8, knee: 2000, tail: 1.5 });

// More surnames than words are rare.
const SURNAMES = new Ranks({ flat: 3, slope: 0.7, knee: 3000, tail: 1.3 });

// Two of five people have one of the commonest hundred.
const GIVEN_NAMES = new Ranks({ flat: 3, slope: 0.8, knee: 200, tail: 1.4 });

/** The words and names of a language. */
export interface Vocabularies {
  readonly words: Vocabulary;
  readonly surnames: Vocabulary;
  readonly givenNames: Vocabulary;
}

/** The words and names of a language. They are the same in every run. */
export function vocabulariesOf({ tag, words, characters, names }: Language): Vocabularies {
  const number = Number.parseInt(tag, 36) * 4;
  return {
    words: new Vocabulary({ number, words, ranks: WORDS, characters }),
    surnames: new Vocabulary({ number: number + 1, words: names.surnames, ranks: SURNAMES }),
    givenNames: new Vocabulary({ number: number + 2, words: names.given, ranks: GIVEN_NAMES }),
  };
}
