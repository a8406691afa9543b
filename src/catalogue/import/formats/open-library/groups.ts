import type { Edition } from "./edition.ts";
import { unpackEdition, unpackWork } from "./pack.ts";
import type { Row } from "./run.ts";
import type { Work } from "./work.ts";
import type { WorkRedirects } from "./work-redirects.ts";

/** A work with its editions. */
export interface Group {
  /** The number of the work; 0 for an edition of none. */
  readonly work: number;
  /** What is told of it; null where no record does. */
  readonly record: Work | null;
  /** In the order of their numbers. */
  readonly editions: readonly NumberedEdition[];
  /** How many editions it has. */
  readonly size: number;
}

/** An edition and the number in its key. */
export interface NumberedEdition extends Edition {
  readonly id: number;
}

// A work with more editions than this, or with longer ones in UTF-16 units, comes as several groups, each of which
// counts those before it too. The Bible has some thousands.
const MOST = 10_000;
const LONGEST = 8 * 1024 * 1024;

/**
 * Joins sorted editions with sorted works. Of two records of one edition or work the higher revision counts. What
 * stands under a work that has a redirect is passed over: see Staging.moveRedirected().
 */
export function* joinWorks(
  editions: Iterator<Row, undefined>,
  works: Iterator<Row, undefined>,
  redirects: WorkRedirects,
): Generator<Group> {
  let edition = editions.next().value;
  let work = works.next().value;
  while (edition !== undefined || work !== undefined) {
    const id = Math.min(edition?.major ?? Infinity, work?.major ?? Infinity);
    let record: Work | null = null;
    for (; work?.major === id; work = works.next().value) record = unpackWork(work.text);
    const group = new GroupInMaking(id, record);
    const isGone = redirects.follow(id) !== id;
    for (; edition?.major === id; edition = editions.next().value) {
      if (isGone) continue;
      const whole = group.add({ id: edition.minor, ...unpackEdition(edition.text) }, edition.text.length);
      if (whole !== null) yield whole;
    }
    const rest = group.end();
    if (rest !== null && !isGone) yield rest;
  }
}

/** The editions of a work as they come. */
class GroupInMaking {
  readonly #work: number;
  readonly #record: Work | null;
  #editions: NumberedEdition[] = [];
  #length = 0;
  #size = 0;

  constructor(work: number, record: Work | null) {
    this.#work = work;
    this.#record = record;
  }

  /** Adds an edition, whose text was so long. Gives the group of those before it where no more may join them. */
  add(edition: NumberedEdition, length: number): Group | null {
    const last = this.#editions.at(-1);
    if (last?.id === edition.id) {
      if (edition.revision >= last.revision) this.#editions[this.#editions.length - 1] = edition;
      return null;
    }
    const isFull = this.#work === 0 || this.#editions.length === MOST || this.#length > LONGEST;
    const before = isFull && last !== undefined ? this.#take() : null;
    this.#editions.push(edition);
    this.#length += length;
    this.#size = this.#work === 0 ? 1 : this.#size + 1;
    return before;
  }

  /** The last group; null where there is nothing to tell of. */
  end(): Group | null {
    return this.#editions.length > 0 || (this.#size === 0 && this.#record !== null) ? this.#take() : null;
  }

  #take(): Group {
    const group = { work: this.#work, record: this.#record, editions: this.#editions, size: this.#size };
    this.#editions = [];
    this.#length = 0;
    return group;
  }
}
