import type { Database, Statement } from "../../../sqlite.ts";

// How many times a redirect may lead to another.
const LONGEST_WAY = 20;

// A bit for each of 64 million numbers, in 8 MiB. That is all the works there are, and beyond it some share a bit.
const BITS = 2 ** 26;

/** Where works went that were merged with others. */
export class WorkRedirects {
  readonly #insert: Statement<[from: number, to: number]>;
  readonly #find: Statement<[from: number], number>;
  /** The bits of those works that have a redirect, for most have none and need not be looked for. */
  #bits: Uint8Array | null = null;

  constructor(database: Database) {
    database.exec("CREATE TABLE work_redirects (id INTEGER PRIMARY KEY, target INTEGER NOT NULL)");
    this.#insert = database.prepare("INSERT OR REPLACE INTO work_redirects (id, target) VALUES (?, ?)");
    this.#find = database.prepare<[number], number>("SELECT target FROM work_redirects WHERE id = ?").pluck();
  }

  /** True while no work has a redirect. */
  get isEmpty(): boolean {
    return this.#bits === null;
  }

  add(from: number, to: number): void {
    this.#insert.run(from, to);
    this.#bits ??= new Uint8Array(BITS / 8);
    const bit = from % BITS;
    this.#bits[bit >> 3] = (this.#bits[bit >> 3] ?? 0) | (1 << (bit & 7));
  }

  /** The work to which the redirects of this one lead: itself where it has none, or they lead in a circle. */
  follow(work: number): number {
    let id = work;
    for (let i = 0; i <= LONGEST_WAY; i++) {
      const target = this.#has(id) ? this.#find.get(id) : undefined;
      if (target === undefined) return id;
      id = target;
    }
    return work;
  }

  #has(work: number): boolean {
    if (this.#bits === null) return false;
    const bit = work % BITS;
    return ((this.#bits[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  }
}
