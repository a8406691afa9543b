import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ISO_5426 } from "../../../src/catalogue/import/formats/marc/character-sets.ts";
import { decodeText } from "../../../src/catalogue/import/formats/marc/encoding.ts";
import { decodeMarc8 } from "../../../src/catalogue/import/formats/marc/marc-8.ts";
import { withoutMojibake } from "../../../src/catalogue/import/formats/marc/mojibake.ts";
import { readAll, record } from "./marc-records.ts";

/** Text of which each character is one byte. */
const bytes = (text: string) => Buffer.from(text, "latin1");
const marc8 = (text: string) => decodeMarc8(bytes(text)).normalize("NFC");

describe("MARC-8", () => {
  test.each([
    ["a mark before its letter", "Bront\xe8e", "Brontë"],
    ["two marks before one letter", "Vi\xe3\xf2et Nam", "Việt Nam"],
    ["letters of ANSEL", "\xb2re og \xb5re, \xa2re, z\xb1oty", "øre og ære, Øre, złoty"],
    ["the eszett and the euro, which came later", "Stra\xc7e, 5 \xc8", "Straße, 5 €"],
    ["a ligature over two letters, as one mark", "L\xebi\xecudmila", "Li\u0361udmila"],
    ["a double tilde", "\xfan\xfbg", "n\u0360g"],
    ["signs of romanisation", "Zhizn\xa7, Qur\xaean, \xb0Abd, ob\xb7ekt", "Zhiznʹ, Qurʼan, ʻAbd, obʺekt"],
    ["Greek", '\x1b(S"Rojurw\x1b(B', "Όμηρος"],
    ["Cyrillic for the low bytes", "\x1b(NwOJNA I MIR\x1b(B!", "Война и мир!"],
    ["Cyrillic for the high bytes", "\x1b)N\xf7\xcf\xca\xce\xc1", "Война"],
    ["extended Cyrillic for the high bytes", "\x1b(N\x1b)QnA\xc6DEA\x1b(B", "Наідеа"],
    ["Hebrew", "\x1b(2ylem\x1b(B", "שלום"],
    ["Arabic", "\x1b(3GdcJGH\x1b(B", "الكتاب"],
    ["extended Arabic", "\x1b(4)a\x1b(B", "پڲ"],
    ["superscripts and subscripts", "E=mc\x1bp2\x1bs, H\x1bb2\x1bsO", "E=mc², H₂O"],
    ["Greek symbols", "\x1bga\x1bs-rays", "α-rays"],
    ["Chinese", "\x1b$1!0d!0!\x1b(B", "人一"],
    ["Japanese", "\x1b$1i$Ni%+\x1b(B", "のカ"],
    ["Korean", '\x1b$1oI!oI"\x1b(B', "거걱"],
    ["East Asian characters for the high bytes", "\x1b$)1\xa1\xb0\xe4 A", "人 A"],
    ["ASCII for the high bytes", "\x1b)Ba\xe1\xe2", "aab"],
    ["a reference by number", "10&#x20AC;&#x1F600;", "10€😀"],
  ])("has %s", (_, text, expected) => {
    expect(marc8(text)).toBe(expected);
  });

  test("ends every choice of a set with the subfield", () => {
    expect(marc8("\x1b(NwOJNA\x1faWar\x1e\x1b$1!0d\x1eA")).toBe("Война\x1faWar\x1e人\x1eA");
  });

  test("shows bytes that stand for nothing, and goes on behind them", () => {
    expect(marc8("a\xdfb\x81c\xa0d")).toBe("a\ufffdb\ufffdc\ufffdd");
    expect(marc8("\x1b$1!0d!!!{6924f6}!0d!0\x1b(B.")).toBe("人\ufffd\ufffd人\ufffd\ufffd.");
    expect(marc8("\x1b$1!0\x1eA")).toBe("\ufffd\ufffd\x1eA");
  });

  test("a mark before no letter is dropped, and so are escapes to nowhere and signs for sorting", () => {
    expect(marc8("Relaxin\xe1 at\xe2\x1e")).toBe("Relaxin at\x1e");
    expect(marc8("a\x1b(Zb\x1b?c\x1b")).toBe("ab?c");
    expect(marc8("\x88The \x89whale")).toBe("The whale");
  });

  test("no reference brings a delimiter or half a character in", () => {
    expect(marc8("&#x1f;&#xD800;&#x110000;&#x;")).toBe("&#x1f;&#xD800;&#x110000;&#x;");
  });

  test("of ISO 5426, which UNIMARC has, the marks stand elsewhere", () => {
    expect(
      decodeMarc8(bytes("Les mis\xc2erables, \xc8uber, gar\xd0con, \xfa"), ISO_5426).normalize("NFC"),
    ).toBe("Les misérables, über, garçon, œ");
  });

  /** An escape sequence, or what may stand behind one. */
  const piece = fc.oneof(
    fc
      .tuple(
        fc.constantFrom("(", ",", ")", "-", "$", "$(", "$,", "$)", "$-", ""),
        fc.constantFrom(..."B!ESNQ234spbg1?"),
      )
      .map(([place, sign]) => `\x1b${place}${sign}`),
    fc.uint8Array({ maxLength: 6 }).map((array) => Buffer.from(array).toString("latin1")),
  );

  test("whatever the bytes are, the delimiters stay and nothing is thrown", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.array(piece).map((pieces) => bytes(pieces.join(""))),
        ),
        (array) => {
          const text = decodeMarc8(Buffer.from(array));
          for (const mark of [0x1d, 0x1e, 0x1f]) {
            expect(text.split(String.fromCharCode(mark)).length - 1).toBe(
              array.filter((byte) => byte === mark).length,
            );
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe("the encoding of a record", () => {
  const decode = (
    text: string | Buffer,
    said: { utf8?: boolean; unimarc?: boolean; language?: string } = {},
  ) => decodeText(Buffer.from(text), { utf8: false, unimarc: false, language: "", ...said });

  test.each([
    ["UTF-8 that says so", Buffer.from("Brontë"), { utf8: true }, "Brontë", false],
    ["MARC-8 that says so", bytes("Bront\xe8e"), {}, "Bronte\u0308", false],
    ["UTF-8 that says MARC-8", Buffer.from("Brontë"), {}, "Brontë", true],
    ["MARC-8 that says UTF-8", bytes("Bront\xe8e"), { utf8: true }, "Bronte\u0308", true],
    ["Windows-1252 that says MARC-8", bytes("M\xfcller, Stra\xdfe \x80"), {}, "Müller, Straße €", true],
    ["Windows-1252 that says UTF-8", bytes("caf\xe9 \xa9"), { utf8: true }, "café ©", true],
    [
      "Windows-1251",
      bytes("\xc2\xee\xe9\xed\xe0 \xe8 \xec\xe8\xf0"),
      { language: "rus" },
      "Война и мир",
      true,
    ],
    [
      "Windows-1253",
      bytes("\xcf\xec\xe7\xf1\xef\xf2 \xe9\xeb\xe9\xdc\xe4\xe1"),
      { language: "grc" },
      "Ομηρος ιλιάδα",
      true,
    ],
    ["ISO 5426 of UNIMARC", bytes("mis\xc2erables"), { unimarc: true }, "mise\u0301rables", false],
    [
      "UTF-8 of UNIMARC, which cannot say so",
      Buffer.from("misérables"),
      { unimarc: true },
      "misérables",
      false,
    ],
    [
      "UTF-8 with one byte damaged",
      bytes("Bront\xc3\xab, \xc3\xa9t\xc3"),
      { utf8: true },
      "Brontë, ét\ufffd",
      false,
    ],
    ["MARC-8 with one mark too many", bytes("Relaxin\xe1 at Camarill"), {}, "Relaxin at Camarill", false],
  ])("%s", (_, text, said, expected, lied) => {
    expect(decode(text, said)).toEqual({ text: expected, lied });
  });

  test("what a record says wrongly is counted", async () => {
    const fields = [
      "008 020507s1847    enk           000 1 eng d",
      "100 1 $aBront\u00eb, Charlotte.",
      "245 10$aJane Eyre.",
    ];
    const right = { kind: "nam a" };
    const wrong = { kind: "nam  " };
    const { books, repaired } = await readAll(Buffer.concat([record(fields, right), record(fields, wrong)]));
    expect(books.map(({ contributors }) => contributors[0]?.name)).toEqual([
      "Brontë, Charlotte",
      "Brontë, Charlotte",
    ]);
    expect(repaired).toEqual({ "wrong encoding": 1 });
  });
});

test.each([
  ["r\u00c3\u00b6misch", "römisch"],
  ["Pe\u00c3\u008c\u00c2\u0081tain", "Pe\u0301tain"],
  ["Chi-ch\u00c3\u008a\u00c2\u00bbien", "Chi-chʻien"],
  ["Brontë", "Brontë"],
  ["LE CAF\u00c9\u00bb", "LE CAF\u00c9\u00bb"],
  ["\u00c3\u00b6 and 人", "\u00c3\u00b6 and 人"],
  ["\u00c3\u00b6 and \u00e9", "\u00c3\u00b6 and \u00e9"],
])("UTF-8 that was put into UTF-8 is taken back where that is certain: %j", (text, expected) => {
  expect(withoutMojibake(text)).toBe(expected);
});

test("texts that were put into UTF-8 twice are counted", async () => {
  const { books, repaired } = await readAll(
    record(["245 10$aDas r\u00c3\u00b6mische Privatrecht &amp; mehr"]),
  );
  expect(books[0]?.title).toBe("Das römische Privatrecht & mehr");
  expect(repaired).toEqual({ mojibake: 1, "HTML entities": 1 });
});
