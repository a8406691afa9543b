import { Buffer } from "node:buffer";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { CatalogueError } from "../../../src/catalogue/errors.ts";
import { csv } from "../../../src/catalogue/import/formats/csv/csv.ts";
import { Table } from "../../../src/catalogue/import/formats/csv/table.ts";
import type { ReadOptions } from "../../../src/catalogue/import/formats/format.ts";
import { Source } from "../../../src/catalogue/import/source.ts";
import type { Rejection, SourceBook } from "../../../src/catalogue/import/source-book.ts";
import { testFolder } from "../folder.ts";

vi.setConfig({ testTimeout: 30_000 });

const folder = testFolder();
let file: string;
let files = 0;

beforeEach(() => {
  file = join(folder, `${++files}.csv`);
});

interface All {
  readonly books: SourceBook[];
  readonly rejected: Rejection[];
  readonly repaired: Record<string, number>;
}

/** All that is in tables with these contents. */
async function read(contents: string | Buffer, options: Partial<ReadOptions> = {}): Promise<All> {
  writeFileSync(file, contents);
  const source = await Source.open(file);
  const all: All = { books: [], rejected: [], repaired: {} };
  try {
    for await (const batch of csv.read([source], { scratch: folder, ...options })) {
      expect(batch.source).toBe(0);
      all.books.push(...batch.books);
      all.rejected.push(...batch.rejected);
      for (const [kind, count] of Object.entries(batch.repaired)) {
        all.repaired[kind] = (all.repaired[kind] ?? 0) + count;
      }
    }
    return all;
  } finally {
    await source.close();
  }
}

const titles = async (contents: string | Buffer) => (await read(contents)).books.map(({ title }) => title);
const latin1 = (text: string) => Buffer.from(text, "latin1");

