import { describe, expect, test } from "vitest";
import { CatalogueError } from "../../src/catalogue/errors.ts";
import { type Columns, findColumns } from "../../src/catalogue/import/formats/csv/columns.ts";

const FILE = "books.csv";

/** The columns by their names in the header. */
function find(header: string[], map: string[] = []): Partial<Record<keyof Columns, unknown>> {
  const { isbn, authorIsPlural, ...places } = findColumns(FILE, header, map);
  const named = Object.entries(places).flatMap(([field, place]) =>
    place === undefined ? [] : [[field, header[place]]],
  );
  return { ...Object.fromEntries(named), isbn: isbn.map((place) => header[place]), authorIsPlural };
}

describe("findColumns", () => {
  test("knows the columns of goodbooks-10k, the better name first", () => {
    const header = [
      "id",
      "isbn",
      "isbn13",
      "authors",
      "original_publication_year",
      "original_title",
      "title",
    ];
    expect(find([...header, "language_code"])).toEqual({
      title: "title",
      isbn: ["isbn", "isbn13"],
      author: "authors",
      authorIsPlural: true,
      year: "original_publication_year",
      language: "language_code",
    });
  });

  test.each([
    ["title", "title"],
    ["Book-Title", "title"],
    ["BOOK TITLE", "title"],
    ["Name", "title"],
    ["Sub Title", "subtitle"],
    ["Series", "series"],
    ["Author", "author"],
    ["Book-Author", "author"],
    ["Creator", "author"],
    ["WRITER", "author"],
    ["contributors", "author"],
    ["Year-Of-Publication", "year"],
    ["published", "year"],
    ["date", "year"],
    ["pub_date", "year"],
    ["Language Code", "language"],
    ["lang", "language"],
    ["List Price", "price"],
    ["cost", "price"],
    ["stock", "quantity"],
    ["Copies", "quantity"],
    ["qty", "quantity"],
    ["Subject Headings", "subjects"],
    ["genres", "subjects"],
    ["ratings_count", "standing"],
    ["Downloads", "standing"],
    ["copies_in_libraries", "standing"],
    ["work_id", "work"],
    ["author_aliases", "aliases"],
    ["gutenberg_id", "key"],
    ["Text#", "key"],
    ["Type", "type"],
    ["Buchtitel", "title"],
    ["Título", "title"],
    ["Auteur", "author"],
    ["Erscheinungsjahr", "year"],
    ["Année", "year"],
    ["Sprache", "language"],
    ["Precio", "price"],
    ["Quantità", "quantity"],
  ] as const)("knows %j as the %s", (column, field) => {
    const header = field === "title" ? ["id", column] : ["title", column];
    expect(find(header)[field]).toBe(column);
  });

  test("takes every column that may give an ISBN, in the order of the file", () => {
    expect(find(["title", "ISBN-13", "EAN", "isbn_10"]).isbn).toEqual(["ISBN-13", "EAN", "isbn_10"]);
  });

  test("takes the columns that --map names, whatever their case", () => {
    expect(find(["Werk", "title", "ISBN", "Nummer"], ["title=werk", "isbn=Nummer"])).toMatchObject({
      title: "Werk",
      isbn: ["Nummer"],
    });
  });

  test("tags, shelves and average ratings are neither subjects nor a standing", () => {
    expect(find(["title", "tag", "tags", "bookshelves", "average_rating", "rating", "Text"])).toEqual({
      title: "title",
      isbn: [],
      authorIsPlural: false,
    });
  });

  test("--map names a field in the singular or the plural", () => {
    const header = ["title", "about", "also", "n", "loans", "group"];
    const map = ["subject=about", "alias=also", "key=n", "standing=loans", "works=group"];
    expect(find(header, map)).toMatchObject({
      subjects: "about",
      aliases: "also",
      key: "n",
      standing: "loans",
      work: "group",
    });
  });

  test("a column given to one field is not found for another", () => {
    expect(find(["title", "name"], ["subtitle=title"])).toMatchObject({ title: "name", subtitle: "title" });
  });

  test.each(["authors", "Autoren", "auteurs", "autori"])("a column %j may hold several", (column) => {
    expect(find(["title", column])).toMatchObject({ author: column, authorIsPlural: true });
  });

  test("--map authors=… says that a column holds several", () => {
    expect(find(["title", "who"], ["author=who"]).authorIsPlural).toBe(false);
    expect(find(["title", "who"], ["authors=who"]).authorIsPlural).toBe(true);
  });

  test.each([
    [[], "no column for the title in books.csv; its columns are a, b; name one with --map title=COLUMN"],
    [["title"], "--map title is not of the form field=Column"],
    [["title="], "--map title= is not of the form field=Column"],
    [["tittle=a"], "--map knows no field tittle; it knows title, subtitle, series, author, isbn"],
    [["title=c"], "no column c in books.csv; its columns are a, b"],
    [["title=a", "title=b"], "--map names two columns for the title; name one"],
    [["title=a", "series=a"], "--map gives the column a to both title and series; choose one"],
  ])("says what is wrong with --map %j", (map, message) => {
    const attempt = () => findColumns(FILE, ["a", "b"], map);
    expect(attempt).toThrow(CatalogueError);
    expect(attempt).toThrow(message);
  });
});
