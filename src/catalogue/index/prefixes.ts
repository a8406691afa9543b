/** A beginning has a list of its own when more words than these share it; else its words are looked up one by one. */
export const MOST_WORDS_LOOKED_UP = 256;

// Beginnings of more characters have no list of their own: few words share one.
const LONGEST = 16;

/**
 * Tells where the beginnings of a word end that may have a list, in UTF-16 code units, the shortest first; none of what is
 * no word of a text (":year:1984"). `ends` is overwritten: an import asks this of ten million words.
 */
export function setPrefixEnds(word: string, ends: number[]): void {
  ends.length = 0;
  if (word.startsWith(":")) return;
  for (let end = 0; end < word.length && ends.length < LONGEST; ) {
    end += (word.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
    ends.push(end);
  }
}
