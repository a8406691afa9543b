import { type Piece, piecesOf } from "../folding.ts";
import type { WordIndex } from "../index/word-index.ts";
import type { BookReader } from "./book-reader.ts";
import type { KnownBook } from "./known-book.ts";
import { findPhrase, isIn, type WantedWord } from "./wanted.ts";
import type { WantedText, Wish } from "./wish.ts";

/** What lists alone do not tell of the books that are wished for, and is seen when they are read. */
export class Requirements {
  readonly #reader: BookReader;
  readonly #wish: Wish;
  /** The words of a name, which must be in one name. */
  readonly #name: readonly WantedWord[] | undefined;
  /** Phrases that must not be there. */
  readonly #excluded: readonly (readonly WantedWord[])[];
  /** Texts whose last word is the beginning of so many that there is no list of them for the field. */
  readonly #beginnings: readonly WantedText[];

  constructor(wish: Wish, index: WordIndex, reader: BookReader) {
    this.#reader = reader;
    this.#wish = wish;
    this.#name = wish.texts.find(({ where, words }) => where === "author" && words.length > 1)?.words;
    this.#excluded = wish.excluded.filter(({ length }) => length > 1);
    this.#beginnings = wish.texts.filter(({ where, words }) => {
      const last = words.at(-1);
      return last?.isBeginning && !index.isExact(last.piece.whole, where);
    });
  }

  /** True where there are none: what the lists have is wished for. */
  get areNone(): boolean {
    const phrases = this.#wish.phrases.length + this.#excluded.length;
    return phrases === 0 && this.#name === undefined && this.#beginnings.length === 0;
  }

  areMetBy(known: KnownBook): boolean {
    if (this.#name && !this.#hasName(known, this.#name)) return false;
    return (
      this.#wish.phrases.every(({ words }) => this.#hasPhrase(known, words)) &&
      !this.#excluded.some((words) => this.#hasPhrase(known, words)) &&
      this.#beginnings.every((text) => this.#hasBeginning(known, text))
    );
  }

  #hasName(known: KnownBook, words: readonly WantedWord[]): boolean {
    const isName = (pieces: readonly Piece[]) => words.every((word) => isIn(word, pieces));
    const names = [...known.names.map(({ pieces }) => pieces), ...this.#aliasesOf(known)];
    if (names.some(isName)) return true;
    // A word that none of them has is of a record that is one with this book, and whose name was not kept.
    return words.some((word) => !names.some((pieces) => isIn(word, pieces)));
  }

  #hasPhrase(known: KnownBook, words: readonly WantedWord[]): boolean {
    const has = (pieces: readonly Piece[]) => findPhrase(pieces, words) >= 0;
    const { title, besides, names } = known;
    if (has(title.pieces) || has(besides) || names.some(({ pieces }) => has(pieces))) return true;
    return [...this.#headingsOf(known), ...this.#titlesOf(known), ...this.#aliasesOf(known)].some(has);
  }

  #hasBeginning(known: KnownBook, { where, words }: WantedText): boolean {
    const last = words.at(-1);
    if (!last) return true;
    const has = (pieces: readonly Piece[]) => isIn(last, pieces);
    if (where === "subject") return this.#headingsOf(known).some(has);
    return has(known.title.pieces) || has(known.besides) || this.#titlesOf(known).some(has);
  }

  #headingsOf({ headings }: KnownBook): Piece[][] {
    return headings.map((id) => piecesOf(this.#reader.headingOf(id)));
  }

  #titlesOf({ book }: KnownBook): Piece[][] {
    return this.#reader.otherTitlesOf(book.id).map(piecesOf);
  }

  #aliasesOf({ book }: KnownBook): Piece[][] {
    return book.contributors.flatMap(({ name }) => this.#reader.aliasesOf(name)).map(piecesOf);
  }
}
