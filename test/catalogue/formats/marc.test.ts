import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { readRecord } from "../../../src/catalogue/import/formats/marc/iso-2709.ts";
import { marc } from "../../../src/catalogue/import/formats/marc/iso-2709-format.ts";
import { RecordSplitter } from "../../../src/catalogue/import/formats/marc/record-splitter.ts";
import { gather, readAll, record, source } from "./marc-records.ts";

const MOBY = record([
  "001 1",
  "100 1 $aMelville, Herman,$d1819-1891.",
  "245 10$aMoby Dick :$bor, the whale /$cHerman Melville.",
]);
const EMMA = record(["001 2", "100 1 $aAusten, Jane.", "245 10$aEmma."]);
const titles = async (...parts: readonly (Buffer | string)[]) =>
  (await readAll(Buffer.concat(parts.map((part) => Buffer.from(part))))).books.map(({ title }) => title);

/** A record with some of its bytes replaced. */
function altered(bytes: Buffer, position: number, text: string): Buffer {
  const copy = Buffer.from(bytes);
  copy.write(text, position, "latin1");
  return copy;
}

describe("recognising", () => {
  test.each([
    ["a record", MOBY],
    ["a record behind white space", Buffer.concat([Buffer.from("\r\n  "), MOBY])],
    ["a record behind a byte order mark", Buffer.concat([Buffer.from("\ufeff"), MOBY])],
    ["a record in UNIMARC", altered(MOBY, 17, "   450 ")],
    ["a record with another implementation of the leader", altered(MOBY, 10, "  ")],
  ])("%s is MARC", (_, bytes) => {
    expect(marc.recognises(bytes)).toBe(true);
  });

  test.each([
    ["nothing", ""],
    ["a table", "id,title\n12345,Moby Dick\n"],
    ["a table of numbers", "12345nam  2200000 a 4500,Moby Dick\n"],
    ["a page", "<!doctype html>"],
    ["a leader with no directory", "00123nam a2200049 a 4500"],
  ])("%s is not", (_, text) => {
    expect(marc.recognises(Buffer.from(text))).toBe(false);
  });
});

describe("splitting a stream", () => {
  test("a record is the same however its bytes are cut", async () => {
    const bytes = Buffer.concat([MOBY, Buffer.from("\r\n"), EMMA]);
    const whole = await readAll(bytes);
    expect(whole.books.map(({ title }) => title)).toEqual(["Moby Dick", "Emma"]);
    for (let chunk = 1; chunk <= bytes.length; chunk++)
      expect(await readAll(bytes, marc, chunk)).toEqual(whole);
  });

  test("what a source gave is not kept when it is overwritten", () => {
    const splitter = new RecordSplitter();
    const chunk = Buffer.from(MOBY.subarray(0, 100));
    splitter.push(chunk);
    chunk.fill(0);
    expect(splitter.push(MOBY.subarray(100))[0]?.bytes.equals(MOBY)).toBe(true);
  });

  test("line ends, blanks, NULs and byte order marks between records are passed over without a word", async () => {
    const bytes = Buffer.concat(
      ["\ufeff", MOBY, "\r\n\r\n", EMMA, "  \0\u001a\n"].map((part) => Buffer.from(part)),
    );
    expect(await readAll(bytes)).toMatchObject({ books: { length: 2 }, rejected: [], repaired: {} });
  });

  test("strange bytes before a record are passed over and counted", async () => {
    const outcome = await readAll(Buffer.concat([Buffer.from("HTTP/1.1 200 OK\r\n\r\n12345 "), MOBY, EMMA]));
    expect(outcome).toMatchObject({ books: { length: 2 }, rejected: [], repaired: { "stray bytes": 1 } });
  });

  test("two records are two where the end of the first is missing", async () => {
    expect(await titles(MOBY.subarray(0, -1), EMMA)).toEqual(["Moby Dick", "Emma"]);
    expect(await titles(MOBY.subarray(0, -1), "\r\n", EMMA)).toEqual(["Moby Dick", "Emma"]);
  });

  test("a record of more than 1 MiB is rejected, and what follows is read", async () => {
    const outcome = await readAll(
      Buffer.concat([EMMA, Buffer.alloc(1024 * 1024 + 1, "x"), Buffer.from("\u001d"), MOBY]),
    );
    expect(outcome.books.map(({ title }) => title)).toEqual(["Emma", "Moby Dick"]);
    expect(outcome.rejected).toEqual([
      {
        place: `record 2 at byte ${EMMA.length}`,
        reason: "too large",
        detail: "it has more than 1 MiB without an end",
        fields: ["x".repeat(2000)],
      },
    ]);
  });

  test("of a stream without any end no more is kept than of the largest record", () => {
    const splitter = new RecordSplitter();
    const chunk = Buffer.alloc(1024 * 1024, "x");
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 200; i++) expect(splitter.push(chunk)).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
    expect(splitter.end()).toMatchObject([{ offset: 0, tooLarge: true, bytes: { length: 2000 } }]);
  });

  test("hundreds of records come in several batches, each with the number of its source", async () => {
    const bytes = Buffer.concat(Array.from({ length: 1200 }, () => EMMA));
    const sizes: [number, number][] = [];
    for await (const batch of marc.read([source(bytes), source(MOBY)]))
      sizes.push([batch.source, batch.books.length]);
    expect(sizes).toEqual([
      [0, 500],
      [0, 500],
      [0, 200],
      [1, 1],
    ]);
  });
});

