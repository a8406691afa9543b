import type { Book } from "../book.ts";
import { isbn13 } from "../isbn.ts";
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
    const { title, series } = readTitle(at(fields, columns.title));
    if (title === "") return null;
    return {
      isbn: firstIsbn(columns.isbn, fields),
      title,
      subtitle: tidy(at(fields, columns.subtitle)) || null,
      series: readSeries(at(fields, columns.series)) ?? series,
      year: readYear(at(fields, columns.year)),
      language: readLanguage(at(fields, columns.language)),
      price: readPrice(at(fields, columns.price)),
      quantity: readQuantity(at(fields, columns.quantity)),
      contributors: readNames(at(fields, columns.author)),
    };
  };
}

function at(fields: readonly string[], column: number | undefined): string {
  return column === undefined ? "" : (fields[column] ?? "");
}

function firstIsbn(columns: readonly number[], fields: readonly string[]): string | null {
  for (const column of columns) {
    const isbn = isbn13(fields[column] ?? "");
    if (isbn !== null) return isbn;
  }
  return null;
}
