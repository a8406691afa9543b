import { damaged } from "../errors.ts";
import type { Statement } from "../sqlite.ts";
import type { BookList } from "./book-list.ts";
import { Chunk } from "./chunk.ts";
import type { Effort } from "./effort.ts";
import { lowerBound } from "./lower-bound.ts";
import { fromSorted, intersect, type Places, SHELF } from "./places.ts";

/** A chunk whose id lies between two: the last of them, or the first. */
export type ChunkStatement = Statement<[from: number, to: number], { id: number; places: unknown }>;

/** A list in the database, read chunk by chunk where it is looked at. */
export class StoredList implements BookList {
  readonly books: number;
  readonly #list: number;
  readonly #before: ChunkStatement;
  readonly #behind: ChunkStatement;
  readonly #effort: Effort;
  #chunk: Chunk | undefined;
  /** From the chunk's first shelf up to the one that begins the next, as far as is known. */
  #from = 0;
  #to = -1;

  constructor(
    list: number,
    books: number,
    statements: { readonly before: ChunkStatement; readonly behind: ChunkStatement },
    effort: Effort,
  ) {
    this.books = books;
    this.#list = list;
    this.#before = statements.before;
    this.#behind = statements.behind;
    this.#effort = effort;
  }

  nextShelf(shelf: number): number | undefined {
    for (let from = shelf; ; ) {
      const next = this.#find(from)?.nextShelf(shelf);
      if (next !== undefined) return next;
      const behind = this.#chunkIn(this.#behind, from + 1, SHELF - 1);
      if (behind === undefined) return undefined;
      from = behind.first;
    }
  }

  at(shelf: number): Places | null {
    this.#effort.read++;
    return this.#find(shelf)?.at(shelf) ?? null;
  }

  narrow(shelf: number, places: Uint16Array): Uint16Array {
    const own = this.at(shelf);
    return own === null ? places.subarray(0, 0) : intersect(places, own);
  }

  /** The chunk that begins with this shelf or one before it. */
  #find(shelf: number): Chunk | undefined {
    if (shelf >= this.#from && shelf <= this.#to) return this.#chunk;
    const found = this.#chunkIn(this.#before, 0, shelf);
    this.#chunk = found && new Chunk(found.places);
    this.#from = found ? found.first : 0;
    this.#to = this.#chunk ? Math.max(shelf, this.#chunk.lastShelf) : shelf;
    return this.#chunk;
  }

  /** A chunk that begins with one of these shelves, and with which. */
  #chunkIn(
    statement: ChunkStatement,
    from: number,
    to: number,
  ): { readonly first: number; readonly places: Uint8Array } | undefined {
    const least = this.#list * SHELF;
    const row = statement.get(least + from, least + to);
    if (row === undefined) return undefined;
    const first = row.id - least;
    // In a damaged tree SQLite may find another row than was asked for, and the same again and again.
    if (!(first >= from && first <= to && row.places instanceof Uint8Array)) {
      throw damaged("a list is out of order");
    }
    return { first, places: row.places };
  }
}

/** A list of some books, whose ids are known: in order, none twice. */
export function fewBooks(ids: Uint32Array): BookList {
  const startOf = (shelf: number) => lowerBound(ids, shelf * SHELF);
  const at = (shelf: number): Places | null => {
    const from = startOf(shelf);
    const to = startOf(shelf + 1);
    // To a number of 16 bits the upper bits, which are the shelf's, are nothing.
    return from === to ? null : fromSorted(Uint16Array.from(ids.subarray(from, to)));
  };
  return {
    books: ids.length,
    nextShelf: (shelf) => {
      const id = ids[startOf(shelf)];
      return id === undefined ? undefined : Math.floor(id / SHELF);
    },
    at,
    narrow: (shelf, places) => {
      const own = at(shelf);
      return own === null ? places.subarray(0, 0) : intersect(places, own);
    },
  };
}
