import type { SourceBook } from "../import/source-book.ts";
import { Words } from "./words.ts";

/** A book with its title and its first author folded, by which it is found and known again. */
export interface FoldedBook {
  readonly book: SourceBook;
  readonly title: Words;
  readonly author: Words | undefined;
}

/** Gives the function that folds the books of an import. What it gives is overwritten by the next book. */
export function bookFolder(): (book: SourceBook) => FoldedBook {
  const title = new Words();
  const author = new Words({ comeAgain: true });
  return (book) => {
    const [first] = book.contributors;
    return { book, title: title.read(book.title), author: first && author.read(first.name) };
  };
}

/**
 * What tells that two records are one book: an ISBN, the work's key, or the title, first author and year together, in one
 * language and series. A translation that kept its title is another book of a shop. A name may be in either order.
 *
 * A record that knows its work is not compared by title: two works may share all of these.
 */
export function keysOf({ book, title, author }: FoldedBook): string[] {
  const { isbns, editions = [], work, year, language, series } = book;
  const keys: string[] = [];
  for (const isbn of isbns) keys.push(`isbn ${isbn}`);
  for (const { isbn } of editions) if (isbn !== null) keys.push(`isbn ${isbn}`);
  if (work !== null) keys.push(`work ${work}`);
  else if (author) {
    const { wholeHigh, wholeLow } = title;
    const { sumHigh, sumLow } = author;
    keys.push(`title ${wholeHigh} ${wholeLow} ${sumHigh} ${sumLow} ${year} ${language} ${series}`);
  }
  return keys;
}
