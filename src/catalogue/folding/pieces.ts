import { once } from "../once.ts";
import { foldLetters } from "./letters.ts";

/**
 * A piece of a text: a word, a word of several parts ("Slaughterhouse-Five", "O'Brien"), a row of initials ("J. R. R.")
 * or some characters of a script without spaces.
 */
export interface Piece {
  /** Where it begins in the text, in UTF-16 code units. */
  readonly start: number;
  /** Where it ends: behind its last code unit. */
  readonly end: number;
  /** Its letters folded and in one: "slaughterhousefive", "obrien", "jrr", "村上春樹". */
  readonly whole: string;
  /** Its words: ["slaughterhouse", "five"]; the overlapping pairs ["村上", "上春", "春樹"]. Never empty. */
  readonly parts: readonly string[];
  /** True where the parts are pairs of characters, of which each must be found. */
  readonly paired: boolean;
}

// Apostrophes of every shape, and what is typed for one. As text with escapes: an executable has it in ASCII so.
const APOSTROPHES = "'`´ʹʻʼˈ‘’‛′＇\\u055a\\ua78b\\ua78c";
const HYPHENS = "\\p{Pd}\\u00ad\\u2212\\u30fb\\uff65"; // and the dot between Japanese words
const LETTER = "[\\p{L}\\p{M}\\p{N}]";
// Modifier letters such as ʼ count as letters in Unicode, and are apostrophes here.
const WORD = `(?:(?![${APOSTROPHES}])${LETTER})+`;

const words = once(() => new RegExp(`${WORD}(?:[${APOSTROPHES}${HYPHENS}]+${WORD})*|&`, "gu"));
const joiners = once(() => new RegExp(`[${APOSTROPHES}${HYPHENS}]+`, "gu"));
const leadingJoiners = once(() => new RegExp(`^[${APOSTROPHES}${HYPHENS}]+`, "u"));
const trailingJoiners = once(
  () => new RegExp(`(?<![${APOSTROPHES}${HYPHENS}])[${APOSTROPHES}${HYPHENS}]+$`, "u"),
);
const noLetter = once(() => new RegExp(`[^\\p{L}\\p{M}\\p{N}]+|[${APOSTROPHES}]+`, "gu"));

// Scripts that are written without spaces between words.
const SCRIPTS = ["Han", "Hiragana", "Katakana", "Hangul", "Thai", "Lao", "Khmer", "Myanmar"];

// Their letters, and what belongs to no script but stands among them: lengthening and voicing marks, full and half width.
const UNSPACED = `${SCRIPTS.map((script) => `\\p{Script=${script}}`).join("")}\\u30fc\\u3099\\u309a\\u30fb\\uff65\\uff70\\uff9e\\uff9f\\ufe00-\\ufe0f`;

const unspaced = once(() => new RegExp(`[${UNSPACED}]`, "u"));
const unspacedOrNot = once(() => new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu"));

// Most of what is written and typed. It needs none of the above, and a process that asks about Unicode's properties for
// the first time needs as long for that as for a search.
const PLAIN = /^[ -~]*$/;
const PLAIN_JOINERS = /['`-]+/;

// What each character of ASCII is.
const LETTER_OR_DIGIT = 1;
const JOINER = 2;
const AMPERSAND = 3;
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z0-9]/.test(character)) return LETTER_OR_DIGIT;
  if (PLAIN_JOINERS.test(character)) return JOINER;
  return character === "&" ? AMPERSAND : 0;
});

// Between two initials: "J.R.R.", "J. R. R.", "j r r", "J.-P.".
const PLAIN_BETWEEN = /^[.\s-]{0,3}$/;
const between = once(() => /^[.\s\p{Pd}]{0,3}$/u);
const PLAIN_INITIAL = /^[a-z]$/;
const initial = once(() => /^\p{L}$/u);

// No name has more. Letters that stand alone by the hundred are no initials, and their joined form would be no word.
const MOST_INITIALS = 6;

