import type { Language } from "./languages/language.ts";
import { Random } from "./random.ts";
import { Ranks } from "./ranks.ts";
import type { Vocabularies } from "./vocabularies.ts";
import { capitalised } from "./vocabulary.ts";
import { readWeights, Weighted } from "./weighted.ts";

// Half of the people have written one book, and a few hundreds of them.
const PEOPLE = new Ranks({ flat: 40, slope: 0.6, knee: 1000, tail: 1.25 });

// Some bodies, such as ministries, are authors over and over.
const BODIES = new Ranks({ flat: 20, slope: 0.7, knee: 500, tail: 1.3 });

const PEOPLE_STREAM = 0x30000;
const BODIES_STREAM = 0x40000;

/** The shapes of names, of a hundred. */
const SHAPES = new Weighted<(given: () => string) => string>([
  [(given) => given(), 80],
  [(given) => `${given()} ${initial(given())}`, 7],
  [(given) => initial(given()), 2.5],
  [(given) => `${initial(given())} ${initial(given())}`, 3],
  [(given) => `${initial(given())} ${initial(given())} ${initial(given())}`, 0.5],
  [(given) => `${given()} ${given()}`, 7],
]);

/** The authors of a language: people and bodies by their ranks, the most prolific first. */
export class People {
  readonly #language: Language;
  readonly #seed: number;
  readonly #vocabularies: Vocabularies;
  readonly #particles: Weighted<string>;
  readonly #random = new Random();

  constructor(language: Language, vocabularies: Vocabularies) {
    this.#language = language;
    this.#seed = Number.parseInt(language.tag, 36);
    this.#vocabularies = vocabularies;
    this.#particles = new Weighted(readWeights(language.names.particles ?? "", 1000));
  }

  /** Draws the rank of a person, as often as they are an author. */
  draw(random: Random): number {
    return PEOPLE.draw(random);
  }

  /** The name of the person of a rank: "J. R. R. Tolkien". Some people have the same name as others, as they have. */
  name(rank: number): string {
    const { names } = this.#language;
    const random = this.#random.begin(this.#seed, PEOPLE_STREAM, rank);
    const surname = () => this.#vocabularies.surnames.word(this.#vocabularies.surnames.draw(random));
    const given = () => this.#vocabularies.givenNames.word(this.#vocabularies.givenNames.draw(random));
    if (names.surnameFirst) return surname() + given();
    const before = names.initials === false ? given() : SHAPES.draw(random)(given);
    const particle = this.#particles.draw(random);
    const after = names.twoSurnames && random.chance(names.twoSurnames) ? ` ${surname()}` : "";
    return `${before} ${particle === "" || particle.endsWith("'") ? particle : `${particle} `}${surname()}${after}`;
  }

  /** Draws a body, such as "University of London". */
  drawBody(random: Random): string {
    const { bodies } = this.#language;
    const rank = BODIES.draw(random);
    const own = this.#random.begin(this.#seed, BODIES_STREAM, rank);
    const pattern = bodies[own.below(bodies.length)] ?? "";
    const { words, surnames } = this.#vocabularies;
    const source = own.chance(0.5) ? words : surnames;
    return pattern.replace("*", () => capitalised(source.word(source.draw(own))));
  }
}

function initial(name: string): string {
  return `${name.charAt(0)}.`;
}
