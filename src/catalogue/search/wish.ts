import type { Piece } from "../folding.ts";
import type { Where } from "../index/word-index.ts";
import { isbn13 } from "../isbn.ts";
import { FIRST_YEAR, LAST_YEAR } from "../years.ts";
import type { SearchRequest } from "./request.ts";
import { readTyped, type Typed } from "./typed.ts";
import type { WantedWord } from "./wanted.ts";

/** Words that are looked for in one field, or in all. */
export interface Wanted {
  readonly where: Where;
  readonly words: readonly WantedWord[];
}

/** Words as they were typed into a field. */
export interface WantedText extends Wanted {
  /** All of them in their order, "&" too, which nobody has to have. */
  readonly pieces: readonly Piece[];
}

/** A search as it was understood. */
export interface Wish {
  /** What was typed into each field, without what stands in quotes or behind a minus. */
  readonly texts: readonly WantedText[];
  /** Words that must stand together. */
  readonly phrases: readonly Wanted[];
  /** Words, or phrases, that must not be there. */
  readonly excluded: readonly (readonly WantedWord[])[];
  /** A language's subtag: "en". */
  readonly language: string | null;
  readonly years: { readonly from: number; readonly to: number } | null;
  /** An ISBN-13 that was asked for, or its first digits. */
  readonly isbn: string | null;
}

/** What a request asks for. Who only leaves out words finds nothing: then a minus is a dash. */
export function understand(request: SearchRequest): Wish {
  const wish = literally(request);
  if (wish.excluded.length === 0 || asksForMore(wish) || wish.isbn !== null) return wish;
  const plain = (text: string | undefined) => text?.replace(/(^|\s)-/g, "$1");
  const { q, author, title, subject } = request;
  return literally({
    ...request,
    q: plain(q),
    author: plain(author),
    title: plain(title),
    subject: plain(subject),
  });
}

function literally(request: SearchRequest): Wish {
  const { q, author, title, subject, isbn, language, from, to } = request;
  const fields = [
    // Of a name each word may be the beginning of one: "lee harp", "em. br.".
    read("author", author, () => true),
    read("title", title, isUnfinished),
    read("subject", subject, isUnfinished),
    read("any", q, isUnfinished),
  ];
  return {
    texts: fields.flatMap(({ text }) => (text.words.length > 0 ? text : [])),
    phrases: fields.flatMap(({ phrases }) => phrases),
    excluded: fields.flatMap(({ excluded }) => excluded),
    language: language?.trim().split("-", 1)[0]?.toLowerCase() || null,
    years: yearsOf(from, to),
    isbn: isbn?.trim() ? (readIsbn(isbn) ?? beginningOfIsbn(isbn)) : null,
  };
}

/** True where a wish has words to look for, or filters. */
export function asksForMore({ texts, phrases, language, years }: Wish): boolean {
  return texts.length > 0 || phrases.length > 0 || language !== null || years !== null;
}

function read(where: Where, text: string | undefined, isBeginning: (typed: Typed, place: number) => boolean) {
  const typed = readTyped(text ?? "");
  const whole = (pieces: readonly Piece[]) => pieces.map((piece) => ({ piece, isBeginning: false }));
  const words = typed.words.map((piece, place) => ({ piece, isBeginning: isBeginning(typed, place) }));
  return {
    text: { where, words: words.filter(({ piece }) => isRequired(piece)), pieces: typed.words },
    phrases: typed.phrases.map((pieces) => ({ where, words: whole(pieces) })),
    excluded: typed.excluded.map(whole).filter(({ length }) => length > 0),
  };
}

/** False for "&": who types it is content with "and", and with neither. */
export function isRequired({ whole, start, end }: Piece): boolean {
  return whole !== "and" || end - start > 1;
}

function isUnfinished({ words, unfinished }: Typed, place: number): boolean {
  return unfinished && place === words.length - 1;
}

function yearsOf(from: number | undefined, to: number | undefined): Wish["years"] {
  if (from === undefined && to === undefined) return null;
  return {
    from: Math.max(Math.ceil(from ?? FIRST_YEAR), FIRST_YEAR),
    to: Math.min(Math.floor(to ?? LAST_YEAR), LAST_YEAR),
  };
}

/** The ISBN-13 in a text, whose digits may be of full width; null where there is none. */
export function readIsbn(text: string): string | null {
  return isbn13(text.slice(0, LONGEST_ISBN).normalize("NFKC"));
}

// With its label, spaces and hyphens.
const LONGEST_ISBN = 80;

const NO_ISBN = "0000000000000";

/** The digits of an ISBN that is not complete, "978 0 439"; none that any book has for a text that is no ISBN. */
function beginningOfIsbn(text: string): string {
  const digits = text
    .slice(0, LONGEST_ISBN)
    .normalize("NFKC")
    .replace(/^isbn[\s:-]*(?:1[03][\s:]+)?/i, "")
    .replace(/[\s\p{Pd}]/gu, "");
  return /^97[89]\d{0,9}$/.test(digits) && digits.length >= 5 ? digits : NO_ISBN;
}
