import type { Database, Statement } from "../sqlite.ts";

// How many headings to remember. What is forgotten is asked for.
const REMEMBERED = 200_000;

/** Numbers the headings of a new catalogue, what its books are about, and writes each once. */
export class Headings {
  readonly #database: Database;
  readonly #insert: Statement;
  #find: Statement<[name: string], number> | undefined;
  readonly #known = new Map<string, number>();
  #count = 0;

  constructor(database: Database) {
    this.#database = database;
    this.#insert = database.prepare("INSERT INTO headings (id, name) VALUES (?, ?)");
  }

  /** The number of a heading. */
  idOf(name: string): number {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    // While every heading is remembered, one that is not is new.
    const id = this.#find?.get(name) ?? this.#add(name);
    if (this.#known.size >= REMEMBERED) {
      this.#known.clear();
      this.#find ??= this.#prepareToFind();
    }
    this.#known.set(name, id);
    return id;
  }

  /** All are known: what was only needed to find them may go. */
  end(): void {
    this.#database.exec("DROP INDEX IF EXISTS headings_by_name");
  }

  #add(name: string): number {
    this.#insert.run(++this.#count, name);
    return this.#count;
  }

  #prepareToFind(): Statement<[name: string], number> {
    this.#database.exec("CREATE INDEX headings_by_name ON headings (name)");
    return this.#database.prepare<[string], number>("SELECT id FROM headings WHERE name = ?").pluck();
  }
}
