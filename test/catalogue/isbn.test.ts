import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isbn13 } from "../../src/catalogue/isbn.ts";

describe("isbn13", () => {
  test.each([
    ["9780439023481", "9780439023481"],
    ["978-0-439-02348-1", "9780439023481"],
    ["978 0 439 02348 1", "9780439023481"],
    ["978–0–439–02348–1", "9780439023481"],
    ["0439023483", "9780439023481"],
    ["0-439-02348-3", "9780439023481"],
    ["080442957X", "9780804429573"],
    ["080442957x", "9780804429573"],
    ["ISBN 0-439-02348-3", "9780439023481"],
    ["ISBN-13: 978-0-439-02348-1", "9780439023481"],
    ["ISBN10 0439023483", "9780439023481"],
    ["ISBN0439023483", "9780439023481"],
    ["isbn:9780439023481", "9780439023481"],
    ["EAN 9780439023481", "9780439023481"],
    ["0439023483 (pbk.) : $8.99", "9780439023481"],
    ["0439023483; 9780439023481", "9780439023481"],
    ['="0439023483"', "9780439023481"],
    ["9780439023481.0", "9780439023481"],
    ["  9780439023481\n", "9780439023481"],
    ["9791090636071", "9791090636071"],
  ])("reads %j", (text, isbn) => {
    expect(isbn13(text)).toBe(isbn);
  });

  test.each([
    ["439023483", "9780439023481"],
    ["439023483.0", "9780439023481"],
    ["80442957X", "9780804429573"],
    ["61120081", "9780061120084"],
    ["7120060", "9780007120062"],
  ])("gives %j back the zeros that a spreadsheet took", (text, isbn) => {
    expect(isbn13(text)).toBe(isbn);
  });

  test.each([
    [""],
    [" "],
    ["n/a"],
    ["X"],
    ["0"],
    ["0000000000"],
    ["9780439023482"],
    ["0439023484"],
    ["9.78043902348e+12"],
    ["9.78E+12"],
    ["978043902348"],
    ["97804390234811"],
    ["1234567890123"],
    ["9790260000438"], // printed music
    ["123456"],
    ["04390X3483"],
    ["-439023483e2"],
  ])("finds none in %j", (text) => {
    expect(isbn13(text)).toBeNull();
  });

  test("an ISBN-10 with one digit changed is none", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[1-9]\d{8}$/),
        fc.nat({ max: 8 }),
        fc.integer({ min: 1, max: 9 }),
        (nine, place, change) => {
          const valid = `${nine}${check10(nine)}`;
          expect(isbn13(valid)).toMatch(/^978\d{10}$/);
          const digits = [...valid];
          digits[place] = String((Number(digits[place]) + change) % 10);
          expect(isbn13(digits.join(""))).toBeNull();
        },
      ),
    );
  });

  test("an ISBN that was read is read again as itself, and no text makes it throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d -]{7,17}[xX]?$/)), (text) => {
        const isbn = isbn13(text);
        if (isbn !== null) expect(isbn13(isbn)).toBe(isbn);
      }),
    );
  });
});

function check10(nine: string): string {
  for (const check of "0123456789X") {
    const digits = [...nine, check].map((digit) => (digit === "X" ? 10 : Number(digit)));
    if (digits.reduce((sum, digit, i) => sum + digit * (10 - i), 0) % 11 === 0) return check;
  }
  throw new Error("every nine digits have a check digit");
}
