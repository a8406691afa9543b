import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { correctionsOf, unlikelihoodOf } from "../../src/catalogue/spelling/corrections.ts";
import { ListVocabulary } from "./spelling-vocabulary.ts";

const corrected = (word: string, vocabulary: string, options?: { beginning?: boolean }) =>
  correctionsOf(word, ListVocabulary.of(vocabulary), 5, options).map(({ word }) => word);

describe("correctionsOf", () => {
  test.each([
    ["tolkein", "tolkien token talking", "tolkien"],
    ["hitchikers", "hitchhikers hikers", "hitchhikers"],
    ["dostojewskij", "dostoyevsky dostal", "dostoyevsky"],
    ["tschechow", "chekhov checkout", "chekhov"],
    ["kathryn", "katherine karen", "katherine"],
    ["ohmer", "homer other", "homer"],
    ["murder", "merder", "merder"],
    ["wutherign", "wuthering withering", "wuthering"],
    ["достоевскии", "dostoyevsky", "dostoyevsky"],
    ["chekhov", "чехов", "чехов"],
    ["толстои", "толстая толстым", "толстая"],
    ["καζαντζακυσ", "καζαντζακησ", "καζαντζακησ"],
    ["שלומ", "שלום", "שלום"],
    ["محفوط", "محفوظ", "محفوظ"],
  ])("takes %j, where there is %j, for %j", (typed, vocabulary, meant) => {
    expect(corrected(typed, vocabulary)[0]).toBe(meant);
  });

  test.each([
    ["a vowel for a vowel", "murikami", "murakami", "muritami"],
    ["a letter that is doubled", "hemmingway", "hemingway", "hemmingday"],
    ["what sounds the same", "kafca", "kafka", "kafta"],
    ["a neighbouring key", "potrer", "potter", "potzer"],
    ["another letter than the first", "rowling", "rowlint", "bowling"],
  ])("takes %s to be likelier", (_, typed, likelier, other) => {
    expect(corrected(typed, `${other} ${likelier}`)).toEqual([likelier, other]);
  });

  test("takes a word of many books to be likelier, and a nearer one to be so too", () => {
    expect(corrected("potte", "potto:1 potter:10000")).toEqual(["potter", "potto"]);
    expect(corrected("potte", "potto:100 potter:100")).toEqual(["potto", "potter"]);
  });

  test("gives the cost and the books of each, never the word itself, and no more than were asked for", () => {
    const vocabulary = ListVocabulary.of("austin:7 austen:9 auster austins:2");
    expect(correctionsOf("austin", vocabulary, 2)).toEqual([
      { word: "austen", books: 9, cost: 0.5 },
      { word: "austins", books: 2, cost: 1 },
    ]);
  });

  test("what is unlikely adds up and is never negative", () => {
    expect(unlikelihoodOf({ word: "the", books: 28_000_000, cost: 0.25 })).toBeGreaterThan(0);
    expect(unlikelihoodOf({ word: "one", books: 1, cost: 1 })).toBeGreaterThan(
      unlikelihoodOf({ word: "two", books: 10, cost: 1 }),
    );
  });

  test.each([
    ["three letters have one edit", "lee", "lea leo lie leigh leeves lees", ["lea", "leo", "lie", "lees"]],
    ["five letters have one, or what sounds the same", "goete", "goethe goetz gothic", ["goethe", "goetz"]],
    ["six letters have two", "tolsty", "tolstoy tolkien tosca tlsylz", ["tolstoy"]],
    ["nine letters have three", "exupperie", "exupery experience", ["exupery"]],
  ])("%s", (_, typed, vocabulary, expected) => {
    expect(corrected(typed, vocabulary)).toEqual(expected);
  });

  test.each([
    "",
    "i",
    "it",
    "1984",
    "catch22",
    "村上",
    "ab\0de",
    "😀😀😀😀",
    "abc\ud800",
    "a".repeat(1000),
    "я".repeat(31),
  ])("asks for nothing and has nothing for %j", (word) => {
    const vocabulary = ListVocabulary.of("the 1985 catch ab aaaa");
    expect(correctionsOf(word, vocabulary, 5)).toEqual([]);
    expect(vocabulary.lookups).toBe(0);
  });

  test("asks for some hundred words of a usual length, and for a few thousand at most", () => {
    const usual = ListVocabulary.of("wuthering");
    correctionsOf("wutherring", usual, 5);
    expect(usual.lookups).toBeLessThan(1000);
    fc.assert(
      fc.property(fc.stringMatching(/^([a-z]{3,30}|[а-я]{3,30}|[x]{3,30})$/), (word) => {
        const vocabulary = ListVocabulary.of("wuthering");
        correctionsOf(word, vocabulary, 5);
        expect(vocabulary.lookups).toBeLessThan(5000);
      }),
    );
  });

  test("finds any word of five letters or more in which one letter is wrong", () => {
    const alphabets = fc.constantFrom(
      "abcdefghijklmnopqrstuvwxyz",
      "абвгдежзиклмнопрстуфхцчшщъыьэюя",
      "αβγδεζηθικλμνξοπρστυφχψω",
    );
    const slips = alphabets.chain((alphabet) => {
      const letter = fc.constantFrom(...alphabet);
      return fc.record({
        word: fc.array(letter, { minLength: 5, maxLength: 29 }).map((letters) => letters.join("")),
        letter,
        place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        slip: fc.constantFrom("left out", "put in", "another", "exchanged"),
      });
    });
    fc.assert(
      fc.property(slips, ({ word, letter, place, slip }) => {
        const at = Math.floor(place * word.length);
        const before = word.slice(0, at);
        const behind = word.slice(at + 1);
        const typed = {
          "left out": before + behind,
          "put in": before + letter + word.slice(at),
          another: before + letter + behind,
          exchanged: before + behind.slice(0, 1) + word.charAt(at) + behind.slice(1),
        }[slip];
        fc.pre(typed !== word);
        expect(corrected(typed, `${word}:3`)).toEqual([word]);
      }),
    );
  });

  test("takes whatever it is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (word) => {
        expect(
          correctionsOf(word, ListVocabulary.of("the book of sand"), 5, { beginning: true }),
        ).toBeInstanceOf(Array);
      }),
    );
  });
});

