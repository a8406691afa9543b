import { plainWords } from "./plain-words.ts";
import { roleIn } from "./roles.ts";

// Statements are shorter; what is behind tells nothing more.
const LONGEST = 2000;

const BY = ["by", "von", "par", "por", "door", "av", "af"];

/** Finds what somebody did, by their surname or a name that has none; undefined where nothing is said of them. */
export type Responsibility = (surname: string) => string | undefined;

/**
 * Reads the statement of responsibility on a title page, "by Ann Bee ; edited by Cal Dee": the words before a surname
 * tell the role, or those that end its part, as in "Ann Bee, Cal Dee, editors".
 */
export function readResponsibility(statement: string): Responsibility {
  const parts = statement.slice(0, LONGEST).split(";").map(plainWords);
  return (surname) => {
    const name = plainWords(surname);
    if (name.length === 0) return undefined;
    for (const part of parts) {
      const place = part.findIndex((_, at) => name.every((word, index) => part[at + index] === word));
      if (place === -1) continue;
      const behind = part.slice(place + name.length).slice(-1);
      return roleIn(phraseBefore(part.slice(0, place))) ?? roleIn(behind) ?? "author";
    }
    return undefined;
  };
}

/** Of "by A, illustrated by" what is between the last two words for "by". */
function phraseBefore(before: readonly string[]): readonly string[] {
  const last = before.findLastIndex((word) => BY.includes(word));
  if (last === -1) return before;
  const previous = before.findLastIndex((word, index) => index < last && BY.includes(word));
  return before.slice(previous + 1, last);
}
