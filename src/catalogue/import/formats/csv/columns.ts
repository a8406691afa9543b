import { CatalogueError } from "../../../errors.ts";
import { COLUMN_NAMES, FIELDS, type Field } from "./column-names.ts";

// Project Gutenberg's own name for its numbers. Without its mark it is the name of a column of texts.
const GUTENBERG_KEY = "Text#";

/** Which column, counted from 0, holds what. */
export interface Columns {
  readonly title: number;
  /** Every column that may give an ISBN, in the order of the file. */
  readonly isbn: readonly number[];
  readonly author: number | undefined;
  /** True when the author's column may hold several people, by its name. */
  readonly authorIsPlural: boolean;
  readonly subtitle: number | undefined;
  readonly series: number | undefined;
  readonly year: number | undefined;
  readonly language: number | undefined;
  readonly price: number | undefined;
  readonly quantity: number | undefined;
  readonly subjects: number | undefined;
  readonly standing: number | undefined;
  readonly work: number | undefined;
  /** Other names of the row's author. */
  readonly aliases: number | undefined;
  /** A column that has the same in all rows of one book: a row for each author. */
  readonly key: number | undefined;
  /** A column that says what kind of thing it is, in the words of Dublin Core. */
  readonly type: number | undefined;
}

/**
 * Finds the columns of a file by their names, whatever their case, spaces and underscores.
 *
 * `what` is the source in a sentence, `named` what the person at the command line said, each "field=Column". Throws a
 * CatalogueError for an unknown field, a column that is not there, a field or column named twice, and where no column
 * holds the title.
 */
export function findColumns(what: string, header: readonly string[], named: readonly string[] = []): Columns {
  const mapped = readNamed(what, header, named);
  const taken = new Set(mapped.values());
  const plain = header.map((name, place) => (taken.has(place) ? "" : normalise(name)));
  const find = (field: Field): number | undefined => {
    const place = mapped.get(field);
    if (place !== undefined) return place;
    const name = COLUMN_NAMES[field].find((name) => plain.includes(name));
    return name === undefined ? undefined : plain.indexOf(name);
  };

  const title = find("title");
  if (title === undefined) {
    throw new CatalogueError(
      `no column for the title in ${what}; its columns are ${list(header)}; name one with --map title=COLUMN`,
    );
  }
  const isbn = mapped.get("isbn");
  const author = find("author");
  return {
    title,
    isbn:
      isbn === undefined
        ? plain.flatMap((name, place) => (COLUMN_NAMES.isbn.includes(name) ? place : []))
        : [isbn],
    author,
    authorIsPlural: named.some((text) => /^\s*authors\s*=/i.test(text)) || isPlural(header[author ?? -1]),
    subtitle: find("subtitle"),
    series: find("series"),
    year: find("year"),
    language: find("language"),
    price: find("price"),
    quantity: find("quantity"),
    subjects: find("subjects"),
    standing: find("standing"),
    work: find("work"),
    aliases: find("aliases"),
    key: find("key") ?? placeOf(header.indexOf(GUTENBERG_KEY)),
    type: placeOf(plain.indexOf("type")),
  };
}

function placeOf(index: number): number | undefined {
  return index === -1 ? undefined : index;
}

function readNamed(what: string, header: readonly string[], named: readonly string[]): Map<Field, number> {
  const mapped = new Map<Field, number>();
  for (const text of named) {
    const [, key = "", column = ""] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    if (key === "" || column === "")
      throw new CatalogueError(`--map ${text} is not of the form field=Column`);
    const field = readField(key);
    const place = findNamed(header, column);
    if (place === -1) {
      throw new CatalogueError(`no column ${column} in ${what}; its columns are ${list(header)}`);
    }
    if (mapped.has(field)) throw new CatalogueError(`--map names two columns for the ${field}; name one`);
    for (const [other, taken] of mapped) {
      if (taken === place) {
        throw new CatalogueError(
          `--map gives the column ${column} to both ${other} and ${field}; choose one`,
        );
      }
    }
    mapped.set(field, place);
  }
  return mapped;
}

function readField(key: string): Field {
  const name = normalise(key);
  const field = FIELDS.find((field) =>
    [name, name.replace(/s$/, ""), `${name}s`, `${name}es`].includes(field),
  );
  if (field) return field;
  throw new CatalogueError(`--map knows no field ${key}; it knows ${list(FIELDS)}`);
}

function findNamed(header: readonly string[], column: string): number {
  const exact = header.indexOf(column);
  return exact === -1 ? header.findIndex((name) => normalise(name) === normalise(column)) : exact;
}

/** A column's name without what differs from one file to the next: case, accents, spaces, underscores, hyphens. */
function normalise(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

function isPlural(name = ""): boolean {
  return /(?:s|oren|ori)$/.test(normalise(name));
}

// A file that is no table may have a first line of any length.
const MOST_LISTED = 40;
const LONGEST_LISTED = 60;

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).map((name) => name.replace(/\s+/g, " ").slice(0, LONGEST_LISTED));
  return shown.join(", ") + (names.length > MOST_LISTED ? ", …" : "");
}
