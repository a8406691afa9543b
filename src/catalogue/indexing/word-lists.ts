import { ANY_FIELD, encodeShelf } from "../index/chunk.ts";
import { FIELD_BITS, FIELDS, type Field } from "../index/fields.ts";
import { SHELF } from "../index/places.ts";
import type { Database, Statement } from "../sqlite.ts";
import { type Found, numbersOf, type WordSink } from "./found.ts";

// A word of so many books has them in its own row; more are a list.
const FEW = 48;

// A chunk of a list is closed when it has so many bytes.
const CHUNK = 16 * 1024;

/** How many numbers a word's lists may take: that of any field, and one for each field. */
export const LISTS_EACH = 1 + FIELDS.length;

/** Writes words, and beginnings of words, with the books that they are found in. */
export class WordLists implements WordSink {
  readonly #word: Statement;
  readonly #prefix: Statement;
  readonly #chunk: Statement;
  #lists: number;

  /** `first` is the number of the first list. */
  constructor(database: Database, first = 0) {
    this.#lists = first;
    const insert = (table: string) =>
      database.prepare(`INSERT INTO ${table} (word, books, fields, few, list) VALUES (?, ?, ?, ?, ?)`);
    this.#word = insert("words");
    this.#prefix = insert("prefixes");
    this.#chunk = database.prepare("INSERT INTO lists (id, places) VALUES (?, ?)");
  }

  /** Writes a word. Words come in the order of their bytes in UTF-8. */
  takeWord(word: string, found: Found): void {
    this.#write(this.#word, word, found, FIELDS);
  }

  /** Writes a beginning of words: of single fields only for names, which are what people begin to type in a field. */
  takePrefix(prefix: string, found: Found): void {
    this.#write(this.#prefix, prefix, found, ["author"]);
  }

  #write(statement: Statement, word: string, found: Found, kept: readonly Field[]): void {
    const { books, fields } = found;
    if (books <= FEW) {
      statement.run(word, books, fields, few(found), null);
      return;
    }
    const list = this.#lists;
    this.#lists += LISTS_EACH;
    statement.run(word, books, fields, null, list);
    this.#writeList(list, found, ANY_FIELD);
    for (const [index, field] of FIELDS.entries()) {
      const bit = FIELD_BITS[field];
      // Where a word stands in one field only, the list of any field is that of this one.
      if (kept.includes(field) && (fields & bit) !== 0 && fields !== bit)
        this.#writeList(list + 1 + index, found, bit);
    }
  }

  #writeList(list: number, found: Found, mask: number): void {
    let chunk: Uint8Array[] = [];
    let length = 0;
    let first = 0;
    const flush = () => {
      if (length > 0) this.#chunk.run(list * SHELF + first, Buffer.concat(chunk));
      chunk = [];
      length = 0;
    };
    for (let shelf = 0; shelf < found.shelves; shelf++) {
      const numbers = found.shelf(shelf);
      const bytes = encodeShelf(shelf, numbers, mask);
      if (bytes.length === 0) continue;
      if (length === 0) first = shelf;
      chunk.push(bytes);
      length += bytes.length;
      if (length >= CHUNK) flush();
    }
    flush();
  }
}

/** The numbers of a few books as bytes. */
function few(found: Found): Buffer {
  const gathered: number[] = [];
  if (!found.all) for (const some of numbersOf(found)) gathered.push(...some);
  const numbers = found.all ?? Uint32Array.from(gathered);
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
