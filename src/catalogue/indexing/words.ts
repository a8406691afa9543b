import { foldLetters, foldsAlone } from "../folding/letters.ts";
import { indexWords, type Piece, piecesOf, titleTerm, wholeOf } from "../folding.ts";
import { indexed, LONGEST_WORD } from "../index/word.ts";
import { once } from "../once.ts";
import { finish, Hasher, HIGH_SEED, LOW_SEED, stepHigh, stepLow } from "./hash.ts";

// Words of a text beyond these are found by nobody: a record may be a megabyte long.
const MOST_WORDS = 500;

// How many texts that come again are remembered, and how long they may be.
const MOST_KNOWN = 1000;
const LONGEST_KNOWN = 100;

// Of each word: two hashes, and where it begins and ends in the text; or which it is of those that were cut out.
const STRIDE = 4;

// What characters are to a word. Letters and digits that fold by themselves into one are that one, a larger number.
const SEPARATOR = 0;
const JOINER = 1;
const FOREIGN = 2;
// Latin, Greek and Cyrillic, and the general punctuation.
const LETTERS_TO = 0x530;
const PUNCTUATION_FROM = 0x2010;
const KNOWN = 0x2070;
// It is found out by who first needs it: whoever serves a catalogue does not.
const characterFolds = once(findCharacterFolds);

// A title of more plain words is not short: an article and two.
const SHORT_TITLE = 3;

const FIRST_LETTER = "a".charCodeAt(0);

/**
 * The words by which a text is found (see indexWords), as two hashes each.
 *
 * The words of most texts are letters that fold one by one, without apostrophes and hyphens between them: those are hashed
 * where they stand, and none is cut out before somebody asks for it. An import reads a hundred million of them.
 */
export class Words {
  /** How many there are. */
  count = 0;
  /** The hashes of the whole text, as wholeOf gives it; of the text itself where it has no letter. */
  wholeHigh = 0;
  wholeLow = 0;
  /** The sums of its pieces' hashes, which are the same in whichever order they stand. */
  sumHigh = 0;
  sumLow = 0;
  readonly #hasher = new Hasher();
  readonly #folds = characterFolds();
  #text = "";
  /** The words that were cut out, where they do not just stand in the text. */
  #cut: readonly string[] | undefined;
  /** The pieces they were cut out of. */
  #pieces: readonly Piece[] | undefined;
  readonly #numbers: Uint32Array;

  /** Of texts that come again and again, whose pieces are worth remembering. */
  readonly #known: Map<string, readonly Piece[]> | undefined;

  /** `comeAgain` is true for texts of which many are the same, as names are. */
  constructor({ comeAgain = false, room = MOST_WORDS } = {}) {
    this.#numbers = new Uint32Array(STRIDE * room);
    this.#known = comeAgain ? new Map() : undefined;
  }

