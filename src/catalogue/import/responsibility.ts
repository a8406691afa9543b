import type { Contributor } from "../book.ts";
import { dropEnd } from "./text.ts";

// From this share of a sample on, titles are copied with the names below them. Of other titles a few are named after their
// authors, "The Autobiography of Malcolm X", and must stay whole.
const HABIT = 0.3;

// How much of a title is looked at.
const LONGEST = 2000;

/** A title field, and who made the book. */
export interface Credited {
  readonly title: string;
  readonly contributors: readonly Contributor[];
}

/** True when the titles of a column have the statement of responsibility behind them: "Tracks Robyn Davidson." */
export function hasResponsibility(sample: readonly Credited[]): boolean {
  const cut = sample.filter(
    ({ title, contributors }) => withoutResponsibility(title, contributors) !== title,
  );
  return sample.length > 0 && cut.length >= sample.length * HABIT;
}

/**
 * A title without what says who made the book, from the first of its contributors' names on: "Rocks and minerals written
 * by Steve Parker." is "Rocks and minerals". Names in the middle of a phrase, "The works of William Shakespeare", stay.
 */
export function withoutResponsibility(title: string, contributors: readonly Contributor[]): string {
  if (title.length > LONGEST) return title;
  const start = startOfStatement(title, contributors);
  if (start === -1) return title;
  const rest = withoutIntroduction(title.slice(0, start));
  return rest === "" ? title : rest;
}

// Librarians put in brackets what they add between the title and a name.
const ADDED = /\s\[(?:by|written by|edited by|compiled by|text by|illustrated by)\]\s/i;

function startOfStatement(title: string, contributors: readonly Contributor[]): number {
  const added = title.search(ADDED);
  const words = wordsOf(title);
  let start = added;
  for (const { name } of contributors) {
    const found = findName(title, words, partsOf(name));
    if (found > 0 && (start === -1 || found < start)) start = found;
  }
  return start;
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(/[\p{L}\p{M}\p{N}]+/gu), ({ 0: word, index }) => ({
    text: word.toLowerCase(),
    start: index,
    end: index + word.length,
  }));
}

interface Name {
  readonly given: readonly string[];
  readonly surname: readonly string[];
}

function partsOf(name: string): Name {
  const words = (text: string) => wordsOf(text).map((word) => word.text);
  const comma = name.indexOf(",");
  if (comma !== -1) return { given: words(name.slice(comma + 1)), surname: words(name.slice(0, comma)) };
  const all = words(name);
  return { given: all.slice(0, -1), surname: all.slice(-1) };
}

// Behind one of these a name belongs to the title.
const LINK = new Set("of de du des della von van about on for to from the and".split(" "));

// What may follow a name that is not part of the title: nothing, punctuation, or more names.
const FOLLOWED =
  /^(?:\s*(?:$|[.;:/&[\](),\u2026])|\s+(?:and|with|edited|illustrat|translat|photograph|foreword|introduc))/i;

/** Where a full name stands behind the title's first word; -1 when nowhere. */
function findName(title: string, words: readonly Word[], { given, surname }: Name): number {
  if (given.length === 0 || surname.length === 0) return -1;
  for (let first = 1; first < words.length; first++) {
    const word = words[first];
    if (!word || !isSame(word.text, given[0] ?? "") || LINK.has(words[first - 1]?.text ?? "")) continue;
    const last = findSurname(words, first, given, surname);
    if (last && FOLLOWED.test(title.slice(last.end, last.end + 20))) return startOfInitials(words, first);
  }
  return -1;
}

/** Where a name begins that may have more initials before it: "A. B. Paterson" of Banjo Paterson. */
function startOfInitials(words: readonly Word[], first: number): number {
  let start = first;
  while (start > 1 && words[start - 1]?.text.length === 1 && words[start]?.text.length === 1) start--;
  return words[start]?.start ?? -1;
}

// Between the first name and the surname.
const MOST_MIDDLE = 3;

function findSurname(
  words: readonly Word[],
  first: number,
  given: readonly string[],
  surname: readonly string[],
): Word | undefined {
  for (let start = first + 1; start <= first + 1 + MOST_MIDDLE; start++) {
    if (surname.every((part, i) => words[start + i]?.text === part)) return words[start + surname.length - 1];
    const middle = words[start]?.text ?? "";
    if (middle.length !== 1 && !given.some((name) => isSame(middle, name))) return undefined;
  }
  return undefined;
}

/** True for one name in two shapes: "Peter" and "P", "Joe" and "Joseph". */
function isSame(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length, 2);
  return length > 0 && one.slice(0, length) === other.slice(0, length);
}

const VERB =
  /(?:^|[\s[(])(?:by|par|(?:written|(?:co-)?edited|compiled|retold|told|adapted|translated|illustrated|designed|selected|chosen|collected|arranged|prepared|introduced)(?: and [a-z]+)?)$/i;

const TITLE_OF_HONOUR =
  /(?<=\b(?:by|par) )(?:(?:the|rev|sir|dr|mrs?|miss|lady|lord|captain|capt|major|general|colonel|professor|prof|mm?|mme)\.? ?)+$/i;

/** The text without the words at its end that introduce a name: "edited by", "[by]", "By Major". */
function withoutIntroduction(text: string): string {
  let rest = text.replace(TITLE_OF_HONOUR, "");
  for (;;) {
    rest = dropEnd(rest, " ,;:/[(&").replace(/\s\[[^\]]*\]$/, "");
    const verb = VERB.exec(rest);
    if (verb === null) return rest;
    rest = rest.slice(0, verb.index);
  }
}
