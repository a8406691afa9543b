import { describe, expect, test } from "vitest";
import {
  indexWords,
  nameKey,
  type Piece,
  piecesOf,
  titleTerm,
  wholeOf,
  withoutArticle,
} from "../../src/catalogue/folding.ts";

const words = (text: string) => indexWords(piecesOf(text));

describe("the letters of a word", () => {
  test.each([
    ["Brontë BRONTË Bronte\u0308", ["bronte", "bronte", "bronte"]],
    ["Jo Nesbø, Łukasz Orbitowski", ["jo", "nesbo", "lukasz", "orbitowski"]],
    ["Straße GROẞ", ["strasse", "gross"]],
    ["Ærø Þór Đorđe œuvre", ["aero", "thor", "dorde", "oeuvre"]],
    ["İstanbul ısı", ["istanbul", "isi"]],
    ["Bishōjo Șerban Żółć Đặng", ["bishojo", "serban", "zolc", "dang"]],
    ["ﬁne ﬂow oﬃce Ĳssel", ["fine", "flow", "office", "ijssel"]],
    ["Ｈａｒｕｋｉ　１Ｑ８４", ["haruki", "1q84"]],
    ["m² ½", ["m2", "1", "2", "12"]],
    ["\u0149\u0374", ["n"]],
  ])("Latin: %j", (text, folded) => {
    expect(words(text)).toEqual(folded);
  });

  test.each([
    ["Ὅμηρος ΌΜΗΡΟΣ όμηροσ", ["ομηροσ", "ομηροσ", "ομηροσ"]],
    ["Σίσυφος ΣΊΣΥΦΟΣ", ["σισυφοσ", "σισυφοσ"]],
    ["Лев Толстой", ["лев", "толстои"]],
    ["Алёна Алена", ["алена", "алена"]],
    ["Їжак Ґандзя Євген", ["ижак", "гандзя", "евген"]],
  ])("Greek and Cyrillic: %j", (text, folded) => {
    expect(words(text)).toEqual(folded);
  });

  test.each([
    ["Война и миръ", "Война и мир"],
    ["Въ людяхъ", "В людях"],
    ["Дѣти, Ѳедоръ, Мірный", "Дети, Федор, Мирный"],
    ["ДѢТИ ВЪ ЛѢСУ", "дети в лесу"],
  ])("Russian before 1918: %j is %j", (old, now) => {
    expect(words(old)).toEqual(words(now));
  });

  test("the hard sign within a word stays, since it is heard", () => {
    expect(words("объект подъезд")).toEqual(["объект", "подъезд"]);
  });

  test.each([
    ["أحمد", "احمد"],
    ["إحسان", "احسان"],
    ["آمال", "امال"],
    ["مُحَمَّد", "محمد"],
    ["القاهرة", "القاهره"],
    ["مصطفى", "مصطفي"],
    ["محمـــد", "محمد"],
    ["سماء", "سما"],
    ["کتاب یک", "كتاب يك"],
    ["שָׁלוֹם", "שלום"],
  ])("Arabic, Persian and Hebrew without marks: %j is %j", (marked, plain) => {
    expect(words(marked)).toEqual(words(plain));
    expect(words(plain)).toHaveLength(plain.split(" ").length);
  });

  test.each([
    ["٣٤ ۳۴ ३४ ৩৪ ๓๔", ["34", "34", "34", "34"]],
    ["1984 50 007", ["1984", "50", "007"]],
  ])("digits of any script are 0 to 9: %j", (text, some) => {
    expect(words(text)).toEqual(expect.arrayContaining(some));
    expect(words(text).join("")).toMatch(/^\d+$/);
  });

  test("marks that are vowels or make another consonant stay", () => {
    expect(words("नमस्ते தமிழ்")).toEqual(["नमस्ते", "தமிழ்"]);
    expect(words("がく")).not.toEqual(words("かく"));
  });
});

