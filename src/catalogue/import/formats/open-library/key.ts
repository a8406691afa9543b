import { isObject } from "./json.ts";

/** What a key names: an author, a work or an edition ("M", for what used to be called a manifestation). */
export type KeyLetter = "A" | "W" | "M";

// Fifteen digits are fewer than a number holds exactly.
const KEY = /(?:^|\/)OL([1-9]\d{0,14})([AWM])$/;

/** The number in a key, "/works/OL123W" or "OL123W"; null for anything that is no key of this letter. */
export function readKey(key: unknown, letter: KeyLetter): number | null {
  if (typeof key !== "string") return null;
  const found = KEY.exec(key);
  return found !== null && found[2] === letter ? Number(found[1]) : null;
}

/** The number that a record refers to by: a key, { key }, { author: { key } } or { author: key }. */
export function readReference(value: unknown, letter: KeyLetter): number | null {
  const inner = isObject(value) ? (value.author ?? value) : value;
  return readKey(isObject(inner) ? inner.key : inner, letter);
}
