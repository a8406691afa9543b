import { damaged } from "../errors.ts";
import type { Database, Statement } from "../sqlite.ts";
import { anyOf, type BookList, NO_BOOKS } from "./book-list.ts";
import type { Effort } from "./effort.ts";
import { FIELD_BITS, FIELDS, type Field } from "./fields.ts";
import { type ChunkStatement, fewBooks, StoredList } from "./lists.ts";
import { MOST_WORDS_LOOKED_UP } from "./prefixes.ts";
import { indexed } from "./word.ts";

/** A row of words or prefixes. */
interface Row {
  readonly word: string;
  readonly books: number;
  readonly fields: number;
  readonly few: unknown;
  readonly list: number | null;
}

const COLUMNS = "word, books, fields, few, list";

// Behind every word that begins so.
const LAST = "\u{10ffff}";

/** Where a word is looked for: in one field, or in all that a book has. */
export type Where = Field | "any";

/** The words of a catalogue, and the books in which they are found. */
export class WordIndex {
  readonly #word: Statement<[word: string], Row>;
  readonly #prefix: Statement<[prefix: string], Row>;
  readonly #range: Statement<[from: string, to: string], Row>;
  readonly #chunks: { readonly before: ChunkStatement; readonly behind: ChunkStatement };

  constructor(database: Database) {
    this.#word = database.prepare(`SELECT ${COLUMNS} FROM words WHERE word = ?`);
    this.#prefix = database.prepare(`SELECT ${COLUMNS} FROM prefixes WHERE word = ?`);
    // Of longer beginnings than those that are kept, too, few words are asked for.
    this.#range = database.prepare(
      `SELECT ${COLUMNS} FROM words WHERE word >= ? AND word < ? LIMIT ${2 * MOST_WORDS_LOOKED_UP}`,
    );
    this.#chunks = {
      before: database.prepare(
        "SELECT id, places FROM lists WHERE id >= ? AND id <= ? ORDER BY id DESC LIMIT 1",
      ),
      behind: database.prepare("SELECT id, places FROM lists WHERE id >= ? AND id <= ? ORDER BY id LIMIT 1"),
    };
  }

  /** The books with a word. */
  withWord(word: string, where: Where, effort: Effort): BookList {
    const row = this.#word.get(indexed(word));
    return row ? this.#listOf(row, where, effort) : NO_BOOKS;
  }

  /** The books with a word that begins so; of a title or subject some may be among them that have it elsewhere. */
  withBeginning(typed: string, where: Where, effort: Effort): BookList {
    const beginning = indexed(typed);
    const row = this.#prefix.get(beginning);
    // Of beginnings there are no lists for each field, but for names.
    if (row) return this.#listOf(row, where === "author" ? where : "any", effort);
    const rows = this.#range.all(beginning, beginning + LAST);
    const few = rows.filter(({ list }) => list === null).map((row) => idsOf(row, where));
    const lists = rows.filter(({ list }) => list !== null).map((row) => this.#listOf(row, where, effort));
    return anyOf([together(few), ...lists].filter(({ books }) => books > 0));
  }

  /** True where withBeginning() gives just the books that it should. */
  isExact(beginning: string, where: Where): boolean {
    return where === "any" || where === "author" || this.#prefix.get(indexed(beginning)) === undefined;
  }

  #listOf(row: Row, where: Where, effort: Effort): BookList {
    const { books, fields, list } = row;
    if (list === null) return fewBooks(idsOf(row, where));
    if (where === "any" || fields === FIELD_BITS[where])
      return new StoredList(list, books, this.#chunks, effort);
    if ((fields & FIELD_BITS[where]) === 0) return NO_BOOKS;
    return new StoredList(list + 1 + FIELDS.indexOf(where), books, this.#chunks, effort);
  }
}

/** The ids of a row's few books: all, or those that have it in a field. */
function idsOf({ few }: Row, where: Where): Uint32Array {
  if (!Buffer.isBuffer(few) || few.length % 4 !== 0) throw damaged("a word names no books");
  const bit = where === "any" ? 0 : FIELD_BITS[where];
  const ids = new Uint32Array(few.length / 4);
  let count = 0;
  for (let at = 0; at < ids.length; at++) {
    const number = few.readUInt32LE(at * 4);
    if (bit === 0 || (number & bit) !== 0) ids[count++] = number >>> 3;
  }
  return ids.subarray(0, count);
}

/** One list of several rows' few books. */
function together(all: readonly Uint32Array[]): BookList {
  const ids = new Uint32Array(all.reduce((sum, { length }) => sum + length, 0));
  let count = 0;
  for (const some of all) {
    ids.set(some, count);
    count += some.length;
  }
  ids.sort();
  let kept = 0;
  for (const id of ids) if (kept === 0 || ids[kept - 1] !== id) ids[kept++] = id;
  return fewBooks(ids.subarray(0, kept));
}
