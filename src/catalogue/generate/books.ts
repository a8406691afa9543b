import type { GeneratedBook } from "./book.ts";
import { drawPrice, drawQuantity, drawRatings, drawYear, shareWithIsbn } from "./editions.ts";
import { isbnOf, MOST_BOOKS } from "./isbns.ts";
import { literatures } from "./literature.ts";
import { Random } from "./random.ts";

const EDITION_STREAM = 1;
const WORK_STREAM = 2;

// The share of books that are another edition of an earlier one, at the beginning and far behind: the larger a catalogue is,
// the more often it has a work already.
const RE_EDITIONS = 0.03;
const LATE_RE_EDITIONS = 0.2;
const LATE = 1_000_000;

/** The highest seed: a word of 32 bits. */
export const LAST_SEED = 2 ** 32 - 1;

/**
 * Makes up `count` books, one after the other. The same seed gives the same books, and the first books of many are those
 * of few. Throws a RangeError for a count above MOST_BOOKS or a seed above LAST_SEED, below zero, or not whole.
 *
 * @example [...generateBooks(2, 1)].map((book) => book.title)
 */
export function* generateBooks(count: number, seed = 1): Generator<GeneratedBook, void, undefined> {
  if (!isWhole(count, MOST_BOOKS)) throw new RangeError(`no ${count} books can be made`);
  const book = bookMaker(seed);
  for (let place = 0; place < count; place++) yield book(place);
}

/** Gives the function that makes the book at any place, counted from 0. Throws a RangeError as generateBooks() does. */
export function bookMaker(seed = 1): (place: number) => GeneratedBook {
  if (!isWhole(seed, LAST_SEED)) throw new RangeError(`${seed} is no seed`);
  const languages = literatures();
  const own = new Random(); // what is this edition's own
  const shared = new Random(); // what it shares with other editions
  return (place) => {
    own.begin(seed, EDITION_STREAM, place);
    const again = RE_EDITIONS + ((LATE_RE_EDITIONS - RE_EDITIONS) * place) / (place + LATE);
    // Early works have more editions, as those that everybody has heard of do.
    const work = own.chance(again) ? Math.floor(place * own.unit() ** 2) : place;
    shared.begin(seed, WORK_STREAM, work);
    const literature = languages.draw(shared);
    const { title, authors } = literature.draw(shared, languages.draw(shared));
    const { tag, isbn: groups } = literature.language;
    const year = drawYear(own);
    const hasIsbn = own.chance(shareWithIsbn(year));
    const group = groups.charAt(own.below(groups.length));
    return {
      isbn: hasIsbn ? isbnOf(place, group) : null,
      title,
      authors,
      year,
      language: tag,
      price: drawPrice(own, hasIsbn),
      quantity: drawQuantity(own),
      ratings: drawRatings(own),
    };
  };
}

function isWhole(number: number, most: number): boolean {
  return Number.isInteger(number) && number >= 0 && number <= most;
}
