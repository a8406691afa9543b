import type { Batch, Rejection, SourceBook } from "../../source-book.ts";

/** What is found in a source besides books, until it is told of. */
export class Findings {
  readonly #source: number;
  #rejected: Rejection[] = [];
  #repaired: Record<string, number> = {};

  /** `source` counts from 0. */
  constructor(source: number) {
    this.#source = source;
  }

  /** How many records were rejected since they were last told of. */
  get rejections(): number {
    return this.#rejected.length;
  }

  /** A record on this line is no book, for this reason. `field` is what it holds, or the beginning of it. */
  reject(line: number, reason: string, detail: string | null, field: string): void {
    this.#rejected.push({ place: `line ${line}`, reason, detail, fields: [field] });
  }

  /** A record was mended, in this way. */
  repair(kind: string): void {
    this.#repaired[kind] = (this.#repaired[kind] ?? 0) + 1;
  }

  /** What was found since the last time, with these books. */
  take(books: readonly SourceBook[]): Batch {
    const batch = { source: this.#source, books, rejected: this.#rejected, repaired: this.#repaired };
    this.#rejected = [];
    this.#repaired = {};
    return batch;
  }
}
