import { Random } from "../../src/catalogue/generate/random.ts";
import { openDatabase } from "../../src/catalogue/open.ts";
import type { Database } from "../../src/catalogue/sqlite.ts";
import { BookSample } from "./queries/book-sample.ts";
import { KINDS, type Kind, type Material, shuffled, type Wanted } from "./queries/kinds.ts";
import { wordsOf } from "./queries/typing.ts";

export type { Wanted };

/** A query of a mix. */
export interface Query {
  /** "a title, half typed" */
  readonly kind: string;
  readonly wanted: Wanted;
}

/** How many queries a mix has. */
export const MIX = 2000;

// For each query of a kind so many books are drawn at most: one of 25 made-up books is in a series.
const DRAWS = 200;

const MIX_STREAM = 0x50000;
const PREFIX_STREAM = 0x60000;

/** Makes queries as people type them from the books of a catalogue: always the same for the same catalogue and seed. */
export class QueryMaker {
  readonly #file: string;
  readonly #database: Database;
  readonly #sample: BookSample;
  #common: readonly string[] | undefined;

  /** Throws a CatalogueError where the catalogue cannot be opened. */
  constructor(file: string) {
    this.#file = file;
    this.#database = openDatabase(file);
    this.#sample = new BookSample(this.#database);
  }

  /**
   * 2,000 queries, each different and none among `except`, in an order that mixes their kinds. What a catalogue cannot
   * give (ISBNs, series, subjects) are titles instead. Throws an Error where there are too few books for it.
   */
  mix(seed: number, except: readonly Query[] = []): Query[] {
    const random = new Random().begin(seed, MIX_STREAM, 0);
    this.#common ??= this.#sample.commonest(10);
    const material = { sample: this.#sample, random, common: this.#common };
    const taken = new Set(except.map(({ wanted }) => JSON.stringify(wanted)));
    const queries = KINDS.flatMap((kind) => draw(kind, kind.share, material, taken));
    const [titles] = KINDS;
    queries.push(...draw(titles, MIX - queries.length, material, taken));
    if (queries.length < MIX) throw new Error(`${this.#file} has too few books for ${MIX} different queries`);
    return shuffled(queries, random);
  }

  /** Beginnings of authors' names, 2 to 8 letters, each different: what the author's field has while it is typed. */
  authorPrefixes(seed: number, count: number): Query[] {
    const random = new Random().begin(seed, PREFIX_STREAM, 0);
    return draw(AUTHOR_PREFIX, count, { sample: this.#sample, random, common: [] }, new Set());
  }

  close(): void {
    this.#database.close();
  }
}

const AUTHOR_PREFIX: Kind = {
  name: "author prefix",
  share: 0,
  make: ({ sample, random }) => {
    const surname = wordsOf(sample.draw(random).names[0] ?? "").at(-1) ?? "";
    const letters = Array.from(surname.toLowerCase()).slice(0, 2 + random.below(7));
    return letters.length < 2 ? undefined : { author: letters.join("") };
  },
};

/** One of so many queries of each kind, so that the shares stay. */
export function thinned(queries: readonly Query[], every: number): Query[] {
  const seen = new Map<string, number>();
  return queries.filter(({ kind }) => {
    const count = seen.get(kind) ?? 0;
    seen.set(kind, count + 1);
    return count % every === 0;
  });
}

/** Up to so many queries of a kind that are not taken yet; they are then. */
function draw(kind: Kind, count: number, material: Material, taken: Set<string>): Query[] {
  const queries: Query[] = [];
  for (let left = count * DRAWS; left > 0 && queries.length < count; left--) {
    const wanted = kind.make(material);
    const key = JSON.stringify(wanted);
    if (wanted === undefined || taken.has(key)) continue;
    taken.add(key);
    queries.push({ kind: kind.name, wanted });
  }
  return queries;
}
