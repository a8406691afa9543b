import { Buffer } from "node:buffer";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CatalogueError } from "../../src/catalogue/errors.ts";
import { type Dialect, findDialect, looksLikeTable } from "../../src/catalogue/import/formats/csv/dialect.ts";
import { RecordReader, type Row } from "../../src/catalogue/import/formats/csv/records.ts";

const COMMAS: Omit<Dialect, "skip"> = {
  encoding: "utf-8",
  delimiter: ",",
  quote: '"',
  lineEnd: "\n",
  line: 1,
};

function read(text: string | Buffer, size = Number.POSITIVE_INFINITY, dialect = COMMAS): Row[] {
  const reader = new RecordReader(dialect);
  const bytes = Buffer.from(text);
  const rows: Row[] = [];
  for (let start = 0; start < bytes.length; start += size) {
    for (const row of reader.push(bytes.subarray(start, start + size))) rows.push(row);
  }
  return rows.concat(reader.end());
}

const summary = (rows: Row[]) =>
  rows.map(({ line, fields, fault }) => [line, fault ? "fault" : "", ...fields]);

describe("RecordReader", () => {
  test("gives records and the lines on which they begin", () => {
    const text = 'a,b\r\n1,"two\r\nlines, ""so"""\r\n\r\n4,\n5';
    const expected = [
      [1, "", "a", "b"],
      [2, "", "1", 'two\r\nlines, "so"'],
      [4, "", ""],
      [5, "", "4", ""],
      [6, "", "5"],
    ];
    for (let size = 1; size <= text.length; size++) expect(summary(read(text, size))).toEqual(expected);
  });

  test("reads what csv-stringify writes, at every cut", () => {
    const field = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r\n", ";", "é", "本", " ") });
    const table = fc.array(fc.tuple(field, field), { minLength: 1 });
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 20 }), (records, size) => {
        const rows = read(stringify(records, { quoted: true }), size);
        expect(rows.map((row) => row.fields)).toEqual(records);
        expect(rows.every((row) => row.fault === null)).toBe(true);
      }),
    );
  });

  test("takes a quote inside of a field as it stands", () => {
    expect(summary(read('a,b\n1,5" pipe\n2,"He said "hi" to me"\n3,x\n')).slice(1)).toEqual([
      [2, "", "1", '5" pipe'],
      [3, "", "2", '"He said "hi" to me"'],
      [4, "", "3", "x"],
    ]);
  });

  test("a quote that is not closed costs one line, at every cut", () => {
    const text = 'a,b\n1,"open\n2,"Good, title"\n3,x\n';
    for (let size = 1; size <= text.length; size++) {
      expect(summary(read(text, size)).slice(1)).toEqual([
        [2, "fault", '1,"open'],
        [3, "", "2", "Good, title"],
        [4, "", "3", "x"],
      ]);
    }
  });

  test("a quote that is not closed by the end of the file costs one line", () => {
    expect(summary(read('a,b\n1,x\n2,"open\n3,y\n4,z')).slice(1)).toEqual([
      [2, "", "1", "x"],
      [3, "fault", '2,"open'],
      [4, "", "3", "y"],
      [5, "", "4", "z"],
    ]);
  });

  test("a quote that is not closed within 1 MiB costs one line and bounded memory", () => {
    const filler = "5,many\n".repeat(600_000);
    const rows = read(`a,b\n1,"open\n${filler}`, 256 * 1024);
    expect(rows[1]).toMatchObject({ line: 2, fault: "a quote is out of place" });
    expect(rows).toHaveLength(600_002);
    expect(rows.at(-1)).toEqual({ line: 600_002, fields: ["5", "many"], fault: null, foreign: false });
  });

  test("a line of more than 1 MiB is passed over", () => {
    const monster = "x".repeat(3 * 1024 * 1024);
    for (const line of [`1,${monster}`, `1,"${monster}"`]) {
      const rows = read(`a,b\n${line}\n2,y\n`, 256 * 1024);
      expect(rows[1]).toMatchObject({ line: 2, fault: "the record is larger than 1 MiB" });
      expect(rows[1]?.fields.join("").length).toBeLessThan(3000);
      expect(rows[2]).toEqual({ line: 3, fields: ["2", "y"], fault: null, foreign: false });
    }
  });

  test("a record with more fields than the header is faulty, unless they are blank", () => {
    expect(summary(read("a,b\n1,Eats, Shoots\n2,x,,\n"))).toEqual([
      [1, "", "a", "b"],
      [2, "fault", "1", "Eats", " Shoots"],
      [3, "", "2", "x", "", ""],
    ]);
  });

  test('reads \\" as a quote, as some programs write it', () => {
    expect(summary(read('a,b\n1,"The \\"real\\" thing"\n2,x\n')).slice(1)).toEqual([
      [2, "", "1", 'The "real" thing'],
      [3, "", "2", "x"],
    ]);
  });

  test("reads fields in apostrophes, bars and a header on the second line", () => {
    const rows = read("'a'|'b'\n'1'|'x|''y'\n", 7, { ...COMMAS, delimiter: "|", quote: "'", line: 2 });
    expect(summary(rows)).toEqual([
      [2, "", "a", "b"],
      [3, "", "1", "x|'y"],
    ]);
  });

  test("in a file that is UTF-8 other bytes become U+FFFD", () => {
    expect(read(Buffer.from("a,b\n1,Bront\xeb\n", "latin1"))[1]?.fields).toEqual(["1", "Bront\ufffd"]);
  });

  test("in a file that may be either, a record that is not UTF-8 is Windows-1252, at every cut", () => {
    const bytes = Buffer.concat([
      Buffer.from("a,b\n1,plain\n2,Brontë 本\n"),
      Buffer.from("3,Bront\xeb \x93so\x94\n", "latin1"),
      Buffer.from("4,本 and \xff\n5,x\n").map((byte) => (byte === 0xc3 ? 0xff : byte)),
    ]);
    for (let size = 1; size <= bytes.length; size++) {
      const rows = read(bytes, size, { ...COMMAS, encoding: "unsure" });
      expect(rows.slice(1).map(({ fields, foreign }) => [...fields, foreign])).toEqual([
        ["1", "plain", false],
        ["2", "Brontë 本", false],
        ["3", "Brontë “so”", true],
        ["4", "本 and \ufffd\ufffd", false], // there is sound UTF-8 beside what is broken
        ["5", "x", false],
      ]);
    }
  });

  test("a file in Windows-1252 is read as it is", () => {
    const bytes = Buffer.from('a,b\n1,"\x80 9 \x96 Bront\xeb"\n2,"open \xe9\n', "latin1");
    const rows = read(bytes, 8, { ...COMMAS, encoding: "windows-1252" });
    expect(rows.slice(1)).toEqual([
      { line: 2, fields: ["1", "€ 9 – Brontë"], fault: null, foreign: false },
      { line: 3, fields: ['2,"open é'], fault: "a quote is out of place", foreign: false },
    ]);
  });

  test("a long faulty line is cut between two characters", () => {
    for (const shift of ["", "a", "aa"]) {
      const [, row] = read(`a,b\n${shift}${"本".repeat(2000)}"x,y,z\n`, 4096, {
        ...COMMAS,
        encoding: "unsure",
      });
      expect(row?.fault).toBe("a quote is out of place");
      expect(/^a{0,2}本{660,}$/.test(row?.fields[0] ?? "")).toBe(true);
    }
  });

  test("reads the files of an old Macintosh", () => {
    const rows = new RecordReader({ ...COMMAS, lineEnd: "\r" }).push(Buffer.from('a,b\r1,"x\ry"\r2,z\r'));
    expect(summary(rows).slice(1)).toEqual([
      [2, "", "1", "x\ry"],
      [4, "", "2", "z"],
    ]);
  });

  test("whatever the bytes and their cuts, the records are the same", () => {
    const noise = fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "a", "b,c\n") });
    fc.assert(
      fc.property(noise, fc.integer({ min: 1, max: 9 }), (text, size) => {
        expect(read(`a,b\n${text}`, size)).toEqual(read(`a,b\n${text}`));
      }),
      { numRuns: 500 },
    );
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 60 });
    const encoding = fc.constantFrom("utf-8", "unsure", "windows-1252");
    fc.assert(
      fc.property(bytes, encoding, fc.integer({ min: 1, max: 9 }), (noise, encoding, size) => {
        const whole = Buffer.concat([Buffer.from("a,b\n"), noise]);
        const dialect = { ...COMMAS, encoding } as const;
        expect(read(whole, size, dialect)).toEqual(read(whole, Number.POSITIVE_INFINITY, dialect));
      }),
      { numRuns: 500 },
    );
  });
});

