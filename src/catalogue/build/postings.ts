import { join } from "node:path";
import { indexWords, type Piece, piecesOf, titleTerm } from "../folding.ts";
import { FIELD_BITS, type Field } from "../index/fields.ts";
import { indexed } from "../index/word.ts";
import { termsOfYear } from "../index/years.ts";
import type { Database, Statement } from "../sqlite.ts";
import type { FoldedBook } from "./folded-book.ts";
import { Spool } from "./spool.ts";
import { TermTable } from "./term-table.ts";

// Words of a text beyond these are found by nobody: a record may be a megabyte long.
const MOST_WORDS = 500;

/**
 * Gathers which word stands in which record and in which field, in the order of the records. The words themselves go
 * into a temporary table when they are first met.
 */
export class Postings {
  readonly spool: Spool;
  readonly terms = new TermTable();
  readonly #insert: Statement;

  /** `folder` is for a temporary file. */
  constructor(database: Database, folder: string) {
    this.spool = new Spool(join(folder, "postings"));
    database.exec("CREATE TEMP TABLE terms (number INTEGER PRIMARY KEY, word TEXT)");
    this.#insert = database.prepare("INSERT INTO temp.terms (number, word) VALUES (?, ?)");
  }

  /** Adds what a record is found by. Records are numbered from 0. */
  add(record: number, { book, title, names }: FoldedBook): void {
    const { subtitle, series, contributors, subjects, year, language, editions = [] } = book;
    this.#addPieces(record, title, "title");
    if (subtitle !== null) this.#addPieces(record, piecesOf(subtitle), "title");
    if (series !== null) this.#addPieces(record, piecesOf(series), "title");
    for (const name of names) this.#addPieces(record, name, "author");
    for (const { aliases } of contributors) {
      if (aliases) for (const alias of aliases) this.#addPieces(record, piecesOf(alias), "author");
    }
    for (const edition of editions) {
      if (edition.title !== null) this.#addPieces(record, piecesOf(edition.title), "title");
    }
    for (const subject of subjects) this.#addPieces(record, piecesOf(subject), "subject");
    if (year !== null) for (const term of termsOfYear(year)) this.#addTerm(record, term, 0);
    if (language !== null) this.#addTerm(record, `:language:${language.split("-", 1)[0]}`, 0);
    const whole = titleTerm(title);
    if (whole !== undefined) this.#addTerm(record, whole, 0);
  }

  close(): void {
    this.spool.close();
  }

  #addPieces(record: number, pieces: readonly Piece[], field: Field): void {
    const words = indexWords(pieces);
    const bit = FIELD_BITS[field];
    const count = Math.min(words.length, MOST_WORDS);
    for (let i = 0; i < count; i++) this.#addTerm(record, words[i] ?? "", bit);
  }

  #addTerm(record: number, word: string, field: number): void {
    const term = indexed(word);
    const size = this.terms.size;
    const number = this.terms.add(term);
    if (number === size) this.#insert.run(number, term);
    this.spool.push(number);
    this.spool.push(((record << 3) | field) >>> 0);
  }
}
