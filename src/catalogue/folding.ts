/** Letters that Unicode does not take apart into a base letter and a mark, and what people type for them. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ŧ: "t",
  ŋ: "n",
  ı: "i",
  ĸ: "k",
  ς: "σ",
};

const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

// O'Brien and L’Engle are one word each, whichever of its shapes the apostrophe has. They go before the compatible forms
// are written out, for ´ becomes a space there, and again after it, for ŉ becomes ʼn.
// A text, for an executable has that in ASCII: one letter beyond latin-1 has all of a program take twice the memory.
const SHAPES = "'‘’‛ʹʻʼˈ`´′＇";
const APOSTROPHES = new RegExp(`[${SHAPES}]`, "g");

// Most of what is typed. It needs none of the above, and a process that asks about Unicode's properties for the first
// time needs as long for that as for a search.
const PLAIN = /^[ -~]*$/;
const PLAIN_APOSTROPHES = /['`]/g;
const PLAIN_WORD = /[a-z0-9]+/g;

/**
 * The words of a text as they are compared: without case, accents, apostrophes and punctuation.
 *
 * The index and the query are folded by this one function, so whatever it does, the two agree. Changing it means a
 * new schema version.
 *
 * @example words("Brontë, Charlotte") // ["bronte", "charlotte"]
 */
export function words(text: string): string[] {
  if (PLAIN.test(text)) return text.replace(PLAIN_APOSTROPHES, "").toLowerCase().match(PLAIN_WORD) ?? [];
  const plain = text
    .replace(APOSTROPHES, "")
    .normalize("NFKD")
    .replace(APOSTROPHES, "")
    .toLowerCase()
    .replace(/\p{M}+/gu, "")
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter);
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}
