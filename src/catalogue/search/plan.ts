import { titleTerm } from "../folding.ts";
import { allOf, anyOf, type BookList, without } from "../index/book-list.ts";
import type { Effort } from "../index/effort.ts";
import type { Where, WordIndex } from "../index/word-index.ts";
import { termsOfYears } from "../index/years.ts";
import { booksWith } from "./wanted.ts";
import type { Wish } from "./wish.ts";

/** Makes lists of books from wishes. */
export class Planner {
  readonly #index: WordIndex;
  readonly #effort: Effort;

  constructor(index: WordIndex, effort: Effort) {
    this.#index = index;
    this.#effort = effort;
  }

  /**
   * The books that are wished for, as far as lists tell: phrases may still not stand together. With `only`, what may
   * stand in any field stands in this one.
   */
  allWords(wish: Wish, only?: Where): BookList {
    const lists = [...wish.texts, ...wish.phrases].flatMap(({ where, words }) =>
      words.map((word) =>
        booksWith(word, where === "any" ? (only ?? "any") : where, this.#index, this.#effort),
      ),
    );
    return this.#filtered(lists, wish);
  }

  /** The books that have just this title, an article aside; none where that is not what was asked. */
  wholeTitles(wish: Wish): BookList | undefined {
    // A phrase alone is a title as well as words are.
    const phrases = wish.phrases.map((phrase) => ({
      ...phrase,
      pieces: phrase.words.map(({ piece }) => piece),
    }));
    const [text, other] = [...wish.texts, ...phrases];
    if (!text || other) return undefined;
    if (text.where !== "any" && text.where !== "title") return undefined;
    const term = titleTerm(text.pieces);
    return term === undefined ? undefined : this.#filtered([this.#withTerm(term)], wish);
  }

  #filtered(lists: readonly BookList[], { language, years, excluded }: Wish): BookList {
    const all = [...lists];
    if (language !== null) all.push(this.#withTerm(`:language:${language}`));
    if (years !== null) {
      const terms = termsOfYears(years.from, years.to).map((term) => this.#withTerm(term));
      all.push(anyOf(terms.filter(({ books }) => books > 0)));
    }
    const found = allOf(all);
    if (excluded.length === 0) return found;
    // Of a phrase lists do not tell whether its words stand together.
    const single = excluded.filter(({ length }) => length === 1).flat();
    const out = single.map((word) => booksWith(word, "any", this.#index, this.#effort));
    return without(found, anyOf(out.filter(({ books }) => books > 0)));
  }

  #withTerm(term: string): BookList {
    return this.#index.withWord(term, "any", this.#effort);
  }
}
