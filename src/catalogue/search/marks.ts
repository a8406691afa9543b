import type { Book } from "../book.ts";
import { type Piece, piecesOf } from "../folding.ts";
import { isMetBy, type WantedWord } from "./wanted.ts";

/** Where matching text begins and ends, in UTF-16 code units. */
export type Range = readonly [start: number, end: number];

/** Which characters of a book's texts matched what was searched for; ranges in order that do not overlap. */
export interface Marks {
  readonly title: readonly Range[];
  readonly subtitle: readonly Range[];
  readonly series: readonly Range[];
  /** For each contributor's name. */
  readonly contributors: readonly (readonly Range[])[];
}

/** The words that are looked for in titles, and those in names. */
export interface Marked {
  readonly titles: readonly WantedWord[];
  readonly names: readonly WantedWord[];
}

export function marksOf({ title, subtitle, series, contributors }: Book, { titles, names }: Marked): Marks {
  return {
    title: rangesOf(title, titles),
    subtitle: rangesOf(subtitle ?? "", titles),
    series: rangesOf(series ?? "", titles),
    contributors: contributors.map(({ name }) => rangesOf(name, names)),
  };
}

function rangesOf(text: string, words: readonly WantedWord[]): Range[] {
  if (text === "" || words.length === 0) return [];
  return piecesOf(text).flatMap((piece) => {
    const word = words.find((word) => isMetBy(word, piece));
    return word ? [rangeOf(text, piece, word)] : [];
  });
}

/** The characters of a piece that were typed: all of it, unless it is plain which letters they are. */
function rangeOf(text: string, { start, end, whole, paired }: Piece, { piece }: WantedWord): Range {
  if (end - start !== whole.length) return [start, end]; // "ß" is two letters when it is folded
  const at = paired ? whole.indexOf(piece.whole) : 0;
  if (at < 0 || !whole.startsWith(piece.whole, at)) return [start, end];
  const to = start + at + piece.whole.length;
  return /^\p{M}/u.test(text.slice(to, to + 2)) ? [start, end] : [start + at, to];
}