describe("csv", () => {
  test.each<[what: string, contents: string | Buffer]>([
    ["commas", "title,author\nEmma,Brontë\n"],
    ["semicolons and a byte order mark", "\ufefftitle;author\r\nEmma;Brontë\r\n"],
    ["tabs", "author\ttitle\nBrontë\tEmma\n"],
    ["bars", "title|author\nEmma|Brontë\n"],
    ["apostrophes", "'title','author'\n'Emma','Brontë'\n"],
    ["a line for Excel", "sep=;\r\ntitle;author\r\nEmma;Brontë\r\n"],
    ["old Macintosh lines", "title,author\rEmma,Brontë\r"],
    ["no end of its last line", "title,author\nEmma,Brontë"],
    ["Windows-1252", latin1("title,author\nEmma,Bront\xeb\n")],
    ["UTF-16 with a mark", Buffer.from("\ufefftitle;author\r\nEmma;Brontë\r\n", "utf16le")],
    ["UTF-16 without one", Buffer.from("title\tauthor\nEmma\tBrontë\n", "utf16le")],
    ["UTF-16, big end first", Buffer.from("\ufefftitle,author\nEmma,Brontë\n", "utf16le").swap16()],
    ["gzip", gzipSync("title,author\nEmma,Brontë\n")],
    ["entities", "title,author\nEmma,Bront&euml;\n"],
    ["mojibake", "title,author\nEmma,BrontÃ«\n"],
  ])("reads a table with %s", async (_, contents) => {
    const { books, rejected } = await read(contents);
    expect(books).toMatchObject([{ title: "Emma", contributors: [{ name: "Brontë", role: "author" }] }]);
    expect(rejected).toEqual([]);
  });

  test("says what it recognises", () => {
    expect(csv.name).toBe("csv");
    expect(csv.recognises(Buffer.from("title,author\n"))).toBe(true);
    expect(csv.recognises(Buffer.from("<collection>\n"))).toBe(false);
  });

  test("reads several sources, each with its own columns", async () => {
    const other = join(folder, "other.csv");
    writeFileSync(file, "title,author\nEmma,Jane Austen\n");
    writeFileSync(other, "Autor;Name\nJane Austen;Persuasion\n");
    const sources = [await Source.open(file), await Source.open(other)];
    const found: [number, string[]][] = [];
    for await (const { source, books } of csv.read(sources, { scratch: folder })) {
      found.push([source, books.map(({ title }) => title)]);
    }
    for (const source of sources) await source.close();
    expect(found).toEqual([
      [0, ["Emma"]],
      [1, ["Persuasion"]],
    ]);
  });

  test("rejects rows with their lines, reasons and fields, and reads on behind them", async () => {
    const { books, rejected } = await read(
      [
        "Id;Book Title;Author",
        "1;Emma;Jane Austen",
        "2;;Nobody",
        "",
        '3;"Two\nlines";',
        ";;",
        '4;"unclosed;x',
        "5;Too;many;fields",
        "6;Persuasion;",
      ].join("\r\n"),
    );
    expect(books.map(({ title }) => title)).toEqual(["Emma", "Two lines", "Persuasion"]);
    expect(rejected).toEqual([
      { place: "line 3", reason: "without a title", detail: null, fields: ["2", "", "Nobody"] },
      { place: "line 4", reason: "empty", detail: null, fields: [""] },
      { place: "line 7", reason: "empty", detail: null, fields: ["", "", ""] },
      {
        place: "line 8",
        reason: "malformed",
        detail: "a quote is out of place",
        fields: ['4;"unclosed;x'],
      },
      {
        place: "line 9",
        reason: "malformed",
        detail: "the header has 3 fields and this record 4",
        fields: ["5", "Too", "many", "fields"],
      },
    ]);
  });

  test("takes the columns and the separator that are named", async () => {
    const { books } = await read(
      "Werk,Wer,Worüber,Ausleihen\nEmma,Jane Austen + Ann Bee,Liebe|England,12\n",
      {
        map: ["title=Werk", "author=Wer", "subjects=Worüber", "standing=Ausleihen"],
        authorsSeparatedBy: "+",
      },
    );
    expect(books).toMatchObject([
      {
        title: "Emma",
        contributors: [{ name: "Jane Austen" }, { name: "Ann Bee" }],
        subjects: ["Liebe", "England"],
        standing: 12,
      },
    ]);
  });

  test("counts what it mended, by record", async () => {
    const ascii = "Emma,Jane Austen\n".repeat(5000);
    const { books, repaired } = await read(
      Buffer.concat([
        Buffer.from(`title,author\n${ascii}`),
        latin1("Villette,Bront\xeb\nCaf\xe9,x\n"),
        Buffer.from("Tom &amp; Jerry,A &amp; B\nVillette,BrontÃ«\nLost \ufffd,x\nVillette,Brontë\n"),
      ]),
    );
    expect(books.slice(5000).map(({ title }) => title)).toEqual([
      "Villette",
      "Café",
      "Tom & Jerry",
      "Villette",
      "Lost \ufffd",
      "Villette",
    ]);
    expect(books.slice(5000).filter(({ contributors }) => contributors[0]?.name === "Brontë")).toHaveLength(
      3,
    );
    expect(repaired).toEqual({
      "Windows-1252": 2,
      "HTML entities": 1,
      mojibake: 1,
      "damaged characters": 1,
    });
  });

  test("rows of one Gutenberg number that stand together are one book", async () => {
    const { books } = await read(
      [
        "gutenberg_id,title,author,author_birth,author_aliases",
        '5314,Household Tales,"Grimm, Jacob",1785,"Grimm, Jacob Ludwig Carl"',
        '5314,Household Tales,"Grimm, Wilhelm",1786,',
        "1,Emma,Jane Austen,,",
        "1,Persuasion,Jane Austen,,",
        ",Nameless,A,,",
        ",Nameless,B,,",
        "5314,Household Tales,Margaret Hunt,,",
      ].join("\n"),
    );
    expect(books.map(({ title, contributors }) => [title, ...contributors.map(({ name }) => name)])).toEqual([
      ["Household Tales", "Grimm, Jacob", "Grimm, Wilhelm"],
      ["Emma", "Jane Austen"],
      ["Persuasion", "Jane Austen"],
      ["Nameless", "A"],
      ["Nameless", "B"],
      ["Household Tales", "Margaret Hunt"],
    ]);
    expect(books[0]?.contributors[0]?.aliases).toEqual(["Grimm, Jacob Ludwig Carl"]);
  });

  test("a key that is named merges rows, and without one none are merged", async () => {
    const table = "nr,title,author\n1,Emma,A\n1,Emma,B\n";
    expect((await read(table)).books).toHaveLength(2);
    expect((await read(table, { map: ["key=nr"] })).books).toHaveLength(1);
  });

  test("recordings and films are no books where the table has Dublin Core's types", async () => {
    const table = "Text#,Type,Title\n1,Text,Dracula\n2,Sound,Dracula\n3,,Emma\n4,StillImage,Map\n";
    const { books, rejected } = await read(table);
    expect(books.map(({ title }) => title)).toEqual(["Dracula", "Emma"]);
    expect(rejected).toEqual([
      {
        place: "line 3",
        reason: "not a text",
        detail: "its type is Sound",
        fields: ["2", "Sound", "Dracula"],
      },
      {
        place: "line 5",
        reason: "not a text",
        detail: "its type is StillImage",
        fields: ["4", "StillImage", "Map"],
      },
    ]);
    expect(await titles("type,title\nhardcover,Emma\nsound,Persuasion\n")).toEqual(["Emma", "Persuasion"]);
  });

  test("a table of some megabytes is read in its order", async () => {
    const rows = Array.from(
      { length: 150_000 },
      (_, i) => `"Book ${i}, the ${i}th","Surname, ${i % 5}",2001\n`,
    );
    const { books } = await read(`title,author,year\n${rows.join("")}`);
    expect(books).toHaveLength(150_000);
    expect(books.every(({ title }, i) => title === `Book ${i}, the ${i}th`)).toBe(true);
  });

  test("whoever stops reading in the middle leaves nothing behind", async () => {
    writeFileSync(file, `title\n${"Emma\n".repeat(200_000)}`);
    const source = await Source.open(file);
    for await (const batch of csv.read([source], { scratch: folder })) {
      expect(batch.books.length).toBeGreaterThan(0);
      break;
    }
    await source.close();
  });

  test.each<[what: string, contents: string | Buffer, map: string[], message: RegExp]>([
    ["the file is empty", "", [], /^the file .*csv is empty$/],
    [
      "the first line is blank",
      "\ntitle\nx\n",
      [],
      /^the first line of the file .*csv is blank; it should name/,
    ],
    [
      "no column holds the title",
      "a,b\n1,2\n",
      [],
      /^no column for the title in the file .*; its columns are a, b; name one/,
    ],
    [
      "a mapped column is missing",
      "title\nx\n",
      ["year=y"],
      /^no column y in the file .*; its columns are title$/,
    ],
    ["a field is unknown", "title\nx\n", ["colour=title"], /^--map knows no field colour; it knows title/],
    ["it is no text", "\ufeff\0\n", [], /is not a text file/],
    [
      "the first line has ten thousand columns",
      `${"a,".repeat(20_000)}title\n`,
      [],
      /has 20,001 fields; is it a table/,
    ],
    [
      "the first line has ten million columns",
      ",".repeat(10_000_000),
      [],
      /names no columns: the record is larger than 1 MiB$/,
    ],
  ])("says that %s", async (_, contents, map, message) => {
    const attempt = read(contents, { map });
    await expect(attempt).rejects.toThrow(CatalogueError);
    await expect(attempt).rejects.toThrow(message);
  });

  test("huge fields, NULs and rows of very many fields cost themselves alone", async () => {
    const { books, rejected } = await read(
      [
        "title,author",
        "Emma,Jane Austen",
        `${"x".repeat(3_000_000)},y`,
        "Per\0suasion,Jane\0 Austen",
        `Many${",".repeat(500_000)}`,
        `More${",z".repeat(400_000)}`,
        `"${"y".repeat(900_000)}",z`,
        "Sanditon,",
      ].join("\n"),
    );
    expect(books.map(({ title }) => title.slice(0, 10))).toEqual(
      ["Emma", "Per suasion", "Many", "yyyyyyyyyy", "Sanditon"].map((title) => title.slice(0, 10)),
    );
    expect(rejected.map(({ place, reason }) => [place, reason])).toEqual([
      ["line 3", "malformed"],
      ["line 6", "malformed"],
    ]);
  });
});