describe("findDialect", () => {
  const dialect = (text: string | Buffer) => findDialect("the file f.csv", Buffer.from(text));

  test.each([
    ["title,author\n", ",", "\n", 0],
    ["title;author\r\n", ";", "\n", 0],
    ["title\tauthor\n", "\t", "\n", 0],
    ["title|author\n", "|", "\n", 0],
    ["title\n", ",", "\n", 0],
    ['"a,b,c";d;e\n', ";", "\n", 0],
    ["\ufefftitle;author\n", ";", "\n", 3],
    ["title,author\r1,2\r", ",", "\r", 0],
    ["title,author", ",", "\n", 0],
  ])("of %j", (text, delimiter, lineEnd, skip) => {
    expect(dialect(text)).toMatchObject({ delimiter, lineEnd, skip, quote: '"', line: 1 });
  });

  test("finds fields in apostrophes, but not an apostrophe in a name", () => {
    expect(dialect("'title','author'\r\n").quote).toBe("'");
    expect(dialect("author's name,publisher's name\n").quote).toBe('"');
  });

  test.each([
    ["sep=;\r\ntitle;a,b,c\r\n", 7],
    ["\ufeffsep=;\ntitle;a,b,c\n", 9],
    ['"sep=;"\ntitle;a,b,c\n', 8],
  ])("takes the delimiter from the line that Excel reads: %j", (text, skip) => {
    expect(dialect(text)).toMatchObject({ delimiter: ";", skip, line: 2 });
  });

  test.each<[string | Buffer, Dialect["encoding"]]>([
    ["title\nEmma\n", "unsure"],
    ["title\nVillette, Brontë\n", "utf-8"],
    ["\ufefftitle\nEmma\n", "utf-8"],
    [Buffer.from("title\nVillette, Bront\xeb\n", "latin1"), "windows-1252"],
    [Buffer.from("title\n\xc3\xa9 \xe9\n", "latin1"), "unsure"],
    [Buffer.from("title\n本本本本", "utf8").subarray(0, -1), "utf-8"],
    [Buffer.from("\ufefftitle\n", "utf16le"), "utf-16le"],
    [Buffer.from("\ufefftitle\n", "utf16le").swap16(), "utf-16be"],
    [Buffer.from("title,author\n本,x\n", "utf16le"), "utf-16le"],
    [Buffer.from("title,author\n本,x\n", "utf16le").swap16(), "utf-16be"],
  ])("the encoding of %j is %s", (text, encoding) => {
    expect(dialect(text).encoding).toBe(encoding);
  });

  test("finds the delimiter of text in UTF-16", () => {
    const text = "title;author\r\nEmma;Jane Austen\r\n";
    const expected = { delimiter: ";", lineEnd: "\n", skip: 0, line: 1 };
    expect(dialect(Buffer.from(`\ufeff${text}`, "utf16le"))).toMatchObject(expected);
    expect(dialect(Buffer.from(text, "utf16le").swap16())).toMatchObject(expected);
  });

  test("refuses what is no text", () => {
    expect(() => dialect("PK\u0003\u0004\u0000\u0000")).toThrow(CatalogueError);
    expect(() => dialect("PK\u0003\u0004\u0000\u0000")).toThrow("the file f.csv is not a text file");
  });
});

test.each([
  ["title,author\n", true],
  ["title\n", true],
  ["Text#,Type,Issued\n", true],
  ["\ufefftitle;author", true],
  ["", true],
  ["\ntitle\n", true],
  ['<?xml version="1.0"?>', false],
  ['{"title": "Emma"}\n', false],
  ["[\n", false],
  ["@book{austen,\n", false],
  ["=LDR  00714cam a2200205 a 4500\n", false],
  ["00714cam a2200205 a 45000010012\u001e", false],
  ["/type/edition\t/books/OL1M\t1\t2008\t{}\n", false],
  ["\u0000\u0001\u0002", false],
])("that %j begins a table: %j", (head, expected) => {
  expect(looksLikeTable(Buffer.from(head))).toBe(expected);
});
