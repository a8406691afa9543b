/** A book of the catalogue. */
export interface Book {
  /** Its place in the catalogue's standing, 1 first. */
  readonly id: number;
  /** ISBN-13, 13 digits; null where there is none. */
  readonly isbn: string | null;
  readonly title: string;
  readonly subtitle: string | null;
  /** "The Lord of the Rings, 1" */
  readonly series: string | null;
  /** The year in which the work first appeared; negative before the Common Era. */
  readonly year: number | null;
  /** The BCP 47 tag of its language: "en". */
  readonly language: string | null;
  /** Cents; null when the shop has set no price. */
  readonly price: number | null;
  /** Copies that the shop has. */
  readonly quantity: number;
  /** In the order of the title page. */
  readonly contributors: readonly Contributor[];
  /** How many editions of the work the catalogue knows, this one among them. */
  readonly editions: number;
}

/** Somebody who made a book, and how. */
export interface Contributor {
  readonly name: string;
  /** "author", "translator", "editor", "illustrator", … */
  readonly role: string;
}
