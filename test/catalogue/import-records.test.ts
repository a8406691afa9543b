import { Buffer } from "node:buffer";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CatalogueError } from "../../src/catalogue/errors.ts";
import { findFormat } from "../../src/catalogue/import/format.ts";
import { RecordThread } from "../../src/catalogue/import/record-thread.ts";
import { RecordReader, type Row } from "../../src/catalogue/import/records.ts";

const COMMAS = { delimiter: ",", lineEnd: "\n" } as const;

function read(text: string | Buffer, size = Number.POSITIVE_INFINITY, format = COMMAS): Row[] {
  const reader = new RecordReader(format);
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
    expect(rows.at(-1)).toEqual({ line: 600_002, fields: ["5", "many"], fault: null });
  });

  test("a line of more than 1 MiB is passed over", () => {
    const monster = "x".repeat(3 * 1024 * 1024);
    for (const line of [`1,${monster}`, `1,"${monster}"`]) {
      const rows = read(`a,b\n${line}\n2,y\n`, 256 * 1024);
      expect(rows[1]).toMatchObject({ line: 2, fault: "the record is larger than 1 MiB" });
      expect(rows[1]?.fields.join("").length).toBeLessThan(3000);
      expect(rows[2]).toEqual({ line: 3, fields: ["2", "y"], fault: null });
    }
  });

  test("a record with more fields than the header is faulty, unless they are blank", () => {
    expect(summary(read("a,b\n1,Eats, Shoots\n2,x,,\n"))).toEqual([
      [1, "", "a", "b"],
      [2, "fault", "1", "Eats", " Shoots"],
      [3, "", "2", "x", "", ""],
    ]);
  });

  test("bytes that are not UTF-8 become U+FFFD", () => {
    expect(read(Buffer.from("a,b\n1,Bront\xeb\n", "latin1"))[1]?.fields).toEqual(["1", "Bront\ufffd"]);
  });

  test("reads the files of an old Macintosh", () => {
    const rows = new RecordReader({ delimiter: ",", lineEnd: "\r" }).push(
      Buffer.from('a,b\r1,"x\ry"\r2,z\r'),
    );
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
  });
});

test("a RecordThread gives what a RecordReader gives, in its order", async () => {
  const text = 'a,b\n1,"two\nlines"\n2,"open\n3,é\n';
  const thread = new RecordThread(COMMAS);
  try {
    const bytes = Buffer.from(text);
    const rows = await Promise.all([
      thread.push(bytes.subarray(0, 10)),
      thread.push(bytes.subarray(10)),
      thread.end(),
    ]);
    expect(rows.flat()).toEqual(read(text));
  } finally {
    await thread.close();
  }
});

test("a RecordThread that is closed refuses what it has not answered", async () => {
  const thread = new RecordThread(COMMAS);
  const rows = thread.end();
  await thread.close();
  await expect(rows).rejects.toThrow("ended early");
});

describe("findFormat", () => {
  test.each([
    ["title,author\n", ",", "\n", 0],
    ["title;author\r\n", ";", "\n", 0],
    ["title\tauthor\n", "\t", "\n", 0],
    ["title\n", ",", "\n", 0],
    ['"a,b,c";d;e\n', ";", "\n", 0],
    ["\ufefftitle;author\n", ";", "\n", 3],
    ["title,author\r1,2\r", ",", "\r", 0],
    ["title,author", ",", "\n", 0],
  ])("of %j", (text, delimiter, lineEnd, skip) => {
    expect(findFormat("f.csv", Buffer.from(text))).toEqual({ delimiter, lineEnd, skip });
  });

  test("refuses UTF-16 and what is no text", () => {
    expect(() => findFormat("f.csv", Buffer.from("\ufefftitle", "utf16le"))).toThrow(CatalogueError);
    expect(() => findFormat("f.csv", Buffer.from("PK\u0003\u0004\u0000\u0000"))).toThrow("not a text file");
  });
});
