// Characters that normal form C may change: all of Latin-1 is composed already.
const BEYOND_LATIN_1 = /[\u0100-\uffff]/;

// White space other than single spaces inside, and control characters.
const UNTIDY = /^\s|\s$|\s\s|[^\S ]|\p{Cc}/u;

const GAPS = /[\s\p{Cc}]+/gu;

/** A text as the catalogue keeps it: in normal form C, one space between words, none around, no control characters. */
export function tidy(text: string): string {
  const composed = BEYOND_LATIN_1.test(text) ? text.normalize("NFC") : text;
  return UNTIDY.test(composed) ? composed.replace(GAPS, " ").trim() : composed;
}

/** A text without the characters at its end that are among these. A regular expression may take the square of the time. */
export function dropEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** True when a text holds bytes that were not UTF-8: each was read as U+FFFD. */
export function isDamaged(text: string): boolean {
  return text.includes("\ufffd");
}