describe("the pieces of a text", () => {
  test.each([
    ["", []],
    ["% _ * \" - ' ()", []],
    ["\0\ud800\u0301", []],
    ["C++, 100%", ["c", "100"]],
    ["1,000 3.14", ["1", "000", "3", "14"]],
  ])("only words, of %j", (text, folded) => {
    expect(words(text)).toEqual(folded);
  });

  test.each([
    ["O'Brien", ["o", "brien", "obrien"]],
    ["O’Brien", ["o", "brien", "obrien"]],
    ["O´Brien", ["o", "brien", "obrien"]],
    ["Qurʼan", ["qur", "an", "quran"]],
    ["ʻOkina", ["okina"]],
    ["l'étranger", ["l", "etranger", "letranger"]],
    ["rock 'n' roll", ["rock", "n", "roll"]],
    ["Ender's", ["ender", "enders"]],
    ["Ender’s don't", ["ender", "enders", "don", "dont"]],
  ])("an apostrophe parts a word that stays one: %j", (text, folded) => {
    expect(words(text)).toEqual(folded);
  });

  test.each([
    ["Saint-Exupéry", ["saint", "exupery", "saintexupery"]],
    ["Wind-Up Bird", ["wind", "up", "windup", "bird"]],
    ["Jean‑Paul naïve—café", ["jean", "paul", "jeanpaul", "naive", "cafe", "naivecafe"]],
    ["co\u00adoperate", ["co", "operate", "cooperate"]],
    ["a - b", ["a", "b", "ab"]],
    ["catch-22", ["catch", "22", "catch22"]],
    ["-dash- --x--", ["dash", "x"]],
  ])("so does a hyphen: %j", (text, folded) => {
    expect(words(text)).toEqual(folded);
  });

  test.each([
    ["AT&T", ["at", "and", "t"]],
    ["War & Peace", ["war", "and", "peace"]],
    ["Æ & Œ", ["ae", "and", "oe"]],
    ["Plan B&C", ["plan", "b", "and", "c"]],
  ])("an ampersand is “and”: %j", (text, folded) => {
    expect(words(text)).toEqual(folded);
  });

  test.each([
    ["J.R.R. Tolkien", "jrr"],
    ["J. R. R. Tolkien", "jrr"],
    ["Tolkien, J R R", "jrr"],
    ["j r r tolkien", "jrr"],
    ["J.-P. Sartre", "jp"],
    ["U.S.A.", "usa"],
    ["e e cummings", "ee"],
    ["Л. Н. Толстой", "лн"],
    ["É. É. Zola", "ee"],
  ])("initials are one: %j", (text, initials) => {
    expect(piecesOf(text).map(({ whole }) => whole)).toContain(initials);
    expect(words(text)).toEqual(expect.arrayContaining([...initials, initials]));
  });

  test.each([["I, Robot"], ["a b c d e f g h"], ["x | y"], ["5 4 3"]])("%j has no initials", (text) => {
    expect(piecesOf(text).every(({ parts }) => parts.length === 1)).toBe(true);
  });

  test.each([
    ["村上春樹", ["村上", "上春", "春樹", "樹"]],
    ["한국어", ["한국", "국어", "어"]],
    ["ナルト", ["ナル", "ルト", "ト"]],
    ["รัก", ["รั", "ัก", "ก"]],
    ["村", ["村", "村"]],
    ["𠀀𠀁", ["𠀀𠀁", "𠀁"]],
  ])("pairs of characters, and the last, of a script without spaces: %j", (text, folded) => {
    expect(words(text)).toEqual(folded);
  });

  test.each([
    ["Ｔシャツ", ["t", "シャ", "ャツ", "ツ"]],
    ["X-メン", ["x", "メン", "ン"]],
    ["ONE-PIECE漢字", ["one", "piece", "onepiece", "漢字", "字"]],
    ["漢字-x", ["漢字", "字", "x"]],
    ["9号", ["9", "号", "号"]],
  ])("letters beside such characters are words of their own: %j", (text, folded) => {
    expect(words(text)).toEqual(folded);
  });

  test.each([
    ["ﾊﾘｰ･ﾎﾟｯﾀｰ", "ハリー・ポッター"],
    ["がくプロ".normalize("NFD"), "がくプロ"],
    ["한국어".normalize("NFD"), "한국어"],
  ])("half-width and decomposed characters are the usual ones: %j", (text, usual) => {
    expect(words(text)).toEqual(words(usual));
  });
});

describe("what is compared as a whole", () => {
  const pieces = (text: string): readonly Piece[] => piecesOf(text);

  test.each([
    ["The Wind-Up Bird", "thewindupbird"],
    ["The Wind Up Bird", "thewindupbird"],
    ["J.R.R.", "jrr"],
    ["1984", "1984"],
    ["村上 春樹", "村上春樹"],
    ["", ""],
  ])("a title without spaces: %j", (title, whole) => {
    expect(wholeOf(pieces(title))).toBe(whole);
  });

  test.each([
    ["Tolkien, J. R. R.", "J.R.R. Tolkien"],
    ["Lee, Harper", "Harper Lee"],
    ["GARCÍA MÁRQUEZ, Gabriel", "Gabriel Garcia Marquez"],
    ["Plato", "plato"],
  ])("a name in either order: %j is %j", (one, other) => {
    expect(nameKey(pieces(one))).toBe(nameKey(pieces(other)));
  });

  test("names of other people are others", () => {
    expect(nameKey(pieces("Ben Harper"))).not.toBe(nameKey(pieces("Harper Lee")));
    expect(nameKey([])).toBe("");
  });

  test.each([
    ["The Road", ["road"]],
    ["L'Étranger", ["letranger"]],
    ["El amor", ["amor"]],
    ["Das Schloß", ["schloss"]],
    ["Them", ["them"]],
    ["The", ["the"]],
    ["", []],
  ])("an article before the rest goes: %j", (title, rest) => {
    expect(withoutArticle(pieces(title)).map(({ whole }) => whole)).toEqual(rest);
  });

  test.each([
    ["The Road", ":title:road"],
    ["road", ":title:road"],
    ["It", ":title:it"],
    ["1984", ":title:1984"],
    ["Jane Eyre", ":title:janeeyre"],
    ["The Old Man", ":title:oldman"],
    ["Catch-22", ":title:catch22"],
    ["Of Mice and Men", undefined],
    ["", undefined],
    ["---", undefined],
  ])("a short title is a term of its own: %j", (title, term) => {
    expect(titleTerm(pieces(title))).toBe(term);
  });
});
