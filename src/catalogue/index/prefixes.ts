/** A beginning has a list of its own when more words than these share it; else its words are looked up one by one. */
export const MOST_WORDS_LOOKED_UP = 256;

// Beginnings of more characters have no list of their own: few words share one.
const LONGEST = 16;

/** The beginnings of a word that may have a list, the shortest first; none of what is no word of a text (":year:1984"). */
export function prefixesOf(word: string): string[] {
  const prefixes: string[] = [];
  if (word.startsWith(":")) return prefixes;
  let end = 0;
  for (const character of word) {
    end += character.length;
    prefixes.push(word.slice(0, end));
    if (prefixes.length === LONGEST) break;
  }
  return prefixes;
}
