import type { Random } from "../../../src/catalogue/generate/random.ts";

const AROUND = /^[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu;

// Nobody types more of a title before looking at what was found.
const MOST_WORDS = 6;

// Who has typed one word only has typed so many letters of it, or all.
const LEAST_LETTERS = 3;

const LOWER_CASE = 0.75;

/** The words of a text, without the punctuation around them. */
export function wordsOf(text: string): string[] {
  return text
    .split(/\s+/)
    .map((word) => word.replace(AROUND, ""))
    .filter((word) => word !== "");
}

/** A text as people type it: most do without capitals. */
export function asTyped(text: string, random: Random): string {
  return random.chance(LOWER_CASE) ? text.toLowerCase() : text;
}

/** The beginning of a text, as it stands in the field while it is typed: some words, the last cut in its middle. */
export function halfTyped(text: string, random: Random): string | undefined {
  const words = wordsOf(text);
  if (words.length === 0) return undefined;
  const count = 1 + random.below(Math.min(words.length, MOST_WORDS));
  const begun = beginningOf(words[count - 1] ?? "", random);
  if (count === 1 && Array.from(begun).length < LEAST_LETTERS) return undefined;
  return asTyped([...words.slice(0, count - 1), begun].join(" "), random);
}

/** The first letters of a word, all but one at most; of one that has but one letter, that. */
export function beginningOf(word: string, random: Random): string {
  const letters = Array.from(word);
  return letters.slice(0, 1 + random.below(Math.max(1, letters.length - 1))).join("");
}

/** Some of the words of a text, the ones that stick in the mind: longer ones, in their order. */
export function someWords(text: string, count: number, random: Random): string[] {
  const words = wordsOf(text);
  const long = words.filter((word) => word.length > 3);
  const from = long.length > 0 ? long : words;
  const start = random.below(Math.max(1, from.length - count + 1));
  return from.slice(start, start + count);
}

/**
 * A word with one mistake: a letter that is missing, one too many, another one, or two in the wrong order; undefined for
 * a word of fewer than four letters, and where the mistake shows nothing. The first letter is always right.
 */
export function misspelt(word: string, random: Random): string | undefined {
  const letters = Array.from(word);
  if (letters.length < 4) return undefined;
  const place = 1 + random.below(letters.length - 1);
  const [here = "", before = ""] = [letters[place], letters[place - 1]];
  const other = anotherLetter(word, letters, random);
  switch (random.below(4)) {
    case 0:
      letters.splice(place, 1);
      break;
    case 1:
      letters.splice(place, 0, other);
      break;
    case 2:
      letters.splice(place, 1, other);
      break;
    default:
      if (place > 1) letters.splice(place - 1, 2, here, before);
  }
  const mistaken = letters.join("");
  return mistaken === word ? undefined : mistaken;
}

/** A letter of the alphabet for an English word; for one of another script a letter that it has. */
function anotherLetter(word: string, letters: readonly string[], random: Random): string {
  return /^[a-z]+$/i.test(word)
    ? String.fromCharCode(97 + random.below(26))
    : (letters[random.below(letters.length)] ?? "");
}
