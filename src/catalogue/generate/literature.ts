import type { Language } from "./languages/language.ts";
import { LANGUAGES } from "./languages.ts";
import { People } from "./people.ts";
import type { Random } from "./random.ts";
import { Titles } from "./titles.ts";
import { vocabulariesOf } from "./vocabularies.ts";
import { Weighted } from "./weighted.ts";

// Most books have one author. Of a hundred so many have none, one, two, …; BODY stands for one that is no person.
const BODY = -1;
const AUTHORS = new Weighted([
  [0, 5],
  [BODY, 4.5],
  [1, 74],
  [2, 12],
  [3, 3],
  [4, 1],
  [5, 0.5],
]);

const TRANSLATED = 0.08;

const IN_A_SERIES = 0.04;
const SERIES_OF_AN_AUTHOR = 3;

/** What all editions of a work share. */
export interface Work {
  readonly title: string;
  readonly authors: readonly string[];
}

/** What is written in a language. */
export class Literature {
  readonly language: Language;
  readonly #titles: Titles;
  readonly #people: People;

  constructor(language: Language) {
    const vocabularies = vocabulariesOf(language);
    this.language = language;
    this.#titles = new Titles(language, vocabularies);
    this.#people = new People(language, vocabularies);
  }

  /** Draws a work. `abroad` is the literature that it was translated from, if it was. */
  draw(random: Random, abroad: Literature): Work {
    const title = this.#titles.draw(random);
    const count = AUTHORS.draw(random);
    if (count === BODY) return { title, authors: [this.#people.drawBody(random)] };
    const translated = random.chance(TRANSLATED) && abroad.language.script === this.language.script;
    const people = translated ? abroad.#people : this.#people;
    if (count === 0) return { title, authors: [] };
    const rank = people.draw(random);
    const authors = [people.name(rank)];
    while (authors.length < count) authors.push(people.name(people.draw(random)));
    if (!random.chance(IN_A_SERIES)) return { title, authors };
    const series = this.#titles.series(rank, random.below(SERIES_OF_AN_AUTHOR));
    return { title: `${title} (${series}, #${1 + random.below(9)})`, authors };
  }
}

/** The literatures of all languages, to be drawn as often as a library has their books. */
export function literatures(): Weighted<Literature> {
  return new Weighted(LANGUAGES.map((language) => [new Literature(language), language.share]));
}
