import { nameKey, type Piece, piecesOf, wholeOf } from "../folding.ts";
import type { SourceBook } from "../import/source-book.ts";

/** A book with its title and names folded: once, for all that is made of them. */
export interface FoldedBook {
  readonly book: SourceBook;
  readonly title: readonly Piece[];
  /** Of its contributors, in their order. */
  readonly names: readonly (readonly Piece[])[];
}

// The same names come again and again: so many, of so many characters, are kept folded.
const REMEMBERED = 20_000;
const LONGEST_REMEMBERED = 100;

/** Gives the function that folds the books of an import. */
export function bookFolder(): (book: SourceBook) => FoldedBook {
  const known = new Map<string, readonly Piece[]>();
  const foldName = (name: string) => {
    let pieces = known.get(name);
    if (pieces === undefined) {
      pieces = piecesOf(name);
      if (known.size >= REMEMBERED) known.clear();
      if (name.length <= LONGEST_REMEMBERED) known.set(name, pieces);
    }
    return pieces;
  };
  return (book) => ({
    book,
    title: piecesOf(book.title),
    names: book.contributors.map(({ name }) => foldName(name)),
  });
}

/**
 * What tells that two records are one book: an ISBN, the work's key, or the title, first author and year together, in one
 * language and series. A translation that kept its title is another book of a shop.
 *
 * A record that knows its work is not compared by title: two works may share all of these.
 */
export function keysOf({ book, title, names }: FoldedBook): string[] {
  const { isbns, editions = [], work, year, language, series } = book;
  const keys = [...isbns, ...editions.map(({ isbn }) => isbn)].flatMap((isbn) =>
    isbn === null ? [] : `isbn ${isbn}`,
  );
  const [author] = names;
  if (work !== null) keys.push(`work ${work}`);
  else if (author) {
    const whole = wholeOf(title) || book.title;
    keys.push(`title ${whole} ${nameKey(author)} ${year ?? ""} ${language ?? ""} ${series ?? ""}`);
  }
  return keys;
}
