import { type Piece, piecesOf } from "./folding/pieces.ts";

export type { Piece };
export { piecesOf };

/**
 * The version of the folding. The index and the query are folded by this one code, so whatever it does, the two agree;
 * a catalogue that was folded by another version is refused. Whoever changes what a text folds into raises it.
 */
export const FOLDING_VERSION = 3;

/**
 * The words by which a text is found: those of its pieces, and a piece of several words as one besides.
 *
 * @example indexWords(piecesOf("J.R.R. Tolkien, O'Brien")) // ["j", "r", "r", "jrr", "tolkien", "o", "brien", "obrien"]
 */
export function indexWords(pieces: readonly Piece[]): string[] {
  const words: string[] = [];
  for (const [index, piece] of pieces.entries()) {
    const { parts, whole, paired } = piece;
    for (const part of parts) words.push(part);
    if (paired) pushLast(piece, pieces[index + 1], words);
    else if (whole !== parts[0]) words.push(whole);
  }
  return words;
}

// What may stand between two names in a script without spaces, in code units.
const GAP = 2;

/**
 * The last character of a piece alone, for typed by itself it is the beginning of no pair; and as a pair with the first
 * one behind a space, which stands in some books between the two parts of a name, and in others does not.
 */
function pushLast({ whole, end }: Piece, next: Piece | undefined, words: string[]): void {
  const last = lastCharacter(whole);
  words.push(last);
  if (next?.paired && next.start - end <= GAP)
    words.push(last + String.fromCodePoint(next.whole.codePointAt(0) ?? 0));
}

function lastCharacter(text: string): string {
  return Array.from(text.slice(-2)).at(-1) ?? "";
}

/**
 * A text as one word, by which whole titles are compared, whichever way they are spaced and hyphenated.
 *
 * @example wholeOf(piecesOf("The Wind-Up Bird")) // "thewindupbird"
 */
export function wholeOf(pieces: readonly Piece[]): string {
  let whole = "";
  for (const piece of pieces) whole += piece.whole;
  return whole;
}

/**
 * A name as it is compared, its words in whichever order: "Lee, Harper" and "Harper Lee" are one.
 *
 * @example nameKey(piecesOf("Tolkien, J. R. R.")) // "jrr tolkien"
 */
export function nameKey(pieces: readonly Piece[]): string {
  if (pieces.length === 1) return pieces[0]?.whole ?? "";
  return pieces
    .map(({ whole }) => whole)
    .sort()
    .join(" ");
}

// The articles of the languages with most books. A word that is one in another language does no harm: both sides lose it.
const ARTICLES = new Set(
  "a an the der die das ein eine le la les un une el los las il lo gli uno una o os as um uma de het een den det en et".split(
    " ",
  ),
);

/** The pieces of a title without an article before the rest. */
export function withoutArticle(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.length > 1 && ARTICLES.has(pieces[0]?.whole ?? "") ? pieces.slice(1) : pieces;
}

// A title of so many pieces is a term of the index by itself: of longer ones few books share all of the words.
const SHORT_TITLE = 2;

/**
 * The term by which books with this whole title are found, an article aside; undefined for a longer title and for none.
 *
 * @example titleTerm(piecesOf("The Road")) // ":title:road"
 */
export function titleTerm(pieces: readonly Piece[]): string | undefined {
  const words = withoutArticle(pieces);
  return words.length > 0 && words.length <= SHORT_TITLE ? `:title:${wholeOf(words)}` : undefined;
}
