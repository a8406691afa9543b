import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { indexWords, piecesOf, wholeOf } from "../../src/catalogue/folding.ts";

// The machine may have other work.
vi.setConfig({ testTimeout: 60_000 });

const words = (text: string) => indexWords(piecesOf(text));

/** Text with what is hard: several scripts, what joins and parts words, initials, and anything else of Unicode. */
const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({
    unit: fc.constantFrom(
      ..."abJR .,'’-–&éßÆ½иΣ村上ナがルรั한\u0301\u3099ｱﾞ𠀀",
      "J. ",
      "R.",
      "O'",
      "漢-",
      "аъ ",
    ),
    maxLength: 40,
  }),
);

/** The characters of Unicode that mean something, surrogates and what is for private use aside. */
function* characters(): Generator<string> {
  const meaningful = /[^\p{Cn}\p{Co}\p{Cs}]/u;
  for (let point = 0; point <= 0x3ffff; point++) {
    const character = String.fromCodePoint(point);
    if (meaningful.test(character)) yield character;
  }
}

describe("folding", () => {
  test("a word that was folded folds into itself, with each character of Unicode", () => {
    const unstable: string[] = [];
    for (const character of characters()) {
      const folded = words(`aa${character}bb`);
      if (folded.some((word) => wholeOf(piecesOf(word)) !== word)) unstable.push(character);
    }
    expect(unstable).toEqual([]);
  });

  test("a word that was folded folds into itself, in any text", () => {
    fc.assert(
      fc.property(text, (text) => {
        for (const word of words(text)) expect(wholeOf(piecesOf(word))).toBe(word);
      }),
      { numRuns: 1000 },
    );
  });

  test("normal forms make no difference to any letter", () => {
    const different: string[] = [];
    for (const character of characters()) {
      if (!/\p{L}/u.test(character)) continue;
      const written = `aa${character}bb`;
      const folded = words(written).join(" ");
      const forms = [written.normalize("NFD"), written.normalize("NFC")];
      if (forms.some((form) => words(form).join(" ") !== folded)) different.push(character);
    }
    expect(different).toEqual([]);
  });

  test("case makes no difference to any letter whose capital is its own", () => {
    const different: string[] = [];
    for (const character of characters()) {
      const capital = character.toUpperCase();
      // Greek writes the iota below a vowel beside its capital.
      if (capital === character || capital.toLowerCase() !== character || capital.length > 2) continue;
      if (/[\u0345Ι]/.test(capital.normalize("NFD"))) continue;
      if (words(`aa${capital}bb`).join(" ") !== words(`aa${character}bb`).join(" "))
        different.push(character);
    }
    expect(different).toEqual([]);
  });

  test("plain text folds as the same text does among other letters", () => {
    const plain = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(plain, (text) => {
        expect(words(`${text} éé`)).toEqual([...words(text), "ee"]);
      }),
      { numRuns: 1000 },
    );
  });

  test("pieces lie in the text, in order, and do not overlap", () => {
    fc.assert(
      fc.property(text, (text) => {
        let from = 0;
        for (const { start, end, parts, whole } of piecesOf(text)) {
          expect(start).toBeGreaterThanOrEqual(from);
          expect(end).toBeGreaterThan(start);
          expect(parts.length).toBeGreaterThan(0);
          expect(parts.every((part) => part !== "")).toBe(true);
          expect(whole).not.toBe("");
          from = end;
        }
        expect(from).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1000 },
    );
  });

  test("what stands where a piece is folds into that piece", () => {
    fc.assert(
      fc.property(text, (text) => {
        for (const { start, end, whole } of piecesOf(text)) {
          expect(wholeOf(piecesOf(text.slice(start, end)))).toBe(whole);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("no letter of plain text is lost", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z .,'&村ナé-]{0,30}$/u), (text) => {
        const letters = text
          .replaceAll("&", "and")
          .replaceAll("é", "e")
          .replace(/[^a-z村ナ]/gu, "");
        expect(wholeOf(piecesOf(text))).toBe(letters);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a megabyte folds in seconds", () => {
  const SIZE = 1_000_000;
  test.each(
    [
      ..."a'-é漢か\u0301ъ½&\ud800𠀀ᄀ\u0640 ",
      ...[
        "a ",
        "a-",
        "a'",
        "a.",
        "é ",
        "é-",
        "é.",
        "漢a",
        "漢a-",
        "か\u3099",
        "ъ ",
        "é\u0301",
        "ก็",
        "&-",
        "\u00a0",
      ],
    ].map((unit) => [unit]),
  )(
    "of %j again and again",
    (unit) => {
      const pieces = piecesOf(unit.repeat(SIZE / unit.length));
      expect(indexWords(pieces).length).toBeLessThanOrEqual(2 * SIZE + 1);
      expect(wholeOf(pieces).length).toBeLessThanOrEqual(3 * SIZE);
    },
    15_000,
  );

  // Shorter: a folding that takes quadratic time would never come to an end of more.
  test.each([
    ["a", "é-漢"],
    ["é", "-漢"],
    ["é-", "漢"],
    ["é'", "漢"],
    ["-", "é漢"],
    ["\u0301", "-漢"],
  ])(
    "of many %j before %j",
    (unit, end) => {
      const began = performance.now();
      piecesOf(unit.repeat(20_000) + end);
      expect(performance.now() - began).toBeLessThan(3000);
    },
    60_000,
  );
});
