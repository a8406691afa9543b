import { type Buffer, isAscii, isUtf8 } from "node:buffer";
import { readWindows1252 } from "../../mend/windows-1252.ts";
import { ANSEL, type CharacterSet, ISO_5426, NONE } from "./character-sets.ts";
import { codePageOf } from "./code-page.ts";
import { codedIn, decodeMarc8, isMark } from "./marc-8.ts";

/** What a record says of its text. */
export interface Said {
  /** True for UTF-8, by position 9 of the leader. */
  readonly utf8: boolean;
  /** True for a record in UNIMARC, whose leader says nothing of the encoding. */
  readonly unimarc: boolean;
  /** MARC's code of its language: "rus"; "" where it names none. */
  readonly language: string;
}

/** Text, and whether it was in another encoding than the record said. */
export interface Decoded {
  readonly text: string;
  readonly lied: boolean;
}

const ESCAPE = "\u001b";

/**
 * Decodes the fields of a record. What the record says holds unless it is certainly wrong: bytes beyond ASCII that happen
 * to be UTF-8 are UTF-8, and a text that MARC-8 could not have written is in the code page of its language.
 */
export function decodeText(bytes: Buffer, said: Said): Decoded {
  const high = said.unimarc ? ISO_5426 : ANSEL;
  if (isAscii(bytes)) {
    // In MARC-8 other characters may hide in escape sequences and references by number.
    const plain = said.utf8 || !(bytes.includes(ESCAPE) || bytes.includes("&#"));
    return { text: plain ? bytes.toString("latin1") : decodeMarc8(bytes, high), lied: false };
  }
  if (isUtf8(bytes) && (said.utf8 || !bytes.includes(ESCAPE))) {
    return { text: bytes.toString("utf8"), lied: !said.utf8 && !said.unimarc };
  }
  if (said.utf8) {
    const text = bytes.toString("utf8");
    if (isMostlyRight(text)) return { text, lied: false };
  }
  if (isPlausible(bytes, high, said.utf8 ? 0 : SLIPS))
    return { text: decodeMarc8(bytes, high), lied: said.utf8 };
  const page = codePageOf(said.language);
  // Some releases of Node read Latin-1 when they are asked for Windows-1252.
  const text =
    page === null ? readWindows1252(bytes.toString("latin1")) : new TextDecoder(page).decode(bytes);
  return { text, lied: true };
}

/** True when most of what is beyond ASCII was UTF-8: some bytes are damaged, and the rest is as the record said. */
function isMostlyRight(text: string): boolean {
  let balance = 0;
  for (const character of text) if (character > "\u007f") balance += character === NONE ? -1 : 1;
  return balance > 0;
}

// Text in MARC-8 has hardly a fault. In other encodings from an eighth of the bytes beyond ASCII on are none.
const MOST_FAULTS = 1 / 8;
// A mark before no letter may be a slip of the finger: so many are no proof against what a record says.
const SLIPS = 2;

/** False when a text is certainly not in MARC-8: some bytes stand for nothing, or many marks have no letter. */
function isPlausible(bytes: Buffer, high: CharacterSet, slips: number): boolean {
  if (bytes.includes(ESCAPE)) return true;
  let beyond = 0;
  let unknown = 0;
  let bare = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) continue;
    beyond++;
    const character = codedIn(high, byte);
    if (byte > 0xa0 ? character === NONE : byte !== 0x88 && byte !== 0x89) unknown++;
    else if (isMark(character) && !isLetter(bytes[at + 1] ?? 0)) bare++;
  }
  return unknown + bare <= beyond * MOST_FAULTS || (unknown === 0 && bare <= slips);
}

/** True for what a mark may stand before: a letter or digit, or another mark or letter beyond ASCII. */
function isLetter(byte: number): boolean {
  return byte > 0xa0 || /[0-9A-Za-z]/.test(String.fromCharCode(byte));
}
