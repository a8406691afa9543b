import { join } from "node:path";
import { FIELD_BITS } from "../index/fields.ts";
import { termsOfYear } from "../index/years.ts";
import type { Database, Statement } from "../sqlite.ts";
import type { FoldedBook } from "./folded-book.ts";
import { Spool } from "./spool.ts";
import { TermTable } from "./term-table.ts";
import { Words } from "./words.ts";

// How many new terms are written at once.
const TERMS = 500;

const { title: TITLE, author: AUTHOR, subject: SUBJECT } = FIELD_BITS;
const NO_FIELD = 0;

/**
 * Gathers which word stands in which record and in which field, in the order of the records. The words themselves go
 * into a temporary table when they are first met.
 */
export class Postings {
  readonly spool: Spool;
  readonly #terms = new TermTable();
  readonly #insert: Statement<[json: string]>;
  readonly #words = new Words();
  readonly #names = new Words({ comeAgain: true });
  readonly #years = new Map<number, Words>();
  readonly #languages = new Map<string, Words>();
  #newTerms: string[] = [];
  #counts: Uint32Array | undefined;

  /** `folder` is for a temporary file. */
  constructor(database: Database, folder: string) {
    this.spool = new Spool(join(folder, "postings"));
    database.exec("CREATE TEMP TABLE terms (number INTEGER PRIMARY KEY, word TEXT)");
    // The numbers come by themselves, from 1 on. So many at once are inserted five times as fast as one by one.
    this.#insert = database.prepare("INSERT INTO temp.terms (word) SELECT value FROM json_each(?)");
  }

  /** Adds what a record is found by. Records are numbered from 0. */
  add(record: number, { book, title, author }: FoldedBook): void {
    const { subtitle, series, contributors, subjects, year, language, editions } = book;
    this.#add(record, title, TITLE);
    if (author) this.#add(record, author, AUTHOR);
    for (let index = 1; index < contributors.length; index++)
      this.#add(record, this.#names.read(contributors[index]?.name ?? ""), AUTHOR);
    if (subtitle !== null) this.#add(record, this.#words.read(subtitle), TITLE);
    if (series !== null) this.#add(record, this.#words.read(series), TITLE);
    for (const { aliases } of contributors) {
      if (aliases) for (const alias of aliases) this.#add(record, this.#names.read(alias), AUTHOR);
    }
    if (editions) {
      for (const edition of editions)
        if (edition.title !== null) this.#add(record, this.#words.read(edition.title), TITLE);
    }
    for (const subject of subjects) this.#add(record, this.#names.read(subject), SUBJECT);
    if (year !== null) this.#add(record, kept(this.#years, year, termsOfYear), NO_FIELD);
    if (language !== null) this.#add(record, kept(this.#languages, language, termsOfLanguage), NO_FIELD);
    const whole = title.titleTerm;
    if (whole !== undefined) this.#add(record, this.#words.take([whole]), NO_FIELD);
  }

  /** All records are added. Gives how often each term was met, by its number. */
  end(): Uint32Array {
    this.#writeTerms();
    this.#counts ??= this.#terms.counts();
    this.#terms.clear();
    return this.#counts;
  }

  close(): void {
    this.spool.close();
  }

  #writeTerms(): void {
    if (this.#newTerms.length > 0) this.#insert.run(JSON.stringify(this.#newTerms));
    this.#newTerms = [];
  }

  #add(record: number, words: Words, field: number): void {
    const { spool } = this;
    const terms = this.#terms;
    const occurrence = ((record << 3) | field) >>> 0;
    for (let index = 0; index < words.count; index++) {
      const size = terms.size;
      const number = terms.add(words.high(index), words.low(index));
      if (number === size && this.#newTerms.push(words.word(index)) === TERMS) this.#writeTerms();
      spool.pushPair(number, occurrence);
    }
  }
}

function termsOfLanguage(tag: string): string[] {
  return [`:language:${tag.split("-", 1)[0]}`];
}

/** The terms of something of which there are few kinds. */
function kept<Key>(known: Map<Key, Words>, key: Key, termsOf: (key: Key) => string[]): Words {
  let words = known.get(key);
  if (words === undefined) {
    words = new Words().take(termsOf(key)).copy();
    if (known.size === MOST_KINDS) known.clear();
    known.set(key, words);
  }
  return words;
}

const MOST_KINDS = 5000;
