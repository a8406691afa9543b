import { isbn13 } from "../isbn.ts";
import type { Book } from "../book.ts";
import type { Columns } from "./columns.ts";
import { readLanguage } from "./language.ts";
import type { NamesReader } from "./names.ts";
import { tidy } from "./text.ts";
import { readSeries, readTitle } from "./title.ts";
import { readPrice, readQuantity, readYear } from "./values.ts";

/** A book that has no place in a catalogue yet. */
export type NewBook = Omit<Book, "id">;

/** Gives the function that makes a book of a record's fields: null where there is no title. */
export function bookReader(
  columns: Columns,
  readNames: NamesReader,
): (fields: readonly string[]) => NewBook | null {
  return (fields) => {
    const text = (column: number | undefined) => (column === undefined ? "" : (fields[column] ?? ""));
    const { title, series } = readTitle(text(columns.title));
    if (title === "") return null;
    return {
      isbn: firstIsbn(columns.isbn, fields),
      title,
      subtitle: tidy(text(columns.subtitle)) || null,
      series: readSeries(text(columns.series)) ?? series,
      year: readYear(text(columns.year)),
      language: readLanguage(text(columns.language)),
      price: readPrice(text(columns.price)),
      quantity: readQuantity(text(columns.quantity)),
      contributors: readNames(text(columns.author)),
    };
  };
}

function firstIsbn(columns: readonly number[], fields: readonly string[]): string | null {
  for (const column of columns) {
    const isbn = isbn13(fields[column] ?? "");
    if (isbn !== null) return isbn;
  }
  return null;
}
