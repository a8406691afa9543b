import type { Random } from "./random.ts";
import { Weighted } from "./weighted.ts";

/** Periods from one year on, so many years each, and how many of a hundred books are of them. */
const PERIODS = new Weighted<readonly [from: number, years: number]>([
  [[1500, 200], 0.5],
  [[1700, 100], 1.7],
  [[1800, 50], 3],
  [[1850, 50], 8.5],
  [[1900, 50], 13],
  [[1950, 10], 5],
  [[1960, 10], 8],
  [[1970, 10], 10.3],
  [[1980, 10], 12],
  [[1990, 10], 14],
  [[2000, 10], 12.5],
  [[2010, 15], 11.5],
]);

const WITHOUT_YEAR = 0.03;

/** The year in which an edition appeared; null where the catalogue does not tell. */
export function drawYear(random: Random): number | null {
  if (random.chance(WITHOUT_YEAR)) return null;
  const [from, years] = PERIODS.draw(random);
  return from + random.below(years);
}

/** The share of editions of a year that have an ISBN, which came into use from 1967 to 1980. */
export function shareWithIsbn(year: number | null): number {
  if (year === null || year < 1967) return 0.01;
  if (year < 1970) return 0.08;
  if (year < 1980) return 0.3;
  if (year < 1990) return 0.7;
  return year < 2000 ? 0.9 : 0.96;
}

// The shop sells nearly all that has an ISBN, and some old books.
const PRICED = 0.85;
const PRICED_OLD = 0.1;
const PRICE_ENDINGS = new Weighted([99, 95, 50, 0].map((cents, i): [number, number] => [cents, 4 - i]));

/** A price in cents, around 15 for half of all; null where none is set. */
export function drawPrice(random: Random, hasIsbn: boolean): number | null {
  if (!random.chance(hasIsbn ? PRICED : PRICED_OLD)) return null;
  const whole = Math.max(1, Math.floor(Math.exp(2.65 + 0.6 * random.normal())));
  return whole * 100 + PRICE_ENDINGS.draw(random);
}

const IN_STOCK = 0.4;

/** How many copies the shop has: mostly none or a few. */
export function drawQuantity(random: Random): number {
  return random.chance(IN_STOCK) ? 1 + Math.floor(-3 * Math.log(1 - random.unit())) : 0;
}

// Fitted to the ten thousand most rated books of Goodreads, taken as the head of two million rated ones.
const RATED = 0.2;
const RATINGS_MEAN = 2.8;
const RATINGS_DEVIATION = 2.6;
const MOST_RATINGS = 10_000_000;

/** How many people rated a book: most none, some a few, very few hundreds of thousands. */
export function drawRatings(random: Random): number {
  if (!random.chance(RATED)) return 0;
  const ratings = Math.ceil(Math.exp(RATINGS_MEAN + RATINGS_DEVIATION * random.normal()));
  return Math.min(ratings, MOST_RATINGS);
}
