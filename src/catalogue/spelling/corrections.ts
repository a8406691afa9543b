import { distanceFrom } from "./cost.ts";
import { alphabetOf, editsOf } from "./edits.ts";
import { SOUND_LETTERS, soundOf } from "./sound.ts";
import type { KnownWord, Vocabulary } from "./vocabulary.ts";

export type { Vocabulary };

/** A word that the typed one may stand for. */
export interface Correction extends KnownWord {
  /** How unlikely it is that this was meant, whatever the word's frequency: about 1 for each edit. */
  readonly cost: number;
}

// How many words are asked for that sound as the typed one does, and for each sound that is an edit away from it.
const SAME_SOUND = 40;
const NEAR_SOUND = 6;

// A sound of one or two letters is that of too many words to look at those that nearly sound so.
const SHORTEST_SOUND = 3;

const SHORTEST = 3;
const LONGEST = 30;

// A word in ten times as many books may cost so much more.
const FREQUENCY = 0.3;

// No catalogue has more.
const MOST_BOOKS = 1e9;

// A beginning has the books of many words, and yet it is no likelier than each of them.
const ONLY_A_BEGINNING = 0.25;

/** How many edits a typed word of so many letters is thought to be away from what was meant. */
function mostEdits(length: number): number {
  if (length < SHORTEST || length > LONGEST) return 0;
  if (length < 6) return 1;
  return length < 9 ? 2 : 3;
}

/**
 * The words of the vocabulary that a typed word most likely stands for, the likeliest first and `limit` at most; the word
 * itself is not among them. The word is folded.
 *
 * With `beginning` it is the last word of a search and perhaps not all of it: then corrections may be the beginnings of
 * words, found in as many books as the words that begin so.
 *
 * None for words of one or two letters or more than 30, for words with a digit ("1984" is not "1985" misspelt), and for
 * those of scripts without an alphabet.
 */
export function correctionsOf(
  word: string,
  vocabulary: Vocabulary,
  limit: number,
  { beginning = false }: { beginning?: boolean } = {},
): Correction[] {
  const most = mostEdits(word.length);
  const alphabet = most === 0 ? undefined : alphabetOf(word);
  if (alphabet === undefined) return [];

  const candidates = new Map<string, number>();
  for (const { word: other, books } of soundingAlike(word, vocabulary, most)) candidates.set(other, books);
  const edited = editsOf(word, alphabet);
  for (const [other, books] of vocabulary.booksOf(edited)) candidates.set(other, books);
  const beginnings = new Set<string>();
  if (beginning && vocabulary.booksOfBeginnings) {
    for (const [other, books] of vocabulary.booksOfBeginnings(edited)) {
      // What the word itself begins with, and what begins with it, is searched for with the word as it is.
      if (word.startsWith(other) || other.startsWith(word)) continue;
      if (!candidates.has(other)) beginnings.add(other);
      candidates.set(other, books);
    }
  }
  candidates.delete(word);

  const distance = distanceFrom(word);
  const corrections: Correction[] = [];
  for (const [other, books] of candidates) {
    // What sounds the same may differ in more letters.
    const found = distance(other, 2 * most);
    if (!found || (found.edits > 1 && found.cost > most)) continue;
    corrections.push({
      word: other,
      books,
      cost: found.cost + (beginnings.has(other) ? ONLY_A_BEGINNING : 0),
    });
  }
  return corrections.sort((one, other) => unlikelihoodOf(one) - unlikelihoodOf(other)).slice(0, limit);
}

/** Words that sound the same, and where more than one edit is thought of, words that nearly do. */
function soundingAlike(word: string, vocabulary: Vocabulary, most: number): KnownWord[] {
  const sound = soundOf(word);
  if (sound === undefined) return [];
  const alike = [...vocabulary.soundingLike([sound], SAME_SOUND)];
  if (most > 1 && sound.length >= SHORTEST_SOUND) {
    for (const known of vocabulary.soundingLike(editsOf(sound, SOUND_LETTERS), NEAR_SOUND)) alike.push(known);
  }
  return alike;
}

/**
 * How unlikely a correction is, a rare word being less likely: what corrections are put in order by. It is never
 * negative, and those of several words may be added.
 */
export function unlikelihoodOf({ cost, books }: Correction): number {
  return cost + FREQUENCY * Math.log10(MOST_BOOKS / books);
}