describe("whatever the bytes", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "title",
      "author",
      ",",
      ";",
      "\t",
      "|",
      '"',
      "'",
      "\n",
      "\r\n",
      "\r",
      "\0",
      " ",
      "é",
      "Ã©",
      "&amp;",
    ),
    fc.string({ unit: "binary", maxLength: 5 }),
  );
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
  const encoded = fc.tuple(text, fc.constantFrom("utf8", "utf16le", "latin1")).map(([text, encoding]) => {
    return Buffer.from(`title,author\n${text}`, encoding);
  });
  const anything = fc.oneof(
    encoded,
    fc.tuple(encoded, fc.uint8Array({ maxLength: 20 })).map((parts) => Buffer.concat(parts)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    encoded.chain((bytes) => fc.nat({ max: bytes.length }).map((end) => bytes.subarray(0, end))),
    encoded
      .map((bytes) => gzipSync(bytes))
      .chain((bytes) => fc.nat({ max: bytes.length }).map((end) => bytes.subarray(0, end))),
    fc
      .shuffledSubarray([...'title,author\nEmma,"Jane Austen"\n1,2\n'])
      .map((letters) => Buffer.from(letters.join(""))),
  );

  test("it is read, or a CatalogueError says why not", async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (bytes) => {
        try {
          const { books } = await read(bytes);
          for (const { title } of books) expect(title).not.toBe("");
        } catch (error) {
          expect(error).toBeInstanceOf(CatalogueError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("and however they are cut, the records are the same", async () => {
    const rows = async (bytes: Buffer, size: number) => {
      let place = 0;
      const table = await Table.open({
        name: "books.csv",
        head: bytes,
        read: async () => {
          place += size;
          return bytes.subarray(place - size, place);
        },
      });
      const rows = [];
      for await (const some of table.rows()) rows.push(...some);
      return rows;
    };
    const outcome = (bytes: Buffer, size: number) =>
      rows(bytes, size).catch((error) => {
        if (error instanceof CatalogueError) return error.message;
        throw error;
      });
    await fc.assert(
      fc.asyncProperty(anything, fc.integer({ min: 1, max: 7 }), async (bytes, size) => {
        expect(await outcome(bytes, size)).toEqual(await outcome(bytes, bytes.length + 1));
      }),
      { numRuns: 500 },
    );
  });
});
