/**
 * A set of up to 94 characters, as code pages of ISO 2022 are: what the bytes 21 to 7E stand for, or A1 to FE. A byte
 * beyond its end, or at a NONE, stands for nothing.
 */
export type CharacterSet = string;

/** Marks the places of a set where there is no character. */
export const NONE = "\ufffd";

const PUNCTUATION = "!\"#$%&'()*+,-./";
const DIGITS = "0123456789";

export const ASCII: CharacterSet = span(0x21, 0x7e);

/** Extended Latin, ANSEL, with the mappings of September 2004: a mark over two letters is one. */
export const ANSEL: CharacterSet =
  `ŁØĐÞÆŒ\u02b9·♭®±ƠƯ\u02bc${none(1)}\u02bbłøđþæœ\u02baı£ð${none(1)}ơư${none(2)}°ℓ℗©♯¿¡ß€${none(23)}` +
  "\u0309\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030c\u030a\u0361\ufe21\u0315\u030b\u0310" +
  `\u0327\u0328\u0323\u0324\u0325\u0333\u0332\u0326\u031c\u032e\u0360\ufe23${none(2)}\u0313`;

/** The marks of ANSEL that are the second half of one over two letters: the first half stands for the whole. */
export const SECOND_HALVES = "\ufe21\ufe23";

/** Extended Latin of ISO 5426, which UNIMARC has in place of ANSEL. */
export const ISO_5426: CharacterSet =
  `¡„£$¥†§′‘“«♭©℗®\u02bb\u02bc‚${none(3)}‡·″’”»♯\u02b9\u02ba¿` +
  "\u0309\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0308\u030a\u0315\u0312\u030b\u031b\u030c" +
  `\u0327\u0326\u0326\u0328\u0325\u032e\u0323\u0324\u0332\u0333\u0329\u032d${none(1)}\u0361\ufe21${none(2)}` +
  `ÆĐ${none(3)}Ĳ${none(1)}ŁØŒ${none(1)}Þ${none(4)}æđð${none(1)}ıĳ${none(1)}łøœßþ`;

const GREEK: CharacterSet =
  `\u0300\u0301\u0308\u0342\u0313\u0314\u0345${none(8)}«»“”ʹ͵${none(5)}·${none(3)};${none(1)}` +
  `ΑΒ${none(1)}ΓΔΕϚϜΖΗΘΙΚΛΜΝΞΟΠϞΡΣ${none(1)}ΤΥΦΧΨΩϠ${none(2)}αβϐγδεϛϝζηθικλμνξοπϟρσςτυφχψωϡ`;

const CYRILLIC: CharacterSet = `${PUNCTUATION}${DIGITS}:;<=>?юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧ`;

const EXTENDED_CYRILLIC: CharacterSet = `${none(31)}ґђѓєёѕіїјљњћќўџ${none(1)}ѣѳѵѫ${none(7)}[${none(1)}]${none(1)}_ҐЂЃЄЁЅІЇЈЉЊЋЌЎЏЪѢѲѴѪ`;

const HEBREW: CharacterSet =
  `!\u05f4#$%&\u05f3()*+,\u05be./${DIGITS}:;<=>?` +
  "\u05b7\u05b8\u05b6\u05b5\u05b4\u05b9\u05bb\u05b0\u05b2\u05b3\u05b1\u05bc\u05bf\u05c1\ufb1e" +
  `${none(12)}[${none(1)}]${none(2)}${span(0x05d0, 0x05ea)}${span(0x05f0, 0x05f2)}`;

const ARABIC: CharacterSet =
  `!"#$\u066a&'()\u066d+\u060c-./${span(0x0660, 0x0669)}:\u061b<=>\u061f${none(1)}` +
  `${span(0x0621, 0x063a)}[${none(1)}]${none(2)}${span(0x0640, 0x0652)}\u0671\u0670${none(3)}\u066c”“`;

const EXTENDED_ARABIC: CharacterSet =
  `\u06fd\u0672\u0673${span(0x0679, 0x0686)}\u06bf${span(0x0687, 0x0699)}${span(0x069a, 0x069c)}\u06fa` +
  `\u069d\u069e\u06fb\u069f\u06a0\u06fc${span(0x06a1, 0x06b8)}\u06ba\u06bb\u06bc\u06bd\u06b9\u06be\u06c0` +
  `\u06c4\u06c5\u06c6\u06ca\u06cb\u06cd\u06ce\u06d0\u06d2\u06d3${none(4)}\u0306\u030c`;

const SUPERSCRIPT: CharacterSet = `${none(7)}⁽⁾${none(1)}⁺${none(1)}⁻${none(2)}⁰¹²³⁴⁵⁶⁷⁸⁹`;
const SUBSCRIPT: CharacterSet = `${none(7)}₍₎${none(1)}₊${none(1)}₋${none(2)}₀₁₂₃₄₅₆₇₈₉`;
const GREEK_SYMBOLS: CharacterSet = `${none(64)}αβγ`;

/** The sets of one byte a character by the end of the escape sequence that chooses them. */
export const SETS: ReadonlyMap<string, CharacterSet> = new Map([
  ["B", ASCII],
  ["!E", ANSEL],
  ["S", GREEK],
  ["N", CYRILLIC],
  ["Q", EXTENDED_CYRILLIC],
  ["2", HEBREW],
  ["3", ARABIC],
  ["4", EXTENDED_ARABIC],
  ["s", ASCII],
  ["p", SUPERSCRIPT],
  ["b", SUBSCRIPT],
  ["g", GREEK_SYMBOLS],
]);

function span(first: number, last: number): string {
  let characters = "";
  for (let code = first; code <= last; code++) characters += String.fromCharCode(code);
  return characters;
}

function none(length: number): string {
  return NONE.repeat(length);
}
