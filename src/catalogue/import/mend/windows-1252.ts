import { Buffer } from "node:buffer";

// What the bytes 0x80 to 0x9F stand for (https://encoding.spec.whatwg.org/#windows-1252): all others are those of
// Latin-1. TextDecoder knows them too, but some releases of Node read them as Latin-1.
const SPECIAL =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

const IN_LATIN_1 = /[\u0080-\u009f]/g;

const BYTES = new Map(
  Array.from(SPECIAL, (character, place) => [character, String.fromCharCode(0x80 + place)]),
);
const BEYOND_LATIN_1 = /[^\0-\u00ff]/g;

/** The text of Windows-1252 bytes that were read as Latin-1. */
export function readWindows1252(text: string): string {
  return text.replace(IN_LATIN_1, (character) => SPECIAL.charAt(character.charCodeAt(0) - 0x80));
}

/** The bytes of a text in Windows-1252; null where it has a character that is not in there. */
export function toWindows1252(text: string): Buffer | null {
  let possible = true;
  const latin1 = text.replace(BEYOND_LATIN_1, (character) => {
    const byte = BYTES.get(character);
    if (byte === undefined) possible = false;
    return byte ?? "";
  });
  return possible ? Buffer.from(latin1, "latin1") : null;
}
