import type { Book, Contributor } from "../book.ts";
import { nameKey, type Piece, piecesOf, wholeOf, withoutArticle } from "../folding.ts";

/** A book, and what a search asks of it: each is found out when it is first asked for. */
export class KnownBook {
  readonly book: Book;
  /** The ids of its headings. */
  readonly headings: readonly number[];
  #title: TitleWords | undefined;
  #names: readonly NameWords[] | undefined;
  #besides: readonly Piece[] | undefined;

  constructor(book: Book, headings: readonly number[]) {
    this.book = book;
    this.headings = headings;
  }

  get title(): TitleWords {
    this.#title ??= titleWords(this.book.title);
    return this.#title;
  }

  get names(): readonly NameWords[] {
    this.#names ??= this.book.contributors.map(({ name }: Contributor) => {
      const pieces = piecesOf(name);
      return { pieces, key: nameKey(pieces) };
    });
    return this.#names;
  }

  /** The pieces of the subtitle and series. */
  get besides(): readonly Piece[] {
    const { subtitle, series } = this.book;
    this.#besides ??=
      subtitle === null && series === null ? [] : piecesOf(`${subtitle ?? ""} / ${series ?? ""}`);
    return this.#besides;
  }
}

export interface TitleWords {
  readonly pieces: readonly Piece[];
  /** All of it as one word. */
  readonly whole: string;
  /** The same without an article before. */
  readonly bare: string;
  /** What stands before a colon or the like, without an article; the same as `bare` where nothing does. */
  readonly main: string;
}

export interface NameWords {
  readonly pieces: readonly Piece[];
  /** Its words in alphabetical order. */
  readonly key: string;
}

// Behind these a title goes on with what is hardly part of it.
const MAIN_END = /\s*[:;(/]|\s[-–—]\s|, or[, ]/u;

function titleWords(title: string): TitleWords {
  const pieces = piecesOf(title);
  const bare = wholeOf(withoutArticle(pieces));
  const end = title.search(MAIN_END);
  const before = end > 0 ? pieces.filter((piece) => piece.end <= end) : pieces;
  return { pieces, whole: wholeOf(pieces), bare, main: wholeOf(withoutArticle(before)) || bare };
}
