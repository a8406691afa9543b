/**
 * What a search may cost. A query that SQLite works on cannot be stopped, so each that is asked here is small, and they
 * are counted: a search that has read so much stops looking and gives what it has.
 */
export class Effort {
  /** How many pieces of lists were read: the places of one list on one shelf, some ten microseconds each at most. */
  read = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isSpent(): boolean {
    return this.read >= this.#limit;
  }
}
