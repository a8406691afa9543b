import { Effort } from "../index/effort.ts";

/** A step of a search, told to who wants to know how it went. */
export interface Step {
  readonly name: string;
  readonly milliseconds: number;
  /** Books or other things that it gave. */
  readonly rows: number;
  /** Pieces of lists that it read. */
  readonly read: number;
}

/** Follows a search: what each step takes, and what the next ones may take together. */
export class Trace {
  readonly steps: Step[] = [];
  #effort = new Effort(0);

  get effort(): Effort {
    return this.#effort;
  }

  /** From now on so many pieces of lists may be read. */
  allow(limit: number): void {
    this.#effort = new Effort(limit);
  }

  /** Does a step. `rows` tells how much of what it gives is counted. */
  step<T>(name: string, act: () => T, rows: (given: T) => number): T {
    const began = performance.now();
    const before = this.effort.read;
    const given = act();
    const milliseconds = performance.now() - began;
    this.steps.push({ name, milliseconds, rows: rows(given), read: this.effort.read - before });
    return given;
  }

  /** Does a step that gives a list. */
  list<T>(name: string, act: () => T[]): T[] {
    return this.step(name, act, ({ length }) => length);
  }
}
