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
 * What tells that two records are one book: an ISBN, the work's key, or the title, first author and year together.
 *
 * A record that knows its work is not compared by title: two works may share all three.
 */
export function keysOf({ book, title, names }: FoldedBook): string[] {
  const keys = book.isbns.map((isbn) => `isbn ${isbn}`);
  for (const { isbn } of book.editions ?? []) if (isbn !== null) keys.push(`isbn ${isbn}`);
  if (book.work !== null) keys.push(`work ${book.work}`);
  else if (names[0])
    keys.push(
      `title ${wholeOf(title) || book.title} ${nameKey(names[0])} ${book.year ?? ""} ${book.series ?? ""}`,
    );
  return keys;
}
