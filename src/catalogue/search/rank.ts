import { nameKey, type Piece, wholeOf, withoutArticle } from "../folding.ts";
import type { KnownBook, NameWords } from "./known-book.ts";
import { findPhrase, isIn, isMetBy, type WantedWord } from "./wanted.ts";
import type { WantedText, Wish } from "./wish.ts";

/** What a book was found by, the best first. */
export const REASONS = [
  "isbn",
  "title",
  "title start",
  "author",
  "title words",
  "title and author",
  "other words",
] as const;

export type Reason = (typeof REASONS)[number];

/** How well a book fits, and by what. */
export interface Fit {
  readonly score: number;
  readonly reason: Reason;
}

/** What is compared with each book: the words of one field, put together once. */
export interface Aim extends WantedText {
  /** All of them as one word, and without an article before. */
  readonly whole: string;
  readonly bare: string;
  /** Them in alphabetical order, as names are compared. */
  readonly name: string;
}

/** What the books that a wish finds are compared with; a phrase where nothing but that was typed. */
export function aimsOf({ texts, phrases }: Wish): Aim[] {
  const [phrase] = phrases;
  const alone = phrase ? [{ ...phrase, pieces: phrase.words.map(({ piece }) => piece) }] : [];
  return (texts.length > 0 ? texts : alone).map((text) => ({
    ...text,
    whole: wholeOf(text.pieces),
    bare: wholeOf(withoutArticle(text.pieces)),
    name: nameKey(text.pieces),
  }));
}

/*
 * The score is a sum. What is certain weighs most: a whole title stands before all that only contains the words. Below
 * that a book's standing has its say: ten times further down the catalogue costs what STANDING says.
 */
const EXACT_TITLE = 20; // "The Road"
const BARE_TITLE = 19; // "road", without the article
const TITLE_START = 6;
const WHOLE_NAME = 9; // "stephen king"
const PART_OF_NAME = 4.5; // "hemingway"
const TITLE_AND_NAME = 4; // "tolkien hobbit", more where the rest is the whole title
const TITLE_WORDS = 3;
const OTHER_WORDS = 2;

const COVERAGE = 3; // all of the title is what was typed
const PHRASE = 1.5;
const IN_ORDER = 0.5;
const WHOLE_WORDS = 0.5; // the last word too
const STANDING = 1;

const NO_FIT: Fit = { score: 0, reason: "other words" };

/** How well a book fits what was typed into all fields; the reason is the best of them. */
export function fitOf(known: KnownBook, aims: readonly Aim[]): Fit {
  let score = -STANDING * Math.log10(known.book.id);
  let best = NO_FIT;
  for (const aim of aims) {
    const fit = fitOfField(known, aim);
    score += fit.score;
    if (fit.score > best.score) best = fit;
  }
  return { score, reason: best.reason };
}

function fitOfField(known: KnownBook, aim: Aim): Fit {
  switch (aim.where) {
    case "author":
      return fitOfName(known, aim) ?? NO_FIT;
    case "title":
      return fitOfTitle(known, aim) ?? NO_FIT;
    case "subject":
      return NO_FIT;
    case "any":
      return fitOfAny(known, aim);
  }
}

function fitOfAny(known: KnownBook, aim: Aim): Fit {
  const byTitle = fitOfTitle(known, aim);
  const byName = fitOfName(known, aim);
  if (byTitle || byName)
    return (byTitle?.score ?? 0) > (byName?.score ?? 0) ? (byTitle ?? NO_FIT) : (byName ?? NO_FIT);
  const { words } = aim;
  const { title, names, besides } = known;
  const titled = words.filter((word) => isIn(word, title.pieces));
  const rest = words.filter((word) => !titled.includes(word));
  if (titled.length > 0 && names.some(({ pieces }) => rest.every((word) => isIn(word, pieces)))) {
    const how = coverage(title.pieces, titled) + closeness(title.pieces, titled);
    return { score: TITLE_AND_NAME + how, reason: "title and author" };
  }
  const seen = words.filter(
    (word) => isIn(word, title.pieces) || isIn(word, besides) || isInAName(word, names),
  );
  if (seen.length < words.length) return { score: seen.length / words.length, reason: "other words" };
  return { score: OTHER_WORDS + closeness(besides, words), reason: "other words" };
}

/** How well a book's title fits; undefined where it does not have all of the words. */
function fitOfTitle({ title }: KnownBook, { whole, bare, words }: Aim): Fit | undefined {
  if (title.whole === whole) return { score: EXACT_TITLE, reason: "title" };
  if (title.bare === bare) return { score: BARE_TITLE, reason: "title" };
  // "Sapiens: A Brief History of Humankind" by "sapiens"
  if (title.main === bare) return { score: TITLE_START + COVERAGE + PHRASE, reason: "title start" };
  if (!words.every((word) => isIn(word, title.pieces))) return undefined;
  const how = closeness(title.pieces, words) + coverage(title.pieces, words);
  const isStart = title.whole.startsWith(whole) || title.bare.startsWith(bare);
  return isStart
    ? { score: TITLE_START + how, reason: "title start" }
    : { score: TITLE_WORDS + how, reason: "title words" };
}

/** How well a contributor's name fits; undefined where no single one has all of the words. */
function fitOfName({ names }: KnownBook, { name, words }: Aim): Fit | undefined {
  if (names.some(({ key }) => key === name)) return { score: WHOLE_NAME, reason: "author" };
  const own = names.find(({ pieces }) => words.every((word) => isIn(word, pieces)));
  return own && { score: PART_OF_NAME + wholeWords(own.pieces, words), reason: "author" };
}

function isInAName(word: WantedWord, names: readonly NameWords[]): boolean {
  return names.some(({ pieces }) => isIn(word, pieces));
}

/** More for words that follow each other as they were typed. */
function closeness(pieces: readonly Piece[], words: readonly WantedWord[]): number {
  const whole = wholeWords(pieces, words);
  if (words.length < 2) return whole;
  if (findPhrase(pieces, words) >= 0) return whole + PHRASE;
  let from = 0;
  for (const word of words) {
    const place = pieces.findIndex((piece, index) => index >= from && isMetBy(word, piece));
    if (place < 0) return whole;
    from = place + 1;
  }
  return whole + IN_ORDER;
}

/** More where each word is typed to its end. */
function wholeWords(pieces: readonly Piece[], words: readonly WantedWord[]): number {
  const unfinished = words.filter(({ isBeginning }) => isBeginning);
  return unfinished.every((word) => isIn({ ...word, isBeginning: false }, pieces)) ? WHOLE_WORDS : 0;
}

/** Which share of the title's letters was typed. */
function coverage(pieces: readonly Piece[], words: readonly WantedWord[]): number {
  const all = pieces.reduce((sum, { whole }) => sum + whole.length, 0);
  const typed = words.reduce((sum, { piece }) => sum + piece.whole.length, 0);
  return all === 0 ? 0 : COVERAGE * Math.min(1, typed / all) ** 2;
}
