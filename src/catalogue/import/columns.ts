import { CatalogueError } from "../errors.ts";

/** What a column may hold, as the person at the command line names it. */
export const FIELDS = [
  "title",
  "subtitle",
  "series",
  "author",
  "isbn",
  "year",
  "language",
  "price",
  "quantity",
] as const;

export type Field = (typeof FIELDS)[number];

/** The names that a field's column goes by, the better first, in lower case without spaces and marks. */
const NAMES: Readonly<Record<Field, readonly string[]>> = {
  title: ["title", "booktitle", "maintitle", "name", "bookname", "book", "originaltitle"],
  subtitle: ["subtitle", "booksubtitle"],
  series: ["series", "seriestitle", "seriesname", "bookseries"],
  author: [
    ...["authors", "author", "authornames", "authorname", "bookauthors", "bookauthor", "firstauthor"],
    ...["creators", "creator", "writers", "writer", "contributors", "contributor", "by"],
  ],
  isbn: ["isbn13", "isbn", "isbn10", "isbns", "ean", "ean13"],
  // When the work first appeared is what a catalogue tells.
  year: [
    ...["originalpublicationyear", "originalyear", "firstpublished", "yearfirstpublished"],
    ...["publicationyear", "yearofpublication", "yearpublished", "publishedyear", "pubyear", "year"],
    ...["publicationdate", "dateofpublication", "publisheddate", "datepublished", "publishdate", "pubdate"],
    ...["published", "date"],
  ],
  language: ["language", "languagecode", "lang", "languages"],
  price: ["price", "listprice", "retailprice", "saleprice", "unitprice", "cost"],
  quantity: ["quantity", "qty", "stock", "quantityinstock", "stockquantity", "instock", "copies"],
};

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
}

/**
 * Finds the columns of a file by their names, whatever their case, spaces and underscores.
 *
 * `named` holds what the person at the command line said, each "field=Column". Throws a CatalogueError for an unknown
 * field, a column that is not there, a field or column named twice, and where no column holds the title.
 */
export function findColumns(file: string, header: readonly string[], named: readonly string[] = []): Columns {
  const mapped = readNamed(file, header, named);
  const taken = new Set(mapped.values());
  const plain = header.map((name, place) => (taken.has(place) ? "" : normalise(name)));
  const find = (field: Field): number | undefined => {
    const place = mapped.get(field);
    if (place !== undefined) return place;
    const name = NAMES[field].find((name) => plain.includes(name));
    return name === undefined ? undefined : plain.indexOf(name);
  };

  const title = find("title");
  if (title === undefined) {
    throw new CatalogueError(
      `no column for the title in ${file}; its columns are ${list(header)}; name one with --map title=COLUMN`,
    );
  }
  const isbn = mapped.get("isbn");
  const author = find("author");
  return {
    title,
    isbn:
      isbn === undefined ? plain.flatMap((name, place) => (NAMES.isbn.includes(name) ? place : [])) : [isbn],
    author,
    authorIsPlural: named.some((text) => /^\s*authors\s*=/i.test(text)) || isPlural(header[author ?? -1]),
    subtitle: find("subtitle"),
    series: find("series"),
    year: find("year"),
    language: find("language"),
    price: find("price"),
    quantity: find("quantity"),
  };
}

function readNamed(file: string, header: readonly string[], named: readonly string[]): Map<Field, number> {
  const mapped = new Map<Field, number>();
  for (const text of named) {
    const [, key = "", column = ""] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    if (key === "" || column === "")
      throw new CatalogueError(`--map ${text} is not of the form field=Column`);
    const field = readField(key);
    const place = findNamed(header, column);
    if (place === -1) {
      throw new CatalogueError(`no column ${column} in ${file}; its columns are ${list(header)}`);
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
  const field = FIELDS.find((field) => field === name || `${field}s` === name);
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
  return normalise(name).endsWith("s");
}

// A file that is no table may have a first line of any length.
const MOST_LISTED = 40;
const LONGEST_LISTED = 60;

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).map((name) => name.replace(/\s+/g, " ").slice(0, LONGEST_LISTED));
  return shown.join(", ") + (names.length > MOST_LISTED ? ", …" : "");
}
