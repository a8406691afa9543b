// The letters of each script with an alphabet, as the folding leaves them: Latin, Cyrillic with what Serbian has besides,
// Greek, Hebrew, Arabic with what Persian has besides, Armenian, Georgian.
const ALPHABETS: readonly string[] = [
  "a-z",
  "а-яђљњћџ",
  "α-ω",
  "\u05d0-\u05ea",
  "\u0627-\u063a\u0641-\u064a\u067e\u0686\u0698\u06af",
  "ա-ֆ",
  "ა-ჰ",
].map((ranges) =>
  ranges.replace(/(.)-(.)/g, (_, first: string, last: string) => lettersBetween(first, last)),
);

function lettersBetween(first: string, last: string): string {
  let letters = "";
  for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code++)
    letters += String.fromCharCode(code);
  return letters;
}

/** The letters of the script that a folded word is written in; undefined where it has others, a digit among them. */
export function alphabetOf(word: string): string | undefined {
  const alphabet = ALPHABETS.find((letters) => letters.includes(word.charAt(0)));
  for (const letter of word) if (!alphabet?.includes(letter)) return undefined;
  return alphabet;
}

/** All that two neighbouring letters exchanged make of a word. */
export function exchangesOf(word: string): string[] {
  const exchanged: string[] = [];
  for (let at = 1; at < word.length; at++) {
    if (word[at - 1] === word[at]) continue;
    exchanged.push(word.slice(0, at - 1) + word.charAt(at) + word.charAt(at - 1) + word.slice(at + 1));
  }
  return exchanged;
}

/**
 * All that one edit makes of a word, each once and the word itself not among them: a letter left out, put in or put for
 * another, or two neighbours exchanged. Some 50 for each letter of the word.
 */
export function editsOf(word: string, alphabet: string): string[] {
  const edited = new Set(exchangesOf(word));
  for (let at = 0; at <= word.length; at++) {
    const before = word.slice(0, at);
    const behind = word.slice(at);
    edited.add(before + behind.slice(1));
    for (const letter of alphabet) {
      edited.add(before + letter + behind);
      edited.add(before + letter + behind.slice(1));
    }
  }
  edited.delete(word);
  return [...edited];
}
