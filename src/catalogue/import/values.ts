import { FIRST_YEAR, LAST_YEAR } from "../years.ts";

const NUMBER = /^([-+]?\d+)(?:\.0*)?$/;
const FOUR_DIGITS = /(?<!\d)\d{4}(?!\d)/;
const BEFORE_CHRIST = /^(\d{1,4})\s*(?:BCE|BC|B\.C\.)$/i;

/**
 * The year in a text: "2008.0", "-720", "c1998", "[1887]", "1998-05-01", "800 BC" (-800). Null where there is none that
 * can be.
 */
export function readYear(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const number = NUMBER.exec(trimmed)?.[1];
  if (number !== undefined) return possible(Number(number));
  const before = BEFORE_CHRIST.exec(trimmed)?.[1];
  if (before !== undefined) return possible(-Number(before));
  const digits = FOUR_DIGITS.exec(trimmed)?.[0];
  return digits === undefined ? null : possible(Number(digits));
}

function possible(year: number): number | null {
  return year !== 0 && year >= FIRST_YEAR && year <= LAST_YEAR ? year : null;
}

/** The copies in a text: a whole number, "3", "3.0" or "1,200"; 0 for anything else. */
export function readQuantity(text: string): number {
  const plain = /^\s*\d{1,3}(,\d{3})+\s*$/.test(text) ? text.replaceAll(",", "") : text;
  const number = Number(NUMBER.exec(plain.trim())?.[1] ?? 0);
  return number > 0 && number <= 1e9 ? number : 0;
}

// How known a book can be: more than there are people is a mistake, or a number of another kind.
const MOST_KNOWN = 1e10;

/** How well known a book is, by a count in a text: "4,780,653", "12 500" or "3.5". 0 for what is no such number. */
export function readStanding(text: string): number {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > LONGEST_NUMBER) return 0;
  const plain = GROUPED.test(trimmed) ? trimmed.replace(/\D/g, "") : trimmed;
  const number = COUNT.test(plain) ? Number(plain) : 0;
  return number > 0 && number <= MOST_KNOWN ? number : 0;
}

const LONGEST_NUMBER = 40;
const COUNT = /^\d+(?:\.\d+)?(?:e\+?\d+)?$/i; // some programs write 4.78e+06
const GROUPED = /^\d{1,3}(?:([,\s'\u2019])\d{3})(?:\1\d{3})*$/;

// A currency's sign or letters on either side: "$", "€", "EUR", "Rs.", "A$", "kr".
const CURRENCY = /^[A-Za-z]{0,3}\.?\p{Sc}?\s*|\s*\p{Sc}?(?:\s?[A-Za-z]{1,3}\.?)?$/gu;

// No price is longer, its currency included.
const LONGEST_PRICE = 40;

const SPACED_THOUSANDS = /(?<=\d)[\s'’](?=\d{3}(?!\d))/gu;

// As most are written.
const PLAIN_PRICE = /^\d{1,9}\.\d\d$/;

/** What parts whole coins from cents in the prices of a column: a mark, or null where nothing shows it. */
export type DecimalMark = "." | "," | null;

/**
 * The price in a text, in cents: "12.99", "$12.99", "€ 12,99" and "1.234,50". Null where there is none.
 *
 * The last point or comma parts the cents from the rest, unless three digits follow it and no other kind of mark stands
 * before: then it marks thousands, "12.990" being a price in Chile, where `decimalMark` does not say otherwise.
 */
export function readPrice(text: string, decimalMark: DecimalMark = null): number | null {
  if (PLAIN_PRICE.test(text)) return Number(text.replace(".", ""));
  const amount = readAmount(text);
  if (amount === null) return null;
  const mark = Math.max(amount.lastIndexOf("."), amount.lastIndexOf(","));
  if (mark === -1) return cents(amount, "");
  const whole = amount.slice(0, mark);
  const rest = amount.slice(mark + 1);
  const own = amount.charAt(mark);
  const other = own === "." ? "," : ".";
  if (whole.includes(own) || (own !== decimalMark && marksThousands(whole, rest, other))) {
    // Thousands, all marked alike: 1.234 and 1,234,567.
    return whole.includes(other) || !isGrouped(amount, own) ? null : cents(amount.replaceAll(own, ""), "");
  }
  if (whole.includes(other) && !isGrouped(whole, other)) return null;
  return cents(whole.replaceAll(other, ""), rest);
}

/**
 * Finds what parts the cents in a column of prices, from some of them. A mark before one, two or four digits does, and one
 * before three where it cannot mark thousands: "0.990", "1250.000". What can all be understood both ways is left open.
 */
export function findDecimalMark(sample: readonly string[]): DecimalMark {
  for (const text of sample) {
    const [, whole = "", mark, rest = ""] = /^(.*)([.,])(\d+)$/.exec(readAmount(text) ?? "") ?? [];
    if ((mark !== "." && mark !== ",") || whole.includes(mark)) continue;
    if (!marksThousands(whole, rest, mark === "." ? "," : ".")) return mark;
  }
  return null;
}

function readAmount(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > LONGEST_PRICE) return null;
  const amount = trimmed
    .replace(CURRENCY, "")
    .replace(SPACED_THOUSANDS, "")
    .replace(/[.,]-+$/, "");
  return /^\d[\d.,]*$/.test(amount) ? amount : null;
}

/** True for a mark that stands before three digits and behind so few that they can be thousands. */
function marksThousands(whole: string, rest: string, other: string): boolean {
  return rest.length === 3 && !whole.includes(other) && /^0*[1-9]\d{0,2}$/.test(whole);
}

function isGrouped(amount: string, mark: string): boolean {
  const [first = "", ...groups] = amount.split(mark);
  return first.length >= 1 && first.length <= 3 && groups.every((group) => group.length === 3);
}

function cents(whole: string, decimals: string): number | null {
  const written = decimals.replace(/0+$/, ""); // databases say 12.9900
  if (written.length > 2 || whole.length > 9) return null;
  return Number(whole) * 100 + Number(written.padEnd(2, "0"));
}
