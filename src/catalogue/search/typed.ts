import { type Piece, piecesOf } from "../folding.ts";
import { once } from "../once.ts";

/** What somebody typed into one field, understood. */
export interface Typed {
  /** The words, in their order. */
  readonly words: readonly Piece[];
  /** Words that stand together, in this order. */
  readonly phrases: readonly (readonly Piece[])[];
  /** Words that must not be there; each may be a phrase. */
  readonly excluded: readonly (readonly Piece[])[];
  /** True where the last of the words may be the beginning of a longer one. */
  readonly unfinished: boolean;
}

// Nobody types more words; what comes behind is not looked for.
const MOST_WORDS = 32;

// In quotes of any shape, with or without a minus before. One without a partner is text.
const quoted = once(() => /(?<=^|\s)(-?)(?:"([^"]*)"|“([^”“]*)[”“]|„([^“”]*)[“”]|«([^»]*)»)/gu);

const excludedWord = once(() => /(?<=^|\s)-(?=[\p{L}\p{N}])\S+/gu);

const PLAIN = /["“„«-]/;

/**
 * Reads what was typed: quotes make a phrase, a minus before a word or phrase leaves out the books that have it, and all
 * else is text.
 */
export function readTyped(text: string): Typed {
  let rest = text;
  const phrases: Piece[][] = [];
  const excluded: Piece[][] = [];
  if (PLAIN.test(rest)) {
    rest = rest.replace(quoted(), (all, minus, ...[one, two, three, four]) => {
      const pieces = piecesOf(String(one ?? two ?? three ?? four ?? ""));
      if (pieces.length > 0) (minus === "-" ? excluded : phrases).push(pieces);
      return " ".repeat(all.length);
    });
    rest = rest.replace(excludedWord(), (word) => {
      excluded.push(piecesOf(word));
      return " ".repeat(word.length);
    });
  }
  const words = piecesOf(rest).slice(0, MOST_WORDS);
  const last = words.at(-1);
  return { words, phrases, excluded, unfinished: last !== undefined && isLast(text, last.end) };
}

/** True where no letter stands behind this place: no quoted and no excluded word. */
function isLast(text: string, end: number): boolean {
  return end >= text.length || !/[\p{L}\p{N}]/u.test(text.slice(end));
}
