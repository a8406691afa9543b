import type { GeneratedBook } from "./book.ts";

/** The first line of a file of generated books. */
export const HEADER = "isbn,title,authors,year,language,price,quantity,ratings_count\n";

/** A book as a line of CSV (RFC 4180, with a line feed alone at its end): several authors are separated by "; ". */
export function lineOf(book: GeneratedBook): string {
  const { isbn, title, authors, year, language, price, quantity, ratings } = book;
  const amount = price === null ? "" : (price / 100).toFixed(2);
  return `${isbn ?? ""},${quoted(title)},${quoted(authors.join("; "))},${year ?? ""},${language},${amount},${quantity},${ratings}\n`;
}

/** A text as one field. No text here has a line break. */
function quoted(text: string): string {
  return text.includes(",") || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
}
