import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { words } from "../../src/catalogue/folding.ts";

describe("words", () => {
  test.each([
    ["Brontë, Charlotte", ["bronte", "charlotte"]],
    ["BRONTË", ["bronte"]],
    ["Bronte\u0308", ["bronte"]],
    ["J. R. R. Tolkien", ["j", "r", "r", "tolkien"]],
    ["O'Brien O’Brien O´Brien", ["obrien", "obrien", "obrien"]],
    ["Saint-Exupéry", ["saint", "exupery"]],
    ["Jo Nesbø, Łukasz Orbitowski", ["jo", "nesbo", "lukasz", "orbitowski"]],
    ["Straße Ærø Þór Đorđe", ["strasse", "aero", "thor", "dorde"]],
    ["İstanbul ısı", ["istanbul", "isi"]],
    ["Ｈａｒｕｋｉ ﬁne", ["haruki", "fine"]],
    ["村上春樹", ["村上春樹"]],
    ["Лев Толстой", ["лев", "толстои"]],
    ["Ὅμηρος ΌΜΗΡΟΣ", ["ομηροσ", "ομηροσ"]],
    ["\u0149\u0374", ["n"]],
    ["50 Cent", ["50", "cent"]],
    ["", []],
    ["% _ * \" - '", []],
  ])("folds %j", (text, folded) => {
    expect(words(text)).toEqual(folded);
  });

  test("folds plain text as it folds the same text among other letters", () => {
    const plain = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(plain, (text) => {
        expect(words(`${text} é`)).toEqual([...words(text), "e"]);
      }),
    );
  });

  test("each character of Unicode folds into what folds into itself", () => {
    const unstable: string[] = [];
    for (let point = 0; point <= 0x10ffff; point++) {
      const text = `a${String.fromCodePoint(point)}b`;
      const folded = words(text).join(" ");
      if (words(folded).join(" ") !== folded) unstable.push(point.toString(16));
    }
    expect(unstable).toEqual([]);
  });

  test("a folded text folds into itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const folded = words(text);
        expect(words(folded.join(" "))).toEqual(folded);
      }),
    );
  });

  test("normal forms and case make no difference", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Zéèüñçøåß ,.'-]{0,40}$/), (text) => {
        expect(words(text.normalize("NFD"))).toEqual(words(text.normalize("NFC")));
        expect(words(text.toUpperCase())).toEqual(words(text));
      }),
    );
  });
});
