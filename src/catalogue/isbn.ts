const LABEL = /^(?:isbn|ean)(?:[-\s]?1[03](?!\d))?[^\da-z]*/i;

// What spreadsheets wrap a number in that they must not round: ="0439023483".
const WRAPPING = /^[="'\s]+/;

// Where what is said about the number begins: "0439023483 (pbk.)", "0439023483 : $8.99".
const REMARK = /[\s"']*[(:;,/"'].*$/s;

const SEPARATORS = /[\s\p{Pd}\u2212\u00ad]+/gu;

// No ISBN with its label is longer; what comes behind is a remark.
const LONGEST = 80;

const THIRTEEN = /^97(?:8\d{10}|9[1-9]\d{9})$/; // 979-0 is printed music, an ISMN

const TEN = /^\d{6,9}[\dX]$/;

/**
 * The ISBN-13, 13 digits, of a text that holds an ISBN-10 or an ISBN-13; null when it holds none.
 *
 * Hyphens, spaces, a label before the number and a remark behind it are passed over. An ISBN-10 that a spreadsheet took
 * for a number gets back its leading zeros, three at most. The check digit must be right, and so a number that was
 * rounded ("9.78043902348e+12") gives null.
 *
 * @example isbn13("ISBN 0-439-02348-3") // "9780439023481"
 */
export function isbn13(text: string): string | null {
  if (THIRTEEN.test(text)) return checkDigit13(text) === text[12] ? text : null; // as most are written
  const digits = text
    .slice(0, LONGEST)
    .replace(WRAPPING, "")
    .replace(LABEL, "")
    .replace(REMARK, "")
    .replace(/\.0+$/, "") // a number that was stored as a float
    .replace(SEPARATORS, "")
    .toUpperCase();
  if (THIRTEEN.test(digits)) return checkDigit13(digits) === digits[12] ? digits : null;
  if (!TEN.test(digits)) return null;
  const ten = digits.padStart(10, "0");
  // Ten zeros have a right check digit and stand for nothing.
  if (ten === "0000000000" || checkDigit10(ten) !== ten[9]) return null;
  const body = `978${ten.slice(0, 9)}`;
  return body + checkDigit13(body);
}

/** Weighs the first nine digits by 10, 9, … 2; with the check digit the sum is a multiple of 11. */
function checkDigit10(digits: string): string {
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += (10 - i) * digit(digits, i);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? "X" : String(check);
}

/** Weighs the first twelve digits by 1 and 3 in turn; with the check digit the sum is a multiple of 10. */
function checkDigit13(digits: string): string {
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += (i % 2 === 0 ? 1 : 3) * digit(digits, i);
  return String((10 - (sum % 10)) % 10);
}

function digit(digits: string, place: number): number {
  return digits.charCodeAt(place) - 48;
}
