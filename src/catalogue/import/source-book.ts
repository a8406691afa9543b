import type { Contributor } from "../book.ts";

/** A book as a source tells of it, before it has a place in a catalogue. Its texts are tidy (see text.ts). */
export interface SourceBook {
  /** Never empty. */
  readonly title: string;
  readonly subtitle: string | null;
  /** "The Lord of the Rings, 1" */
  readonly series: string | null;
  /** In the order of the title page. */
  readonly contributors: readonly SourceContributor[];
  /** ISBN-13s, 13 digits each and none twice; the book's own first. */
  readonly isbns: readonly string[];
  /** The year in which the work first appeared; negative before the Common Era. */
  readonly year: number | null;
  /** A BCP 47 tag. */
  readonly language: string | null;
  /** What it is about, as headings: "Whaling -- Fiction". */
  readonly subjects: readonly string[];
  /** Cents; null where no price is set. */
  readonly price: number | null;
  readonly quantity: number;
  /**
   * How well known the book is by the source's own measure: ratings, downloads, holdings or editions. 0 where the source
   * has none. Only the order counts: a catalogue puts the larger first, and keeps the source's order among equals.
   */
  readonly standing: number;
  /** The source's key of the work that this is an edition of: books with one key are one result. Null for none. */
  readonly work: string | null;
  /** Other editions that the source itself lists with the book. */
  readonly editions?: readonly SourceEdition[] | undefined;
}

/**
 * An edition of a book beside the one that is shown, or another title of it, in another script perhaps. Null is what is
 * the same, or not known.
 */
export interface SourceEdition {
  /** ISBN-13, 13 digits. */
  readonly isbn: string | null;
  readonly title: string | null;
  readonly year: number | null;
  /** A BCP 47 tag. */
  readonly language: string | null;
}

/** Somebody who made a book, as a source tells of them. */
export interface SourceContributor extends Contributor {
  /** Other names by which they are known: pseudonyms, names in other scripts. */
  readonly aliases?: readonly string[] | undefined;
}

/** What is known of a book under another title: nothing but that. */
export function editionCalled(title: string): SourceEdition {
  return { isbn: null, title, year: null, language: null };
}

/** A record that is no book. */
export interface Rejection {
  /** Where it stands in its source: "line 12", "record 5 at byte 8123". */
  readonly place: string;
  /** One of a few, to be counted by: "without a title", "malformed". */
  readonly reason: string;
  /** What is wrong with this very record; null where the reason says it all. */
  readonly detail: string | null;
  /** What the record holds, or the beginning of it, for a person to look at. */
  readonly fields: readonly string[];
}

/** Some records of a source, in its order. */
export interface Batch {
  /** Which of the sources it is of, counted from 0. */
  readonly source: number;
  readonly books: readonly SourceBook[];
  readonly rejected: readonly Rejection[];
  /** What the fields of rejected records are called, where the source has names for them. */
  readonly columns?: readonly string[] | undefined;
  /** How many records were mended, by kind: "mojibake", "HTML entities", "wrong length". */
  readonly repaired: Readonly<Record<string, number>>;
}