/** The pieces of a text, in its order. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  if (PLAIN.test(text)) plainPieces(text, 0, pieces);
  else {
    for (const { 0: word, index } of text.matchAll(words())) {
      if (PLAIN.test(word)) plainPieces(word, index, pieces);
      else foreignPieces(word, index, pieces);
    }
  }
  return pieces.some(isInitial) ? withInitialsJoined(text, pieces) : pieces;
}

/** The pieces of ASCII text that stands at this place; by hand, since an import looks at ten million texts. */
function plainPieces(text: string, offset: number, pieces: Piece[]): void {
  const folded = text.toLowerCase();
  for (let at = 0; at < folded.length; at++) {
    const kind = KINDS[folded.charCodeAt(at)];
    if (kind === AMPERSAND) pieces.push(simple("and", offset + at, offset + at + 1));
    if (kind !== LETTER_OR_DIGIT) continue;
    let end = at + 1; // behind the last letter
    let joined = false;
    for (let next = end; next < folded.length; next++) {
      const kind = KINDS[folded.charCodeAt(next)];
      if (kind === LETTER_OR_DIGIT) {
        joined ||= next > end;
        end = next + 1;
      } else if (kind !== JOINER) break;
    }
    const word = folded.slice(at, end);
    pieces.push(
      joined
        ? compound(word.split(PLAIN_JOINERS), offset + at, offset + end)
        : simple(word, offset + at, offset + end),
    );
    at = end - 1; // the loop goes one on
  }
}

function simple(word: string, start: number, end: number): Piece {
  return { start, end, whole: word, parts: [word], paired: false };
}

const ONE_LETTER = /^[^0-9]$/;

/** A word of several parts. The "s" of a possessive is no word of its own. */
function compound(parts: readonly string[], start: number, end: number): Piece {
  const words = parts.length > 1 && ONE_LETTER.test(parts.at(-1) ?? "") ? parts.slice(0, -1) : parts;
  return { start, end, whole: parts.join(""), parts: words, paired: false };
}

/** The pieces of a word that is not plain ASCII: most often one. */
function foreignPieces(word: string, start: number, pieces: Piece[]): void {
  if (unspaced().test(word)) {
    for (const run of word.matchAll(unspacedOrNot())) {
      const from = start + run.index;
      if (unspaced().test(run[0])) pushPaired(run[0], from, pieces);
      else pushCompound(run[0], from, pieces);
    }
  } else pushCompound(word, start, pieces);
}

function pushCompound(word: string, start: number, pieces: Piece[]): void {
  // What was one letter may be several words when it is written out: "½" is 1 and 2.
  const parts = word.split(joiners()).flatMap((part) => foldLetters(part).split(noLetter()));
  const words = parts.filter((part) => part !== "");
  if (words.length === 0) return;
  const before = word.length - word.replace(leadingJoiners(), "").length;
  const behind = word.length - word.replace(trailingJoiners(), "").length;
  pieces.push(compound(words, start + before, start + word.length - behind));
}

/** Cuts characters of a script without spaces into overlapping pairs, so that any two within a title are found. */
function pushPaired(run: string, start: number, pieces: Piece[]): void {
  const whole = foldLetters(run).replace(noLetter(), "");
  const characters = Array.from(whole);
  if (characters.length === 0) return;
  const pairs = characters.slice(1).map((character, index) => `${characters[index]}${character}`);
  const parts = pairs.length > 0 ? pairs : characters;
  pieces.push({ start, end: start + run.length, whole, parts, paired: true });
}

function isInitial({ whole, parts, paired }: Piece): boolean {
  if (whole.length > 2 || paired || parts.length !== 1) return false; // two code units may be one letter
  return PLAIN.test(whole) ? PLAIN_INITIAL.test(whole) : initial().test(whole);
}

/** Makes one piece of each row of initials. */
function withInitialsJoined(text: string, pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  let row: Piece[] = [];
  const endRow = () => {
    const [first] = row;
    const last = row.at(-1);
    if (first && last && row.length > 1 && row.length <= MOST_INITIALS) {
      const parts = row.map(({ whole }) => whole);
      joined.push({ start: first.start, end: last.end, whole: parts.join(""), parts, paired: false });
    } else for (const piece of row) joined.push(piece);
    row = [];
  };
  for (const piece of pieces) {
    const last = row.at(-1);
    if (!isInitial(piece)) {
      endRow();
      joined.push(piece);
    } else {
      if (last && !standBetween(text.slice(last.end, piece.start))) endRow();
      row.push(piece);
    }
  }
  endRow();
  return joined;
}

function standBetween(text: string): boolean {
  return PLAIN_BETWEEN.test(text) || (!PLAIN.test(text) && between().test(text));
}
