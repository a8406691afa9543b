import { type Piece, wholeOf } from "../folding.ts";
import { allOf, anyOf, type BookList } from "../index/book-list.ts";
import type { Effort } from "../index/effort.ts";
import type { Where, WordIndex } from "../index/word-index.ts";

/** A word that is looked for. */
export interface WantedWord {
  readonly piece: Piece;
  /** True where it may be the beginning of a longer word. */
  readonly isBeginning: boolean;
}

/**
 * The books that have a word as it was typed: as one, or all of its parts. "Slaughterhouse-Five" finds "Slaughterhouse
 * Five" too, and "J.R.R." the "J. R. R." that stands apart.
 */
export function booksWith(
  { piece, isBeginning }: WantedWord,
  where: Where,
  index: WordIndex,
  effort: Effort,
): BookList {
  const { parts, whole, paired } = piece;
  const exact = (word: string) => index.withWord(word, where, effort);
  const last = (word: string) => (isBeginning ? index.withBeginning(word, where, effort) : exact(word));
  // A single character of a script without spaces begins the pairs in which the index has it.
  if (paired) return parts[0] === whole ? index.withBeginning(whole, where, effort) : allOf(parts.map(exact));
  if (parts.length === 1 && parts[0] === whole) return last(whole);
  const together = parts.map((part, place) => (place === parts.length - 1 ? last(part) : exact(part)));
  return anyOf([last(whole), allOf(together)].filter(({ books }) => books > 0));
}

/** True where booksWith() gives just the books that have the word in the field, and no other. */
export function isExact({ piece, isBeginning }: WantedWord, where: Where, index: WordIndex): boolean {
  const { parts, whole, paired } = piece;
  if (paired) return parts[0] !== whole || index.isExact(whole, where);
  return !isBeginning || [whole, parts.at(-1) ?? whole].every((word) => index.isExact(word, where));
}

/** True where a piece of a book's text is what the word stands for. */
export function isMetBy({ piece, isBeginning }: WantedWord, { whole, parts, paired }: Piece): boolean {
  if (paired || piece.paired) return whole.includes(piece.whole);
  if (isBeginning ? whole.startsWith(piece.whole) : whole === piece.whole) return true;
  if (parts.length === 1 && piece.parts.length === 1) return false;
  return isBeginning ? parts.some((part) => part.startsWith(piece.whole)) : parts.includes(piece.whole);
}

/** True where one of some pieces is what the word stands for, or some together in a script without spaces. */
export function isIn(word: WantedWord, pieces: readonly Piece[]): boolean {
  if (pieces.some((piece) => isMetBy(word, piece))) return true;
  return word.piece.paired && pieces.length > 1 && wholeOf(pieces).includes(word.piece.whole);
}

/**
 * The place of the piece from which on the wanted words follow each other without a gap; -1 where they do not. Both are
 * compared letter by letter, so that it does not matter how they are cut into pieces.
 */
export function findPhrase(pieces: readonly Piece[], words: readonly WantedWord[]): number {
  const phrase = words.map(({ piece }) => piece.whole).join("");
  const unfinished = words.at(-1)?.isBeginning ?? false;
  for (let from = 0; from < pieces.length; from++) {
    let text = "";
    for (let to = from; to < pieces.length && text.length < phrase.length; to++) text += pieces[to]?.whole;
    if (unfinished ? text.startsWith(phrase) : text === phrase) return from;
    const first = pieces[from];
    if (first?.paired && text.includes(phrase)) return from;
  }
  return -1;
}
