import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLanguage } from "../../src/catalogue/import/language.ts";
import { tidy } from "../../src/catalogue/import/text.ts";
import { readSeries, readTitle } from "../../src/catalogue/import/title.ts";
import {
  findDecimalMark,
  readPrice,
  readQuantity,
  readStanding,
  readYear,
} from "../../src/catalogue/import/values.ts";

test.each([
  ["2008.0", 2008],
  ["-720.0", -720],
  ["1998", 1998],
  ["c1998", 1998],
  ["[1887]", 1887],
  ["[1887?]", 1887],
  ["1998-05-01", 1998],
  ["01/05/1998", 1998],
  ["May 1998", 1998],
  ["1998/99", 1998],
  ["800 BC", -800],
  ["8", 8],
  ["", null],
  ["0", null],
  ["n.d.", null],
  ["18--?", null],
  ["20081", null],
  ["9999", null],
  ["-99999", null],
  ["1e3", null],
  ["12.5", null],
])("the year of %j is %j", (text, year) => {
  expect(readYear(text)).toBe(year);
});

test.each([
  ["12.99", 1299],
  ["$12.99", 1299],
  ["€ 12,99", 1299],
  ["12,99 €", 1299],
  ["1.234,50", 123450],
  ["1,234.50", 123450],
  ["1 234,50", 123450],
  ["1'234.50", 123450],
  ["1,234,567", 123456700],
  ["1.234", 123400],
  ["12.990", 1299000],
  ["1250.000", 125000],
  ["0.990", 99],
  ["USD 12.5", 1250],
  ["12.99 EUR", 1299],
  ["Rs. 499", 49900],
  ["99,-", 9900],
  ["12.9900", 1299],
  ["0.5", 50],
  ["0", 0],
  ["7", 700],
  ["", null],
  ["free", null],
  ["-5", null],
  ["12.99-15.99", null],
  ["1.2.3", null],
  ["12,34,56", null],
  ["12.999999", null],
  ["99999999999", null],
])("the price %j is %j cents", (text, cents) => {
  expect(readPrice(text)).toBe(cents);
});

test("every price that is written in the usual way is read to the cent", () => {
  fc.assert(
    fc.property(fc.nat({ max: 99_999_999 }), fc.constantFrom("en", "de", "fr"), (cents, locale) => {
      const written = (cents / 100).toLocaleString(locale, { minimumFractionDigits: 2 });
      expect(readPrice(written)).toBe(cents);
    }),
  );
});

test.each([
  ["3", 3],
  ["3.0", 3],
  [" 12 ", 12],
  ["1,200", 1200],
  ["", 0],
  ["-2", 0],
  ["many", 0],
  ["1.5", 0],
  ["99999999999999999999", 0],
])("the quantity of %j is %j", (text, quantity) => {
  expect(readQuantity(text)).toBe(quantity);
});

test.each<[sample: string[], mark: "." | "," | null]>([
  [["12.990", "8.500"], null],
  [["12.990", "1.234.567", "990"], null],
  [["12.990", "7.5"], "."],
  [["12.990", "$7.99"], "."],
  [["12.990", "1,234.500"], "."],
  [["12.990", "0.500"], "."],
  [["12.990", "1250.000"], "."],
  [["12.990", "7,50 €"], ","],
  [["12,990", "7,50"], ","],
  [["free", "", "12", "1.2.3"], null],
])("what parts the cents of %j is %j", (sample, mark) => {
  expect(findDecimalMark(sample)).toBe(mark);
});

test("three decimals are decimals where the column shows it, and thousands elsewhere", () => {
  expect(readPrice("12.990", ".")).toBe(1299);
  expect(readPrice("12,990", ".")).toBe(1299000);
  expect(readPrice("12.990", ",")).toBe(1299000);
  expect(readPrice("1.234.567", ".")).toBe(123456700);
});