  /** Reads another text. */
  read(text: string): this {
    this.#text = text;
    if (!this.#readPlain(text)) this.#readPieces(text);
    return this;
  }

  /** Takes terms that are no words of a text. */
  take(terms: readonly string[]): this {
    this.#cut = terms.map(indexed);
    this.#pieces = undefined;
    this.#hashCut();
    return this;
  }

  /** These words, to be kept while this reads other texts. */
  copy(): Words {
    const copy = new Words({ room: this.count });
    copy.#numbers.set(this.#numbers.subarray(0, STRIDE * this.count));
    copy.count = this.count;
    copy.wholeHigh = this.wholeHigh;
    copy.wholeLow = this.wholeLow;
    copy.sumHigh = this.sumHigh;
    copy.sumLow = this.sumLow;
    copy.#text = this.#text;
    copy.#cut = this.#cut;
    copy.#pieces = this.#pieces;
    return copy;
  }

  high(index: number): number {
    return this.#numbers[STRIDE * index] ?? 0;
  }

  low(index: number): number {
    return this.#numbers[STRIDE * index + 1] ?? 0;
  }

  word(index: number): string {
    const start = this.#numbers[STRIDE * index + 2] ?? 0;
    const end = this.#numbers[STRIDE * index + 3] ?? 0;
    return this.#cut ? (this.#cut[start] ?? "") : foldLetters(this.#text.slice(start, end));
  }

  /** See titleTerm, of folding.ts. */
  get titleTerm(): string | undefined {
    if (this.#pieces) return titleTerm(this.#pieces);
    return this.count <= SHORT_TITLE ? titleTerm(piecesOf(this.#text)) : undefined;
  }

  /** Reads a text of plain words; false where it is another. Says the same as #readPieces, which folding.ts explains. */
  #readPlain(text: string): boolean {
    const numbers = this.#numbers;
    const folds = this.#folds;
    const end = text.length;
    let count = 0;
    let wholeHigh = HIGH_SEED;
    let wholeLow = LOW_SEED;
    let wholeLength = 0;
    let sumHigh = 0;
    let sumLow = 0;
    let afterInitial = false;
    let at = 0;
    while (at < end) {
      let folded = foldAt(folds, text, at);
      if (folded === FOREIGN) return false;
      if (folded <= JOINER) {
        at++;
        continue;
      }
      const start = at;
      let high = HIGH_SEED;
      let low = LOW_SEED;
      const isInitial = folded >= FIRST_LETTER;
      do {
        high = stepHigh(high, folded);
        low = stepLow(low, folded);
        wholeHigh = stepHigh(wholeHigh, folded);
        wholeLow = stepLow(wholeLow, folded);
        folded = ++at < end ? foldAt(folds, text, at) : SEPARATOR;
      } while (folded > FOREIGN);
      if (folded === JOINER && joins(folds, text, at)) return false;
      const length = at - start;
      if (length > LONGEST_WORD || count === MOST_WORDS) return false;
      // Initials in a row are one piece.
      if (afterInitial && isInitial && length === 1) return false;
      afterInitial = isInitial && length === 1;
      high = finish(high, length);
      low = finish(low, length);
      numbers[STRIDE * count] = high;
      numbers[STRIDE * count + 1] = low;
      numbers[STRIDE * count + 2] = start;
      numbers[STRIDE * count + 3] = at;
      count++;
      wholeLength += length;
      sumHigh = (sumHigh + high) >>> 0;
      sumLow = (sumLow + low) >>> 0;
    }
    if (count === 0) return false;
    this.#cut = undefined;
    this.#pieces = undefined;
    this.count = count;
    this.wholeHigh = finish(wholeHigh, wholeLength);
    this.wholeLow = finish(wholeLow, wholeLength);
    this.sumHigh = sumHigh;
    this.sumLow = sumLow;
    return true;
  }

  #readPieces(text: string): void {
    const hasher = this.#hasher;
    const pieces = this.#piecesOf(text);
    this.#cut = indexWords(pieces).slice(0, MOST_WORDS).map(indexed);
    this.#pieces = pieces;
    this.#hashCut();
    this.sumHigh = 0;
    this.sumLow = 0;
    for (const { whole } of pieces) {
      hasher.hash(whole);
      this.sumHigh = (this.sumHigh + hasher.high) >>> 0;
      this.sumLow = (this.sumLow + hasher.low) >>> 0;
    }
    hasher.hash(wholeOf(pieces) || text);
    this.wholeHigh = hasher.high;
    this.wholeLow = hasher.low;
  }

  #piecesOf(text: string): readonly Piece[] {
    const known = this.#known;
    if (!known || text.length > LONGEST_KNOWN) return piecesOf(text);
    let pieces = known.get(text);
    if (pieces === undefined) {
      pieces = piecesOf(text);
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(text, pieces);
    }
    return pieces;
  }

  #hashCut(): void {
    const words = this.#cut ?? [];
    this.count = words.length;
    for (const [index, word] of words.entries()) {
      this.#hasher.hash(word);
      this.#numbers[STRIDE * index] = this.#hasher.high;
      this.#numbers[STRIDE * index + 1] = this.#hasher.low;
      this.#numbers[STRIDE * index + 2] = index;
    }
  }
}

/** What the first characters of Unicode are to a word, as folding.ts has it: each is tried between two words. */
function findCharacterFolds(): Uint16Array {
  return Uint16Array.from({ length: KNOWN }, (_, code) => {
    if (code >= LETTERS_TO && code < PUNCTUATION_FROM) return FOREIGN;
    const character = String.fromCharCode(code);
    const pieces = piecesOf(`ab${character}cd`);
    switch (pieces.map(({ parts }) => parts.join("+")).join(" ")) {
      case "ab cd":
        return SEPARATOR;
      case "ab+cd":
        return JOINER;
    }
    const folded = foldLetters(character);
    const isWhole = pieces.length === 1 && pieces[0]?.parts[0] === `ab${folded}cd`;
    return isWhole && folded.length === 1 && foldsAlone(character) ? folded.charCodeAt(0) : FOREIGN;
  });
}

function foldAt(folds: Uint16Array, text: string, at: number): number {
  return folds[text.charCodeAt(at)] ?? FOREIGN;
}

/** True when there is a letter or digit behind the apostrophes and hyphens that stand here. */
function joins(folds: Uint16Array, text: string, from: number): boolean {
  let at = from;
  while (at < text.length && foldAt(folds, text, at) === JOINER) at++;
  return at < text.length && foldAt(folds, text, at) > JOINER;
}
