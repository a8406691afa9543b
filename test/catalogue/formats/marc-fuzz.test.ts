import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CatalogueError } from "../../../src/catalogue/errors.ts";
import { readRecord } from "../../../src/catalogue/import/formats/marc/iso-2709.ts";
import { marc } from "../../../src/catalogue/import/formats/marc/iso-2709-format.ts";
import { marcXml } from "../../../src/catalogue/import/formats/marc/marc-xml-format.ts";
import { RecordSplitter } from "../../../src/catalogue/import/formats/marc/record-splitter.ts";
import { tidy } from "../../../src/catalogue/import/text.ts";
import { type Outcome, readAll, record, xmlCollection, xmlRecord } from "./marc-records.ts";

const FIELDS = [
  "001 12",
  "008 020507s1851    nyu           000 1 eng d",
  "020   $a0192815148",
  "100 1 $6880-01$aMelville, Herman,$d1819-1891.",
  "245 10$aMoby Dick :$bor, the whale /$cHerman Melville ; edited by Ann Bee.",
  "650  0$aWhaling$vFiction.",
  "700 1 $aBee, Ann.",
  "830  0$aClassics ;$v12",
  "880 1 $6100-01$aМелвилл, Герман",
];
const RECORD = record(FIELDS);
const CATALOGUE = Buffer.concat([RECORD, record(["245 10$aEmma"]), record(["100 1 $aNobody"])]);
const XML = Buffer.from(xmlCollection(xmlRecord(FIELDS), xmlRecord(["245 10$aEmma &amp; others"])));

/** What a format makes of these bytes; null where it refuses them. */
async function attempt(
  format: typeof marc | typeof marcXml,
  bytes: Buffer,
  chunk?: number,
): Promise<Outcome | null> {
  format.recognises(bytes);
  try {
    return await readAll(bytes, format, chunk);
  } catch (error) {
    if (error instanceof CatalogueError) return null;
    throw error;
  }
}

/** A few changes of bytes: another value, bytes left out, bytes put in. */
const changes = fc.array(
  fc.record({
    place: fc.nat(),
    out: fc.nat({ max: 40 }),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc.constantFrom(...[0x1d, 0x1e, 0x1f, 0x1b, 0x00, 0x3c, 0x26, 0x22].map((byte) => Uint8Array.of(byte))),
    ),
  }),
  { minLength: 1, maxLength: 6 },
);

function change(bytes: Buffer, list: readonly { place: number; out: number; put: Uint8Array }[]): Buffer {
  let changed = bytes;
  for (const { place, out, put } of list) {
    const at = place % (changed.length + 1);
    changed = Buffer.concat([changed.subarray(0, at), put, changed.subarray(at + out)]);
  }
  return changed;
}

/** What must hold of any book, whatever it was made of. */
function check(outcome: Outcome | null): void {
  for (const book of outcome?.books ?? []) {
    expect(book.title).not.toBe("");
    expect(tidy(book.title)).toBe(book.title);
    for (const { name, aliases = [] } of book.contributors)
      for (const text of [name, ...aliases]) expect(tidy(text)).toBe(text);
    for (const isbn of book.isbns) expect(isbn).toMatch(/^97[89]\d{10}$/);
    for (const subject of book.subjects) expect(tidy(subject)).toBe(subject);
    expect(book.series).not.toBe("");
  }
}

describe.each([
  ["ISO 2709", marc, CATALOGUE],
  ["MARCXML", marcXml, XML],
])("%s", (_, format, bytes) => {
  test("random bytes are refused or rejected, and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (array) =>
        check(await attempt(format, Buffer.from(array))),
      ),
    );
  });

  test("a catalogue cut off anywhere gives what was whole", async () => {
    for (let length = 0; length < bytes.length; length++) {
      const outcome = await attempt(format, bytes.subarray(0, length));
      check(outcome);
      if (outcome?.books.length === 0) expect(outcome.rejected.length).toBeGreaterThan(0);
    }
  });

  test("changed bytes make nothing throw, and the cut makes no difference", async () => {
    await fc.assert(
      fc.asyncProperty(changes, fc.integer({ min: 1, max: 100 }), async (list, chunk) => {
        const changed = change(bytes, list);
        const outcome = await attempt(format, changed);
        check(outcome);
        expect(await attempt(format, changed, chunk)).toEqual(outcome);
      }),
      { numRuns: 1000 },
    );
  });

  test("shuffled pieces make nothing throw", async () => {
    const pieces = Array.from({ length: 24 }, (_, i) =>
      bytes.subarray((i * bytes.length) / 24, ((i + 1) * bytes.length) / 24),
    );
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(pieces), async (shuffled) =>
        check(await attempt(format, Buffer.concat(shuffled))),
      ),
    );
  });
});

test("a broken record takes none of its neighbours with it", async () => {
  await fc.assert(
    fc.asyncProperty(changes, async (list) => {
      const broken = change(RECORD.subarray(0, -1), list);
      const neighbour = record(["245 10$aEmma"]);
      const stream = [neighbour, broken, Buffer.from("\u001d"), neighbour];
      const { books } = await readAll(Buffer.concat(stream));
      expect(books.filter(({ title }) => title === "Emma").length).toBeGreaterThanOrEqual(2);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["of blanks", " "],
  ["of letters", "x"],
  ["of marks in MARC-8", "\u00e1"],
  ["of escapes", "\u001b"],
  ["of escapes to East Asia", "\u001b$1!"],
  ["of NULs", "\0"],
  ["of brackets", "[("],
  ["of commas and years", ", 19"],
  ["of full stops", ". "],
  ["of ampersands", "&#x"],
  ["of separators", " : ; / ="],
  ["of words for roles", "edited by "],
  ["of digits", "1234567890-"],
])("a huge field %s is read in no time", { timeout: 30_000 }, async (_, piece) => {
  const huge = piece.repeat(Math.floor(300_000 / piece.length));
  const started = performance.now();
  for (const kind of ["nam a", "nam  "]) {
    for (const tag of ["020", "100", "245", "490", "650", "700"]) {
      const text = `${tag} 10\u001fa${huge}\u001fc${tag === "245" ? huge : ""}`;
      const bytes = record([tag === "245" ? "650  0" : "245 10$aEmma", text], { kind, encoding: "latin1" });
      expect(await attempt(marc, bytes)).not.toBeNull();
    }
  }
  expect((performance.now() - started) / 12).toBeLessThan(1000);
});

test("a mebibyte of digits and leaders is searched in no time", () => {
  const started = performance.now();
  for (const piece of ["1", "00100nam a2200049 a 4500", "\u001e"]) {
    const splitter = new RecordSplitter();
    const bytes = Buffer.from(`${piece.repeat(1_000_000 / piece.length)}\u001d`);
    for (const raw of splitter.push(bytes)) readRecord(raw.bytes);
  }
  expect(performance.now() - started).toBeLessThan(3000);
});
