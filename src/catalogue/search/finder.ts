import { type BookList, contains, firstOf } from "../index/book-list.ts";
import type { Effort } from "../index/effort.ts";
import type { WordIndex } from "../index/word-index.ts";
import type { BookReader } from "./book-reader.ts";
import { Planner } from "./plan.ts";
import { aimsOf, type Fit, fitOf } from "./rank.ts";
import { MOST_RESULTS, type SearchRequest } from "./request.ts";
import type { Trace } from "./trace.ts";
import { asksForMore, readIsbn, understand, type Wish } from "./wish.ts";
import { Requirements } from "./wished.ts";

/** The books of one search, the best first. */
export interface Found {
  readonly ids: readonly number[];
  /** How well those fit that were compared with what was typed. */
  readonly fits: ReadonlyMap<number, Fit>;
  /** True where there are more. */
  readonly more: boolean;
  readonly wish: Wish;
}

// So many books, the best known that match, are compared with what was typed; and so many of those that match better than
// by a word here and a word there.
const COMPARED = 80;
const BETTER = 40;

// Of books that have the words of a phrase or of a name, but perhaps not together, so many are read at most.
const READ = 2000;
const READ_TO_COUNT = 200;

/** Finds the books of a request, as it was typed and not otherwise. */
export class Finder {
  readonly #index: WordIndex;
  readonly #reader: BookReader;

  constructor(index: WordIndex, reader: BookReader) {
    this.#index = index;
    this.#reader = reader;
  }

  find(request: SearchRequest, trace: Trace): Found {
    const wish = understand(request);
    const isbn = wish.isbn ?? readIsbn(request.q ?? "");
    const rest = wish.isbn === null ? { ...request, q: undefined } : request;
    const withIsbn = isbn === null ? [] : this.#withIsbn(isbn, rest, trace);
    // Digits may be the words of a title too; what was given as an ISBN is one.
    if (withIsbn.length === 0 && wish.isbn === null) return this.#withWords(wish, trace);
    return { ids: withIsbn, fits: new Map(withIsbn.map((id) => [id, BY_ISBN])), more: false, wish };
  }

  /** How many books a request finds, and `most` at most. */
  count(request: SearchRequest, most: number, { effort }: Trace): number {
    const wish = understand(request);
    const going = this.#going(wish, effort, READ_TO_COUNT);
    return firstOf(new Planner(this.#index, effort).allWords(wish), most, going).length;
  }

  /** The books with an ISBN, of those that are wished for otherwise. */
  #withIsbn(isbn: string, request: SearchRequest, trace: Trace): number[] {
    const ids = trace.list("ISBN", () => this.#reader.withIsbn(isbn));
    const rest = understand(request);
    if (!asksForMore(rest) && rest.excluded.length === 0) return ids;
    const list = new Planner(this.#index, trace.effort).allWords(rest);
    return ids.filter((id) => contains(list, id));
  }

  #withWords(wish: Wish, trace: Trace): Found {
    const { effort } = trace;
    const planner = new Planner(this.#index, effort);
    const going = this.#going(wish, effort, READ);
    const first = (name: string, list: BookList | undefined, limit: number) =>
      trace.list(name, () => (list ? firstOf(list, limit, going) : []));

    const better = first("whole titles", planner.wholeTitles(wish), BETTER);
    const all = first("all words", planner.allWords(wish), MOST_RESULTS + 1);
    if (all.length > COMPARED && wish.texts.some(({ where }) => where === "any")) {
      better.push(...first("titles", planner.allWords(wish, "title"), BETTER));
      better.push(...first("names", planner.allWords(wish, "author"), BETTER));
    }
    const pool = new Set([...all.slice(0, COMPARED), ...better]);
    const fits = trace.step(
      "comparing",
      () => this.#compare(pool, wish),
      ({ size }) => size,
    );
    const best = [...fits].sort(([one, { score }], [other, { score: its }]) => its - score || one - other);
    const ids = [...best.map(([id]) => id), ...all.filter((id) => !pool.has(id))];
    return {
      ids: ids.slice(0, MOST_RESULTS),
      fits,
      more: all.length > MOST_RESULTS || !going.mayGoOn(),
      wish,
    };
  }

  /** Which books of a list are passed over since they have the words, but not as they are wished for; `most` are read. */
  #going(wish: Wish, effort: Effort, most: number) {
    const requirements = new Requirements(wish, this.#index, this.#reader);
    let read = 0;
    return {
      mayGoOn: () => !effort.isSpent && read < most,
      accepts: requirements.areNone
        ? undefined
        : (id: number) => read++ < most && requirements.areMetBy(this.#reader.read(id)),
    };
  }

  #compare(pool: ReadonlySet<number>, wish: Wish): Map<number, Fit> {
    const aims = aimsOf(wish);
    return new Map([...pool].map((id) => [id, fitOf(this.#reader.read(id), aims)]));
  }
}

const BY_ISBN: Fit = { score: 0, reason: "isbn" };