describe("a record with mistakes in its numbers", () => {
  test("is read whole by the ends of its fields where its length lies", async () => {
    const outcome = await readAll(Buffer.concat([altered(MOBY, 0, "00999"), EMMA]));
    expect(outcome).toMatchObject({ rejected: [], repaired: { "wrong length": 1 } });
    expect(outcome.books.map(({ title }) => title)).toEqual(["Moby Dick", "Emma"]);
  });

  test.each([
    ["its base address", 12, "00001"],
    ["the place of a field", 24 + 12 + 7, "00077"],
    ["the length of a field", 24 + 24 + 3, "0001"],
    ["digits", 24 + 3, "????"],
  ])("is read whole where %s is wrong", async (_, position, text) => {
    const outcome = await readAll(altered(MOBY, position, text));
    expect(outcome).toMatchObject({ rejected: [], repaired: { "wrong directory": 1 } });
    expect(outcome.books).toMatchObject([
      { title: "Moby Dick", contributors: [{ name: "Melville, Herman" }] },
    ]);
  });

  test("is read whole when it was put into UTF-8 and nobody counted again", async () => {
    const latin1 = record(
      ["100 1 $aBront\u00eb, Emily.", "245 10$aH\u00f6hen$cE. Bront\u00eb", "650  0$aMoors."],
      {
        encoding: "latin1",
      },
    );
    const outcome = await readAll(Buffer.from(latin1.toString("latin1"), "utf8"));
    expect(outcome.repaired).toEqual({ "wrong length": 1, "wrong directory": 1 });
    expect(outcome.books).toMatchObject([
      { title: "Höhen", contributors: [{ name: "Brontë, Emily" }], subjects: ["Moors"] },
    ]);
  });

  test("may have its fields in another order than its directory", () => {
    const swapped = Buffer.from(EMMA);
    EMMA.copy(swapped, 24, 36, 48);
    EMMA.copy(swapped, 36, 24, 36);
    const read = readRecord(swapped);
    expect(read).toMatchObject({
      repairs: [],
      record: { fields: [{ tag: "100" }, { tag: "001", value: "2" }, { tag: "245" }] },
    });
  });

  test("may have bytes that no entry of its directory names", async () => {
    const bytes = Buffer.from(EMMA);
    bytes.write("0027", 12, "latin1");
    const gap = Buffer.concat([bytes.subarray(0, -1), Buffer.from("a deleted field\u001e\u001d")]);
    expect((await readAll(gap)).books).toMatchObject([{ title: "Emma" }]);
  });

  test("may lack indicators", async () => {
    const outcome = await readAll(record(["245 $aEmma.", "650   $aMatchmaking"]));
    expect(outcome).toMatchObject({
      books: [{ title: "Emma", subjects: ["Matchmaking"] }],
      repaired: { "bad indicators": 1 },
    });
  });

  test("is rejected when neither its directory nor its fields can be right", async () => {
    const broken = Buffer.concat([MOBY.subarray(0, -1), Buffer.from("and\u001emore\u001e\u001d")]);
    const outcome = await readAll(Buffer.concat([EMMA, altered(broken, 24 + 7, "00003"), EMMA]));
    expect(outcome.books).toHaveLength(2);
    expect(outcome.rejected).toMatchObject([
      {
        place: `record 2 at byte ${EMMA.length}`,
        reason: "malformed",
        detail: "its directory does not fit its fields",
      },
    ]);
    expect(outcome.rejected[0]?.fields).toContain("1 $aMelville, Herman,$d1819-1891.");
  });

  test("is rejected when the file ends within it", async () => {
    for (const length of [10, 60, MOBY.length - 40]) {
      const outcome = await readAll(Buffer.concat([EMMA, MOBY.subarray(0, length)]));
      expect(outcome.books).toHaveLength(1);
      expect(outcome.rejected).toMatchObject([
        { place: `record 2 at byte ${EMMA.length}`, reason: "malformed" },
      ]);
    }
    const { rejected } = await readAll(MOBY.subarray(0, -40));
    expect(rejected[0]?.detail).toBe("the file ends within it");
  });

  test("is whole when nothing but its end is missing at the end of the file", async () => {
    const outcome = await readAll(MOBY.subarray(0, -1));
    expect(outcome).toMatchObject({ books: [{ title: "Moby Dick" }], repaired: { "missing terminator": 1 } });
  });

  test("names one field a thousand times and costs no more than once", () => {
    const entry = "500000900000";
    const bytes = Buffer.from(
      `00000nam a2200000 a 4500${entry.repeat(8000)}\u001e  \u001faBooks\u001e\u001d`,
    );
    expect(readRecord(bytes)).toEqual({ fault: "its directory does not fit its fields" });
  });
});

test("a source without a single field is refused with what to do", async () => {
  await expect(readAll("title,author\nEmma,Jane Austen\n")).rejects.toThrow(
    "the file catalogue.mrc holds no MARC records in ISO 2709; choose another format with --format",
  );
  await expect(gather(marc.read([source("")]))).rejects.toThrow("holds no MARC records");
});
