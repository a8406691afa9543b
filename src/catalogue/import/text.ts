// Most texts: nothing but ASCII, words with one space between them. One look at them is enough.
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

// Characters that normal form C may change: all of Latin-1 is composed already.
const BEYOND_LATIN_1 = /[\u0100-\uffff]/;

// White space other than single spaces inside, and control characters.
const UNTIDY = /^\s|\s$|\s\s|[^\S ]|\p{Cc}/u;

const GAPS = /[\s\p{Cc}]+/gu;

/** A text as the catalogue keeps it: in normal form C, one space between words, none around, no control characters. */
export function tidy(text: string): string {
  if (text === "" || PLAIN.test(text)) return text;
  const composed = BEYOND_LATIN_1.test(text) ? text.normalize("NFC") : text;
  return UNTIDY.test(composed) ? composed.replace(GAPS, " ").trim() : composed;
}

/** A text without the characters at its end that are among these. A regular expression may take the square of the time. */
export function dropEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

// Words that have a full stop because they are shortened.
const SHORTENED =
  /(?:^|[\s.,(])(?:jr|sr|esq|mrs|messrs|prof|capt|lieut|inc|ltd|corp|dept|bros|chas|thos|jas|geo|etc|vols?)\.$/i;

// A word or a number, for one or two letters may be an initial: "Comstock, John Lee.", "1856-1906.", "Edmondo de."
const STOPPED = /(?:\p{L}\p{Ll}{2}|\d|\s(?:d[aeiu]|la|le|zu))\.$/u;

/** A text without the full stop at its end, unless it ends an initial or a shortened word. */
export function dropStop(text: string): string {
  return STOPPED.test(text) && !SHORTENED.test(text) ? text.slice(0, -1) : text;
}

/** True when a text holds bytes that were not UTF-8: each was read as U+FFFD. */
export function isDamaged(text: string): boolean {
  return text.includes("\ufffd");
}
