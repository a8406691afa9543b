import { isUtf8 } from "node:buffer";
import { toWindows1252 } from "./windows-1252.ts";

// What the bytes 0x80 to 0xBF of UTF-8 become when they are read as Windows-1252, as a set of a regular expression.
const NEXT =
  "\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c" +
  "\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178";

// Of those, what may well stand behind a letter: "JOSÉ…", "IRMÃ’S". It tells something before a letter alone.
const MARK = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u203a\u2122";

// What no language writes: Ã, Â, Ä or Å before such a character, or a longer sequence.
const TELLING = new RegExp(
  [
    `[\u00c2-\u00c5](?![${MARK}])[${NEXT}]`,
    `[\u00c2-\u00c5][${MARK}](?=\\p{L})`,
    `[\u00c2-\u00df][${NEXT}][\u00c2-\u00df][${NEXT}]`,
    `[\u00e0-\u00ef][${NEXT}]{2}`,
    `[\u00f0-\u00f4][${NEXT}]{3}`,
  ].join("|"),
  "u",
);

const CONTROL = /[^\P{Cc}\t\r\n]/u;

// Some files were read wrongly again and again.
const MOST_TIMES = 3;

/**
 * The text that UTF-8 was before somebody read it as Windows-1252 or Latin-1: "BrontÃ«" was "Brontë". Null where that is
 * not certain: where the text does not show it, or is not valid UTF-8 as a whole when it is taken back.
 */
export function mendMojibake(text: string): string | null {
  let mended: string | null = null;
  for (let times = 0; times < MOST_TIMES; times++) {
    const before = takeBack(mended ?? text);
    if (before === null) break;
    mended = before;
  }
  return mended;
}

function takeBack(text: string): string | null {
  if (!TELLING.test(text)) return null;
  const bytes = toWindows1252(text);
  if (bytes === null || !isUtf8(bytes)) return null;
  const before = bytes.toString("utf8");
  return CONTROL.test(before) ? null : before;
}