test.each([
  ["4780653", 4_780_653],
  ["4,780,653", 4_780_653],
  ["12 500", 12_500],
  ["1'200", 1200],
  ["3.75", 3.75],
  ["2.0", 2],
  ["", 0],
  ["-5", 0],
  ["many", 0],
  ["1,2", 0],
  ["Infinity", 0],
  ["NaN", 0],
  ["4.78e+06", 4_780_000],
  ["1e300", 0],
  ["0x10", 0],
])("the standing of %j is %j", (text, standing) => {
  expect(readStanding(text)).toBe(standing);
});

test.each([
  ["en", "en"],
  ["eng", "en"],
  ["fre", "fr"],
  ["ger", "de"],
  ["en-US", "en-US"],
  ["en_us", "en-US"],
  ["zh-hant", "zh-Hant"],
  ["fil", "fil"],
  ["en; fr", "en"],
  ["en/fr", "en"],
  ["", null],
  ["und", null],
  ["English", "en"],
  ["english", "en"],
  ["English (United States)", "en"],
  ["Français", "fr"],
  ["Deutsch", "de"],
  ["日本語", "ja"],
  ["Klingonese", null],
  ["--", null],
  ["N/A", null],
  ["en-a", null],
])("the language of %j is %j", (text, language) => {
  expect(readLanguage(text)).toBe(language);
});

describe("readTitle", () => {
  test.each([
    ["The Hunger Games (The Hunger Games, #1)", "The Hunger Games", "The Hunger Games, 1"],
    ["Angels & Demons  (Robert Langdon, #1)", "Angels & Demons", "Robert Langdon, 1"],
    ["Legends in Exile (Fables #1)", "Legends in Exile", "Fables, 1"],
    ["Boxset (Harry Potter, #1-3)", "Boxset", "Harry Potter, 1-3"],
    ["I, Robot (Robot #0.1)", "I, Robot", "Robot, 0.1"],
    ["Going Postal (Discworld, #33; Moist von Lipwig, #1)", "Going Postal", "Discworld, 33"],
    ["Ranma ½, Vol. 1 (Ranma ½ (US 2nd), #1)", "Ranma ½, Vol. 1", "Ranma ½ (US 2nd), 1"],
    ["The Silmarillion (Middle-Earth Universe)", "The Silmarillion (Middle-Earth Universe)", null],
    ["Saga #1", "Saga #1", null],
    ["(Fables, #1)", "(Fables, #1)", null],
    ["Nameless (#1)", "Nameless (#1)", null],
    ["odd) #1)", "odd) #1)", null],
    ["The United States Bill of Rights\r\nThe Ten", "The United States Bill of Rights The Ten", null],
    [" \t ", "", null],
  ])("reads %j", (text, title, series) => {
    expect(readTitle(text)).toEqual({ title, series });
  });

  test("no text makes it throw, and what it gives is tidy", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("(", ")", "#", ";", ",", " ", "a", "1", "e\u0301") }),
        (text) => {
          const { title, series } = readTitle(text);
          expect(tidy(title)).toBe(title);
          expect(series).not.toBe("");
        },
      ),
    );
  });
});

test.each([
  ["Discworld", "Discworld"],
  ["Discworld #33", "Discworld, 33"],
  ["Discworld, #33", "Discworld, 33"],
  ["Las Tres edades   307", "Las Tres edades, 307"],
  ["Serie negra (RBA)   24", "Serie negra (RBA), 24"],
  ["Trilogía luna   III", "Trilogía luna, III"],
  ["Zeta bolsillo   162/3", "Zeta bolsillo, 162/3"],
  ["Penguin classics ; 12", "Penguin classics, 12"],
  ["Penguin classics ; v. 12", "Penguin classics, v. 12"],
  ["Catch 22", "Catch 22"],
  ["Colección Teorema. Serie mayor", "Colección Teorema. Serie mayor"],
  ["", null],
  ["#3", null],
])("the series %j is %j", (text, series) => {
  expect(readSeries(text)).toBe(series);
});

test.each([
  ["a  b", "a b"],
  ["\ta\r\nb ", "a b"],
  ["a\u0000b", "a b"],
  ["a\u00a0b", "a b"],
  ["Bronte\u0308", "Brontë"],
  ["", ""],
])("%j is tidied to %j", (text, tidied) => {
  expect(tidy(text)).toBe(tidied);
});
