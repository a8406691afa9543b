import type { Buffer } from "node:buffer";
import { ANSEL, ASCII, type CharacterSet, ISO_5426, NONE, SECOND_HALVES, SETS } from "./character-sets.ts";
import { eaccCharacter } from "./eacc.ts";

const ESCAPE = 0x1b;
const SPACE = 0x20;

/** In the place of a set: the East Asian Character Code, of three bytes a character. */
const EACC = "EACC";

// What follows ESC (MARC 21 Specifications, "MARC-8 Encoding Environment", accessing alternate graphic character sets).
// Technique 1, locking: ESC p. Technique 2: "(" and "," choose a set for the low bytes, ")" and "-" for the high ones,
// "$" alone or before any of them says that its characters have several bytes; the set's own sign ends the sequence.
const DESIGNATION = /^(?:([bgps])|(\$?[(,]|\$?[)-]|\$)(!?[0-9A-Za-z]))/;

// The longest is ESC $ ( ! E.
const LONGEST_DESIGNATION = 4;

// The superscript alef alone is written behind its letter in MARC-8 too.
const AFTER_ITS_LETTER = "\u0670";

const MARKS = new Set([ANSEL, ISO_5426, ...SETS.values()].join("").match(/\p{M}/gu));
MARKS.delete(AFTER_ITS_LETTER);

// Characters by number, for what MARC-8 cannot hold: "&#x20AC;" ("Unicode to MARC-8", lossless conversion).
const REFERENCE = /&#x([0-9A-F]{1,6});/gi;

// What stands in East Asian text for a character that had no code: its supposed code in hexadecimal digits.
const UNCODED = /^\{[0-9a-f]{6}\}/i;
const UNCODED_LENGTH = 8;

/**
 * Text in MARC-8, the older encoding of MARC 21, or in any like it: `high` is the set of the bytes A1 to FE before an
 * escape sequence chooses another. ISO 2709's own delimiters stay, and end every such choice. A mark, which MARC-8 writes
 * before its letter, comes behind it. What is no character becomes U+FFFD.
 */
export function decodeMarc8(bytes: Buffer, high: CharacterSet = ANSEL): string {
  const sets: [low: CharacterSet, high: CharacterSet] = [ASCII, high];
  let text = "";
  let marks = "";
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === ESCAPE) {
      at += 1 + designate(bytes.toString("latin1", at + 1, at + 1 + LONGEST_DESIGNATION), sets);
      continue;
    }
    const set = sets[byte < 0x80 ? 0 : 1];
    if ((byte & 0x7f) <= SPACE || byte === 0x7f || byte === 0xff) {
      text += control(byte);
      marks = ""; // a mark before no letter
      if (byte >= 0x1d && byte <= 0x1f) {
        sets[0] = ASCII;
        sets[1] = high;
      }
      at++;
    } else if (byte < 0x80 && set === ASCII && marks === "") {
      const end = endOfAscii(bytes, at);
      text += bytes.toString("latin1", at, end);
      at = end;
    } else {
      const [character, length] = set === EACC ? eastAsian(bytes, at) : [codedIn(set, byte), 1];
      if (!isMark(character)) {
        text += character + marks;
        marks = "";
      } else if (!SECOND_HALVES.includes(character)) marks += character;
      at += length;
    }
  }
  return text.replace(REFERENCE, (reference, digits: string) => byNumber(digits) ?? reference);
}

/** True for a character that MARC-8 writes before its letter. */
export function isMark(character: string): boolean {
  return MARKS.has(character);
}

/** What a byte of A1 to FE, or of 21 to 7E, stands for in a set of one byte a character. */
export function codedIn(set: CharacterSet, byte: number): string {
  return set[(byte & 0x7f) - 0x21] ?? NONE;
}

/** Puts the set that an escape sequence names in its place. Gives the sequence's length, 0 when it is none. */
function designate(sequence: string, sets: [low: CharacterSet, high: CharacterSet]): number {
  const [whole = "", locking, place = "", sign = ""] = DESIGNATION.exec(sequence) ?? [];
  const set = place.includes("$") ? (sign === "1" ? EACC : undefined) : SETS.get(locking ?? sign);
  if (set !== undefined) sets[/[)-]/.test(place) ? 1 : 0] = set;
  return whole.length;
}

/** Control characters stay, but for those that say what a title is not sorted by, and for what is none. */
function control(byte: number): string {
  if (byte < 0x80) return String.fromCharCode(byte);
  if (byte === 0x88 || byte === 0x89) return "";
  if (byte === 0x8d) return "\u200d"; // joiner
  return byte === 0x8e ? "\u200c" : NONE; // non-joiner
}

function endOfAscii(bytes: Buffer, start: number): number {
  let end = start;
  for (let byte = bytes[end] ?? 0; byte >= SPACE && byte < 0x7f; byte = bytes[end] ?? 0) end++;
  return end;
}

/** A character of the East Asian Character Code, and how many bytes it has. */
function eastAsian(bytes: Buffer, at: number): [character: string, length: number] {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3).map((byte) => byte & 0x7f);
  const character = eaccCharacter(first, second, third);
  if (character !== undefined) return [character, 3];
  const [uncoded] = UNCODED.exec(bytes.toString("latin1", at, at + UNCODED_LENGTH)) ?? [];
  // Only where all three are no control characters do they belong together.
  return [NONE, uncoded?.length ?? (second > SPACE && third >= SPACE ? 3 : 1)];
}

function byNumber(digits: string): string | undefined {
  const code = Number.parseInt(digits, 16);
  return code > 0x1f && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
    ? String.fromCodePoint(code)
    : undefined;
}
