import fc from "fast-check";
import { expect, test } from "vitest";
import { indexWords, piecesOf, titleTerm, wholeOf } from "../../../src/catalogue/folding.ts";
import { indexed } from "../../../src/catalogue/index/word.ts";
import { Hasher } from "../../../src/catalogue/indexing/hash.ts";
import { Words } from "../../../src/catalogue/indexing/words.ts";

const hasher = new Hasher();
function hashesOf(text: string): [high: number, low: number] {
  hasher.hash(text);
  return [hasher.high, hasher.low];
}

// What texts are made of: letters that fold alone and those that do not, what parts and what joins words.
const PIECES = [
  ..."abcDE19zé ÀßæŁøİıςΣъЪйї村上 ハ한ไทยश्रीعربي½²ªº",
  ...' .,:;!?&()[]"«»“”…/\\\t\u007f',
  ..."'’‘ʼ`-–—\u00ad\u0301",
  "Tolkien",
  "J. R. R.",
  "O’Brien",
  "Slaughterhouse-Five",
  "The ",
  " and ",
  "w".repeat(61),
];
const texts = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 40 }),
);

function expectWords(words: Words, text: string) {
  const pieces = piecesOf(text);
  const expected = indexWords(pieces).slice(0, 500).map(indexed);
  const places = Array.from({ length: words.count }, (_, index) => index);
  expect(places.map((index) => words.word(index))).toEqual(expected);
  expect(places.map((index) => [words.high(index), words.low(index)])).toEqual(expected.map(hashesOf));
  expect([words.wholeHigh, words.wholeLow]).toEqual(hashesOf(wholeOf(pieces) || text));
  expect(words.titleTerm).toBe(titleTerm(pieces));
}

test("the words are those of the folding, whichever way they are read", () => {
  const words = new Words();
  const names = new Words({ comeAgain: true });
  fc.assert(
    fc.property(texts, (text) => {
      expectWords(words.read(text), text);
      expectWords(names.read(text), text);
      expectWords(names.read(text).copy(), text);
    }),
    { numRuns: 3000 },
  );
});

test("every character of the first plane parts, joins or is part of a word as the folding has it", () => {
  const words = new Words();
  const different: string[] = [];
  for (let code = 0; code < 0x10000; code++) {
    const text = `Ab${String.fromCharCode(code)}cD e${String.fromCharCode(code)}`;
    const own = Array.from({ length: words.read(text).count }, (_, index) => words.word(index));
    if (own.join(" ") !== indexWords(piecesOf(text)).join(" ")) different.push(code.toString(16));
  }
  expect(different).toEqual([]);
});

test("a name's sums are the same in either order, and another name's are not", () => {
  const sums = (name: string) => {
    const { sumHigh, sumLow } = new Words().read(name);
    return [sumHigh, sumLow];
  };
  expect(sums("Tolkien, J. R. R.")).toEqual(sums("J.R.R. Tolkien"));
  expect(sums("Lee, Harper")).toEqual(sums("Harper Lee"));
  expect(sums("Λι, Χάρπερ")).toEqual(sums("Χάρπερ Λι"));
  expect(sums("Ben Harper")).not.toEqual(sums("Harper Lee"));
});

test("of a text of a megabyte five hundred words are read", () => {
  expect(new Words().read("abc ".repeat(300_000)).count).toBe(500);
  expect(new Words().read("村".repeat(300_000)).count).toBe(500);
});

test("terms are taken as they are, but for their length", () => {
  const words = new Words().take([":language:en", "x".repeat(100)]);
  expect([words.word(0), words.word(1)]).toEqual([":language:en", "x".repeat(60)]);
  expect([words.high(0), words.low(0)]).toEqual(hashesOf(":language:en"));
});