describe("correctionsOf with the beginning of a word", () => {
  test("finds what is no word", () => {
    expect(corrected("murik", "murakami")).toEqual([]);
    expect(corrected("murik", "murakami", { beginning: true })).toEqual(["murak"]);
  });

  test.each([
    ["murik", "murakami:4 music", "murak"],
    ["tolkei", "tolkien tolls", "tolkie"],
    ["shaksep", "shakespeare", "shakesp"],
  ])("takes %j, where there is %j, for %j", (typed, vocabulary, meant) => {
    expect(corrected(typed, vocabulary, { beginning: true })[0]).toBe(meant);
  });

  test("still finds whole words, with the books of all that begins with them", () => {
    const vocabulary = ListVocabulary.of("tolkien:9 tolkiens:2");
    expect(correctionsOf("tolkein", vocabulary, 1, { beginning: true })).toEqual([
      { word: "tolkien", books: 11, cost: 0.5 },
    ]);
  });

  test("has nothing for a word that begins what is there", () => {
    expect(corrected("murak", "murakami", { beginning: true })).toEqual([]);
  });

  test("finds whole words in a vocabulary that knows no beginnings", () => {
    const { booksOf, soundingLike } = ListVocabulary.prototype;
    const list = ListVocabulary.of("tolkien:9");
    const vocabulary = { booksOf: booksOf.bind(list), soundingLike: soundingLike.bind(list) };
    expect(correctionsOf("tolkein", vocabulary, 1, { beginning: true })).toMatchObject([{ word: "tolkien" }]);
  });
});
