import type { Vocabulary } from "./vocabulary.ts";

/** Two neighbouring words that are one. */
export interface Join {
  /** The place of the first of the two among the words, from 0. */
  readonly at: number;
  readonly word: string;
  readonly books: number;
}

// No longer word is looked up, and so many joins at most.
const LONGEST = 40;
const MOST_JOINS = 32;

// A half has at least so many letters.
const SHORTEST_HALF = 2;

/**
 * The words that two neighbours among some folded words make when they are joined, those of most books first.
 *
 * @example joinsOf(["to", "kill", "a", "mocking", "bird"], vocabulary) // [{ at: 3, word: "mockingbird", books: 12 }]
 */
export function joinsOf(words: readonly string[], vocabulary: Vocabulary): Join[] {
  const joined = words.slice(1, MOST_JOINS + 1).map((word, at) => ({ at, word: `${words[at]}${word}` }));
  const short = joined.filter(({ word }) => word.length <= LONGEST);
  const books = vocabulary.booksOf(short.map(({ word }) => word));
  return short
    .map(({ at, word }) => ({ at, word, books: books.get(word) ?? 0 }))
    .filter((join) => join.books > 0)
    .sort((one, other) => other.books - one.books);
}

/**
 * The ways to cut a folded word into two words of the vocabulary, that with the most frequent rarer half first.
 *
 * @example splitsOf("wutheringheights", vocabulary)[0] // ["wuthering", "heights"]
 */
export function splitsOf(word: string, vocabulary: Vocabulary): (readonly [string, string])[] {
  if (word.length > LONGEST) return [];
  const halves: [string, string][] = [];
  for (let at = SHORTEST_HALF; at <= word.length - SHORTEST_HALF; at++) {
    halves.push([word.slice(0, at), word.slice(at)]);
  }
  const books = vocabulary.booksOf(halves.flat());
  const rarer = (words: readonly string[]) => Math.min(...words.map((word) => books.get(word) ?? 0));
  return halves.filter((words) => rarer(words) > 0).sort((one, other) => rarer(other) - rarer(one));
}
