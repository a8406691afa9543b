/** As many books can have an ISBN of their own here: the numbers that begin with 978, and with 979-1 to 979-9. */
export const MOST_BOOKS = 1_000_000_000;

const HUNDRED_MILLION = 100_000_000;

/**
 * The ISBN-13 of the book at a place of the catalogue, counted from 0: 13 digits with the right check digit, different
 * for every place below MOST_BOOKS. The first hundred million have the digit `group`, of their language, behind 978.
 */
export function isbnOf(place: number, group: string): string {
  const above = Math.floor(place / HUNDRED_MILLION);
  const digits = String(scattered(place % HUNDRED_MILLION)).padStart(8, "0");
  const body = (above === 0 ? `978${group}` : `979${above}`) + digits;
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += (body.charCodeAt(i) - 48) * (i % 2 === 0 ? 1 : 3);
  return body + ((10 - (sum % 10)) % 10);
}

/** Another number of eight digits, for each a different one, that does not show the order of the first. */
function scattered(number: number): number {
  const once = (number * 39_916_801 + 27_182_818) % HUNDRED_MILLION;
  const turned = (once % 10_000) * 10_000 + Math.floor(once / 10_000);
  return (turned * 68_718_953 + 31_415_926) % HUNDRED_MILLION;
}
