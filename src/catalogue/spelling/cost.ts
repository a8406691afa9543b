import leven from "leven";
import { once } from "../once.ts";
import { exchangesOf } from "./edits.ts";
import { romanised } from "./romanise.ts";
import { spokenOf, withoutVowels } from "./sound.ts";

/*
 * A word is compared in three ways: as it is written, as it is said, and as it sounds without its vowels. A consonant
 * that is another counts in all of them; a vowel that is another, a letter doubled, a k for a c only in the first.
 */
const WRITTEN = 0.5;
const SAID = 0.25;
const SOUNDING = 0.25;

// What counts less, or more: a key beside the right one; another letter in front, where people seldom err, unless it
// sounds the same; the word in another script.
const NEIGHBOURING_KEY = -0.1;
const FIRST_LETTER = 0.5;
const OTHER_SCRIPT = 0.25;

/** How far one word is from another. */
export interface Distance {
  /** How many letters are wrong, neighbours that are exchanged being one. */
  readonly edits: number;
  /** How unlikely it is that one is typed for the other: about 1 for an edit, less for those that people often make. */
  readonly cost: number;
}

/**
 * Gives the function that measures how far words are from this one; undefined where one is more than `most` edits away.
 */
export function distanceFrom(typed: string): (word: string, most: number) => Distance | undefined {
  const latin = romanised(typed);
  const spoken = spokenOf(typed);
  const asWritten = editsFrom(typed);
  const asRomanised = latin === undefined || latin === typed ? asWritten : editsFrom(latin);
  const asSaid = editsFrom(spoken ?? "");
  const asSounding = editsFrom(withoutVowels(spoken ?? ""));

  return (word, most) => {
    const foreign = isLatin(word) !== isLatin(typed);
    const edits = foreign ? asRomanised(romanised(word) ?? word, most) : asWritten(word, most);
    if (edits > most) return undefined;
    const otherSpoken = spokenOf(word);
    let cost = edits;
    if (spoken !== undefined && otherSpoken !== undefined) {
      const said = asSaid(otherSpoken, most);
      const sounding = asSounding(withoutVowels(otherSpoken), most);
      cost = WRITTEN * edits + SAID * said + SOUNDING * sounding;
    }
    if (foreign) cost += OTHER_SCRIPT;
    else {
      cost += NEIGHBOURING_KEY * slips(typed, word, edits);
      if (word[0] !== typed[0] && otherSpoken?.[0] !== spoken?.[0]) cost += FIRST_LETTER;
    }
    return { edits, cost };
  };
}

function isLatin(word: string): boolean {
  const first = word.charAt(0);
  return first >= "a" && first <= "z";
}

/** Gives the function that counts the edits from this word to another; more than `most` are any larger number. */
function editsFrom(word: string): (other: string, most: number) => number {
  let exchanges: readonly string[] | undefined;
  return (other, most) => {
    let least = leven(word, other, { maxDistance: most + 2 });
    if (least < 2 || least > most + 1) return least;
    // The library takes two neighbours that are exchanged for two edits.
    exchanges ??= exchangesOf(word);
    for (const exchanged of exchanges) {
      least = Math.min(least, 1 + leven(exchanged, other, { maxDistance: least }));
    }
    return least;
  };
}

const KEYBOARDS = ["qwertyuiop asdfghjkl zxcvbnm", "йцукенгшщзхъ фывапролджэ ячсмитьбю"];

const neighbours = once(() => new Set(KEYBOARDS.flatMap((rows) => neighboursOf(rows.split(" ")))));

/** Pairs of keys that touch, either way round. Each row stands half a key to the right of the one above. */
function neighboursOf(rows: readonly string[]): string[] {
  const pairs: string[] = [];
  for (const [number, row] of rows.entries()) {
    for (const [place, key] of [...row].entries()) {
      const below = rows[number + 1] ?? "";
      for (const other of [row[place + 1], below[place - 1], below[place]]) {
        if (other !== undefined) pairs.push(key + other, other + key);
      }
    }
  }
  return pairs;
}

/** How many letters are those of a neighbouring key, where nothing but some letters is wrong. */
function slips(typed: string, word: string, edits: number): number {
  if (typed.length !== word.length) return 0;
  let wrong = 0;
  let neighbouring = 0;
  for (let at = 0; at < typed.length; at++) {
    if (typed[at] === word[at]) continue;
    wrong++;
    if (neighbours().has(`${typed[at]}${word[at]}`)) neighbouring++;
  }
  return wrong === edits ? neighbouring : 0; // two neighbours exchanged are one edit in two places
}
