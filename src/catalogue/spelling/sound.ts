import { once } from "../once.ts";
import { romanised } from "./romanise.ts";

/** What a group of letters sounds like, where the letter behind it is one of `before`. */
interface Rule {
  readonly letters: string;
  readonly sound: string;
  readonly before?: string;
  /** Where in a word: anywhere if it is left out. */
  readonly where?: "beginning" | "after a vowel";
}

/*
 * Sounds are written with these letters, each for all that people take for it: a any vowel, c as in "church", f also v
 * and w, h only where a word begins, j as in "John" and "yet" there, k also q and a hard c, s also z and ts, x as in
 * "ship". The letters p b, t d, k g stay apart: who takes one for the other is one edit of the sound away.
 *
 * A rule is some letters, their sound and, where one of certain letters must follow, these behind a ">". Of the rules for
 * a letter the first that fits counts. "^" is the beginning of a word, "@" behind a vowel, "-" no sound.
 */
const RULES = `
  ^ye a | ^y j >aiou | ^i j >aou | @j a | a a | e a | i a | o a | u a | y a
  b b
  cch k | ch k >lmnrst | ch c | ck k | cz c | c s >eiy | c k
  dzh j | dg j >eiy | dj j | dt t | d d
  f f | ph f | pph f | pf f | v f | ^wr r | w f
  ^gn n | ^gh g | gh - >t | gg g | gu g >eiy | g j >eiy | g g
  ^h h | h -
  j j
  ^kn n | k k | qu k | q k | ^x s | x ks
  l l | m m | n n
  ^ps s | ^pn n | ^pt t | p p
  r r
  schtsch x | shch x | sch x | sh x | s s
  tzsch c | tszch c | tsch c | tzch c | tzsh c | tsh c | tch c | ts s | tz s | t t
  zh j | z s
`;

function readRule(rule: string): Rule {
  const [pattern = "", sound = "", before] = rule.split(" ");
  const letters = pattern.replace(/^[\^@]/, "");
  const where = pattern.startsWith("^") ? "beginning" : "after a vowel";
  return {
    letters,
    sound: sound === "-" ? "" : sound,
    ...(before === undefined ? {} : { before: before.slice(1) }),
    ...(letters === pattern ? {} : { where }),
  };
}

const CODE_OF_A = 97;

/** The rules by their first letter, a to z. */
const rulesOfLetters = once(() => {
  const rules = RULES.trim()
    .split(/\s*[|\n]\s*/)
    .map(readRule);
  return Array.from({ length: 26 }, (_, index) =>
    rules.filter(({ letters }) => letters.charCodeAt(0) === CODE_OF_A + index),
  );
});

const SHORTEST = 3;
const LONGEST = 30;

/** The letters that sounds are written with. */
export const SOUND_LETTERS = "abcdfghjklmnprstx";

/**
 * How a folded word is said, with every run of vowels as "a"; undefined where soundOf() has nothing to say.
 *
 * @example spokenOf("tolstoi") // "talsta"
 */
export function spokenOf(word: string): string | undefined {
  if (word.length < SHORTEST || word.length > LONGEST) return undefined;
  const latin = romanised(word);
  if (latin === undefined) return undefined;
  let spoken = "";
  for (let at = 0; at < latin.length; ) {
    const { letters, sound } = ruleAt(latin, at, spoken.endsWith("a"));
    // A letter that is doubled is heard once, and vowels run together.
    if (!spoken.endsWith(sound)) spoken += sound;
    at += letters.length;
  }
  return spoken === "" ? undefined : spoken;
}

const NO_SOUND: Rule = { letters: "-", sound: "" };

function ruleAt(word: string, at: number, behindVowel: boolean): Rule {
  for (const rule of rulesOfLetters()[word.charCodeAt(at) - CODE_OF_A] ?? []) {
    const { letters, before, where } = rule;
    if (where !== undefined && !(where === "beginning" ? at === 0 : behindVowel)) continue;
    if (letters.length > 1 && !word.startsWith(letters, at)) continue;
    const next = word.charAt(at + letters.length);
    if (before === undefined || (next !== "" && before.includes(next))) return rule;
  }
  return NO_SOUND;
}

/** What is heard of a spoken word without its vowels but one that begins it. */
export function withoutVowels(spoken: string): string {
  return spoken.charAt(0) + spoken.slice(1).replaceAll("a", "");
}

/**
 * A key for what a folded word sounds like or is transliterated to: its consonants, and a vowel where it begins with
 * one. Words that people take for each other have the same key, or keys of which one is an edit of the other.
 *
 * Undefined for a word with a digit, of fewer than 3 or more than 30 characters, or of a script other than Latin,
 * Cyrillic and Greek.
 *
 * @example soundOf("tolstoi") === soundOf("tolstoy") // true
 * @example soundOf("достоевскии") === soundOf("dostojewski") // true
 */
export function soundOf(word: string): string | undefined {
  const spoken = spokenOf(word);
  return spoken && withoutVowels(spoken);
}
