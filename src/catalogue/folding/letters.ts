import { once } from "../once.ts";

/** Letters that Unicode does not take apart, and what people type for them. Written as escapes where a reader may not tell them apart. */
const LETTERS: Readonly<Record<string, string>> = {
  // Latin
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
  ƒ: "f",
  ə: "e",
  ɛ: "e",
  ɔ: "o",
  ɓ: "b",
  ɗ: "d",
  ƙ: "k",
  // Greek: the sigma at a word's end
  ς: "σ",
  // Cyrillic: letters of the spelling before 1918, and those of Ukrainian, Belarusian and Serbian
  ѣ: "е",
  і: "и",
  ѳ: "ф",
  ѵ: "и",
  є: "е",
  ґ: "г",
  ј: "и",
  // Arabic: alef with wasla, alef maksura, teh marbuta, and the Persian forms of yeh, kaf and heh
  "\u0671": "\u0627",
  "\u0649": "\u064a",
  "\u0629": "\u0647",
  "\u06cc": "\u064a",
  "\u06a9": "\u0643",
  "\u06c1": "\u0647",
};

const special = once(() => new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g"));

// The marks of scripts that are read without them: Latin, Greek and Cyrillic accents, Hebrew and Arabic vowels, Syriac.
// In the scripts of India and Thailand a mark is a vowel, and in Japanese it makes another consonant: those stay.
const marks = once(
  () =>
    new RegExp(
      "[\\u0300-\\u036f\\u0483-\\u0489\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a" +
        "\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed\\u0711\\u0730-\\u074a" +
        "\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20f0\\ufe20-\\ufe2f]+",
      "g",
    ),
);

// Letters that are not heard: the hamza by itself and the tatweel, which only makes a word longer.
const SILENT = /[\u0621\u0640]/g;

// The hard sign at a word's end, which Russian had before 1918.
const finalHardSign = once(() => /ъ(?![\p{L}\p{M}])/gu);

// The digits of other scripts: the first of each ten that people type.
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50];
const FOREIGN_DIGIT = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/g;

// Letters of Latin, Greek and Cyrillic that are one character each fold by themselves, whatever stands around them, but for
// the hard sign. What they fold into is found out once.
const ALONE = /^[ -~\u00a1-\u02af\u0370-\u0449\u044b-\u0482\u048a-\u052f]*$/;
const alone = new Map<string, string>();

/**
 * A text with the letters as they are compared: without case and accents, compatible forms written out (Unicode's
 * form KD), letters of old and neighbouring spellings as people type them, digits as 0 to 9. Punctuation stays.
 */
export function foldLetters(text: string): string {
  if (!foldsAlone(text)) return foldTogether(text);
  let folded = "";
  for (const letter of text) {
    let own = alone.get(letter);
    if (own === undefined) {
      own = foldTogether(letter);
      alone.set(letter, own);
    }
    folded += own;
  }
  return folded;
}

/** True where each letter of a text folds into the same whatever stands around it. */
export function foldsAlone(text: string): boolean {
  return ALONE.test(text) && !/ъ/i.test(text);
}

function foldTogether(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD") // some capitals, such as \u1e9e, become letters that can be taken apart only now
    .replace(marks(), "")
    .replace(SILENT, "")
    .replace(special(), (letter) => LETTERS[letter] ?? letter)
    .replace(finalHardSign(), "")
    .replace(FOREIGN_DIGIT, digit)
    .normalize("NFC");
}

function digit(foreign: string): string {
  const code = foreign.charCodeAt(0);
  const zero = ZEROS.find((zero) => code >= zero && code < zero + 10) ?? code;
  return String(code - zero);
}
