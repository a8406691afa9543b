import { type Piece, piecesOf } from "../folding.ts";
import type { Where, WordIndex } from "../index/word-index.ts";
import type { BookReader } from "./book-reader.ts";
import type { KnownBook } from "./known-book.ts";
import { findPhrase, isExact, isIn, type WantedWord } from "./wanted.ts";
import type { Wish } from "./wish.ts";

/** What lists alone do not tell of the books that are wished for, and is seen when they are read. */
export class Requirements {
  readonly #reader: BookReader;
  readonly #wish: Wish;
  /** The words of a name, which must be in one name. */
  readonly #name: readonly WantedWord[] | undefined;
  /** Phrases that must not be there. */
  readonly #excluded: readonly (readonly WantedWord[])[];
  /** Words of a field that are the beginnings of so many that there is no list of them for it. */
  readonly #beginnings: readonly { readonly where: Where; readonly word: WantedWord }[];

  constructor(wish: Wish, index: WordIndex, reader: BookReader) {
    this.#reader = reader;
    this.#wish = wish;
    this.#name = wish.texts.find(({ where, words }) => where === "author" && words.length > 1)?.words;
    this.#excluded = wish.excluded.filter(({ length }) => length > 1);
    this.#beginnings = [...wish.texts, ...wish.phrases].flatMap(({ where, words }) =>
      words.filter((word) => !isExact(word, where, index)).map((word) => ({ where, word })),
    );
  }

  /** True where there are none: what the lists have is wished for. */
  get areNone(): boolean {
    const phrases = this.#wish.phrases.length + this.#excluded.length;
    return phrases === 0 && this.#name === undefined && this.#beginnings.length === 0;
  }

  areMetBy(known: KnownBook): boolean {
    if (this.#name && !this.#hasName(known, this.#name)) return false;
    return (
      this.#wish.phrases.every(({ where, words }) => this.#hasPhrase(known, where, words)) &&
      !this.#excluded.some((words) => this.#hasPhrase(known, "any", words)) &&
      this.#beginnings.every(({ where, word }) =>
        this.#textsOf(known, where).some((pieces) => isIn(word, pieces)),
      )
    );
  }

  #hasName(known: KnownBook, words: readonly WantedWord[]): boolean {
    const isName = (pieces: readonly Piece[]) => words.every((word) => isIn(word, pieces));
    const names = [...known.names.map(({ pieces }) => pieces), ...this.#aliasesOf(known)];
    if (names.some(isName)) return true;
    // A word that none of them has is of a record that is one with this book, and whose name was not kept.
    return words.some((word) => !names.some((pieces) => isIn(word, pieces)));
  }

  #hasPhrase(known: KnownBook, where: Where, words: readonly WantedWord[]): boolean {
    return this.#textsOf(known, where).some((pieces) => findPhrase(pieces, words) >= 0);
  }

  /** The texts of a book in a field, or all that it has. */
  #textsOf(known: KnownBook, where: Where): (readonly Piece[])[] {
    const { title, besides, names } = known;
    const texts: (readonly Piece[])[] = [];
    if (where === "title" || where === "any") texts.push(title.pieces, besides, ...this.#titlesOf(known));
    if (where === "author" || where === "any") {
      texts.push(...names.map(({ pieces }) => pieces), ...this.#aliasesOf(known));
    }
    if (where === "subject" || where === "any") texts.push(...this.#headingsOf(known));
    return texts;
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
