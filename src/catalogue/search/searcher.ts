import type { Book } from "../book.ts";
import { WordIndex } from "../index/word-index.ts";
import type { Database } from "../sqlite.ts";
import { BookReader } from "./book-reader.ts";
import { type Facets, facetsOf } from "./facets.ts";
import { Finder, type Found } from "./finder.ts";
import { type Marks, marksOf } from "./marks.ts";
import { mend } from "./mend.ts";
import type { Mended } from "./mended.ts";
import type { Reason } from "./rank.ts";
import { LARGEST_PAGE, MOST_RESULTS, type SearchRequest } from "./request.ts";
import { slotsOf } from "./slots.ts";
import { type Step, Trace } from "./trace.ts";
import { CatalogueVocabulary } from "./vocabulary.ts";

/** A book that was found. */
export interface Result {
  readonly book: Book;
  /** What it was found by. */
  readonly reason: Reason;
  /** Which characters of it were searched for. */
  readonly marks: Marks;
}

/** How many books a search finds. */
export interface Count {
  readonly books: number;
  /** True when there are more: "more than 1,000". */
  readonly more: boolean;
}

/** What a search found. */
export interface SearchAnswer {
  readonly results: readonly Result[];
  readonly count: Count;
  /** How many of them are found by what was typed itself; the others, behind these, by what was searched for instead. */
  readonly asTyped: number;
  /** What was searched for besides what was typed, where that finds few books or none; null otherwise. */
  readonly mended: Mended | null;
  /** Null unless they were asked for. */
  readonly facets: Facets | null;
  /** What was done, step by step. */
  readonly steps: readonly Step[];
}

// A search that has read so many pieces of lists is content with what it has found: for what was typed, for looking for
// another wording, and for that wording.
const TYPED = 1200;
const MENDING = 250;
const MENDED = 400;

// Fewer books than these are few.
const FEW = 3;

/** Searches a catalogue. All of it is synchronous: SQLite answers in microseconds. */
export class Searcher {
  readonly #reader: BookReader;
  readonly #finder: Finder;
  readonly #vocabulary: CatalogueVocabulary;

  constructor(database: Database) {
    this.#reader = new BookReader(database);
    this.#finder = new Finder(new WordIndex(database), this.#reader);
    this.#vocabulary = new CatalogueVocabulary(database);
  }

  /** Answers a search. Throws a RangeError for a limit or offset that is none. */
  search(asked: SearchRequest): SearchAnswer {
    const request = shortened(asked);
    const { limit, offset = 0, facets = false } = request;
    checkPage(limit, offset);
    const trace = new Trace();
    trace.allow(TYPED);
    const typed = this.#finder.find(request, trace);
    trace.allow(MENDING);
    const mended = this.#mend(request, typed, trace);
    trace.allow(MENDED);
    const found = mended ? joined(typed, this.#finder.find(mended.request, trace)) : typed;
    const page = found.ids.slice(offset, offset + limit);
    return {
      results: trace.list("reading", () => page.map((id) => this.#result(id, found, typed))),
      asTyped: typed.ids.length,
      count: { books: found.ids.length, more: found.more },
      mended,
      facets: facets
        ? trace.step(
            "facets",
            () => facetsOf(found.ids, this.#reader),
            ({ books }) => books,
          )
        : null,
      steps: trace.steps,
    };
  }

  #mend(request: SearchRequest, { ids, fits }: Found, trace: Trace): Mended | null {
    const [best] = ids;
    const reason = best === undefined ? undefined : fits.get(best)?.reason;
    // A whole title, a whole name or an ISBN is what was meant, however few the books are; so are words that a book has
    // together. A single word that a book or two have may be another one misspelt.
    const isCertain =
      reason === "isbn" || reason === "title" || reason === "author" || slotsOf(request).length > 1;
    if (ids.length >= FEW || (ids.length > 0 && isCertain)) return null;
    const count = (other: SearchRequest) => this.#finder.count(other, 2 * FEW, trace);
    return trace.step(
      "mending",
      () => mend(request, ids.length, this.#vocabulary, count),
      (mended) => (mended ? 1 : 0),
    );
  }

  /** A book with what it was found by: what was typed, where that finds it. */
  #result(id: number, found: Found, typed: Found): Result {
    const { fits, wish } = typed.ids.includes(id) ? typed : found;
    const { book } = this.#reader.read(id);
    const all = [...wish.texts, ...wish.phrases];
    const wordsOf = (field: string) =>
      all.filter(({ where }) => where === field || where === "any").flatMap(({ words }) => words);
    return {
      book,
      reason: fits.get(id)?.reason ?? "other words",
      marks: marksOf(book, { titles: wordsOf("title"), names: wordsOf("author") }),
    };
  }
}

// Of a longer text the beginning is looked for.
const LONGEST_TEXT = 1000;

function shortened(request: SearchRequest): SearchRequest {
  const cut = (text: string | undefined) => text?.slice(0, LONGEST_TEXT);
  const { q, author, title, subject } = request;
  return { ...request, q: cut(q), author: cut(author), title: cut(title), subject: cut(subject) };
}

/** Throws a RangeError for a page that is none. */
function checkPage(limit: number, offset: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE) {
    throw new RangeError(`a page has 1 to ${LARGEST_PAGE} results, and not ${limit}`);
  }
  if (!Number.isInteger(offset) || offset < 0 || offset >= MOST_RESULTS) {
    throw new RangeError(`results are counted from 0 to ${MOST_RESULTS - 1}, and not ${offset}`);
  }
}

/** What was typed finds few books: behind them come those that another wording finds. */
function joined(typed: Found, instead: Found): Found {
  const others = instead.ids.filter((id) => !typed.ids.includes(id));
  return { ...instead, ids: [...typed.ids, ...others].slice(0, MOST_RESULTS) };
}
