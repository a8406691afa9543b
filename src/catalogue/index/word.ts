/** Of a longer word the index has so many UTF-16 code units, as many as are looked for. */
export const LONGEST_WORD = 60;

/** A word as the index has it. */
export function indexed(word: string): string {
  if (word.length <= LONGEST_WORD) return word;
  // A character of two code units is not cut in two.
  return word.slice(
    0,
    /[\ud800-\udbff]/.test(word.charAt(LONGEST_WORD - 1)) ? LONGEST_WORD - 1 : LONGEST_WORD,
  );
}
