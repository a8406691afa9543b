import type { Random } from "../../../src/catalogue/generate/random.ts";

/** An ISBN-13 in one of the ways to type it: 13 digits, 10, or either with hyphens. */
export function isbnTyped(isbn: string, random: Random): string {
  const digits = isbn.startsWith("978") && random.chance(0.5) ? tenOf(isbn) : isbn;
  return random.chance(0.5) ? digits : hyphenated(digits, random);
}

/** The ISBN-10 of an ISBN-13 that begins with 978. */
function tenOf(isbn: string): string {
  const body = isbn.slice(3, 12);
  let sum = 0;
  for (let place = 0; place < 9; place++) sum += (10 - place) * Number(body[place]);
  const check = (11 - (sum % 11)) % 11;
  return body + (check === 10 ? "X" : String(check));
}

/** With hyphens: behind the prefix, the group, the publisher, whose number is longer or shorter, and the title. */
function hyphenated(digits: string, random: Random): string {
  const prefix = digits.length === 13 ? [digits.slice(0, 3)] : [];
  const body = digits.slice(-10);
  const publisher = 3 + random.below(4);
  return [
    ...prefix,
    body.slice(0, 1),
    body.slice(1, publisher),
    body.slice(publisher, 9),
    body.slice(9),
  ].join("-");
}
