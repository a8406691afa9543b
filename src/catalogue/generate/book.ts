/** A book that was made up. */
export interface GeneratedBook {
  /** ISBN-13, 13 digits, of this book alone; null where it has none. */
  readonly isbn: string | null;
  /** With its subtitle, series or volume, as files of catalogues have it. */
  readonly title: string;
  /** "Given Surname", or the name of a body. */
  readonly authors: readonly string[];
  readonly year: number | null;
  /** A BCP 47 tag. */
  readonly language: string;
  /** Cents; null where no price is set. */
  readonly price: number | null;
  readonly quantity: number;
  /** How many people rated it. */
  readonly ratings: number;
}
