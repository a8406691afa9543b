import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatBegin,
  formatEnd,
  formatUnknownType,
  parseBegin,
  parseEnd,
} from "../../../src/protocols/fastcgi/bodies.ts";
import {
  FCGI_PARAMS,
  FCGI_RESPONDER,
  FCGI_STDIN,
  FCGI_STDOUT,
} from "../../../src/protocols/fastcgi/constants.ts";
import { FastCgiError } from "../../../src/protocols/fastcgi/errors.ts";
import { type FcgiRecord, formatRecord, RecordReader } from "../../../src/protocols/fastcgi/records.ts";

/** The records that come of pieces, their contents copied, for a piece is only lent. */
function read(pieces: Iterable<Uint8Array>, reader = new RecordReader()): FcgiRecord[] {
  const records: FcgiRecord[] = [];
  for (const piece of pieces) {
    for (const record of reader.push(piece))
      records.push({ ...record, content: Buffer.from(record.content) });
  }
  return records;
}

/** A record with padding of any length, as another program might write it. */
function padded(type: number, requestId: number, text: string, padding: number): Buffer {
  const content = Buffer.from(text, "latin1");
  const header = Buffer.from([1, type, 0, 0, 0, 0, padding, 99]);
  header.writeUInt16BE(requestId, 2);
  header.writeUInt16BE(content.length, 4);
  return Buffer.concat([header, content, Buffer.alloc(padding, 0xff)]);
}

const SEVERAL = Buffer.concat([
  padded(FCGI_PARAMS, 1, "abc", 0),
  padded(FCGI_PARAMS, 1, "", 5),
  padded(FCGI_STDIN, 65535, "hello", 3),
  padded(FCGI_STDIN, 2, "", 0),
  padded(200, 0, "x".repeat(20), 255),
]);

describe("records", () => {
  test("143: end at a multiple of 8 bytes", () => {
    for (let length = 0; length < 20; length++) {
      const bytes = formatRecord(FCGI_STDOUT, 258, Buffer.alloc(length, 7));
      expect(bytes.length % 8).toBe(0);
      expect([...bytes.subarray(0, 4)]).toEqual([1, FCGI_STDOUT, 1, 2]);
      expect(bytes.readUInt16BE(4)).toBe(length);
      expect(8 + length + bytes.readUInt8(6)).toBe(bytes.length);
      expect(bytes.subarray(8 + length).every((byte) => byte === 0)).toBe(true);
    }
  });

  test("143: hold 65,535 bytes at most; what is more goes into the next one", () => {
    for (const [length, lengths] of [
      [0, [0]],
      [65_535, [65_535]],
      [65_536, [65_535, 1]],
      [131_070, [65_535, 65_535]],
      [200_000, [65_535, 65_535, 65_535, 3395]],
    ] as const) {
      const content = Buffer.alloc(length, "abcdefg");
      const records = read([formatRecord(FCGI_STDOUT, 1, content)]);
      expect(records.map((record) => record.content.length)).toEqual(lengths);
      expect(Buffer.concat(records.map((record) => record.content)).equals(content)).toBe(true);
    }
  });

  test("144, 146: are read alike wherever they are cut, with padding of any length", () => {
    const expected = read([SEVERAL]);
    expect(expected).toEqual([
      { type: FCGI_PARAMS, requestId: 1, content: Buffer.from("abc") },
      { type: FCGI_PARAMS, requestId: 1, content: Buffer.alloc(0) },
      { type: FCGI_STDIN, requestId: 65535, content: Buffer.from("hello") },
      { type: FCGI_STDIN, requestId: 2, content: Buffer.alloc(0) },
      { type: 200, requestId: 0, content: Buffer.from("x".repeat(20)) },
    ]);
    for (let cut = 0; cut <= SEVERAL.length; cut++) {
      expect(read([SEVERAL.subarray(0, cut), SEVERAL.subarray(cut)])).toEqual(expected);
    }
    expect(read([...SEVERAL].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
  });

  test("144: come back as they were sent, cut anywhere", () => {
    const record = fc.record({
      type: fc.integer({ min: 0, max: 255 }),
      requestId: fc.integer({ min: 0, max: 65535 }),
      content: fc.uint8Array({ maxLength: 70 }).map((bytes) => Buffer.from(bytes)),
    });
    fc.assert(
      fc.property(fc.array(record), fc.array(fc.nat({ max: 40 }), { minLength: 1 }), (records, sizes) => {
        const bytes = Buffer.concat(records.map((one) => formatRecord(one.type, one.requestId, one.content)));
        expect(read(cut(bytes, sizes))).toEqual(records);
      }),
    );
  });

  test("of another version are refused at their first byte, behind the good ones", () => {
    const reader = new RecordReader();
    const records: FcgiRecord[] = [];
    expect(() => {
      for (const record of reader.push(Buffer.concat([SEVERAL, Buffer.of(2)]))) records.push(record);
    }).toThrow(new FastCgiError("the version of a record is 2 and not 1"));
    expect(records).toHaveLength(5);
  });

  test("that are none at all are a FastCgiError, or records", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (pieces) => {
        try {
          read(pieces);
        } catch (error) {
          expect(error).toBeInstanceOf(FastCgiError);
        }
      }),
    );
  });

  test("tell whether one has come in part", () => {
    const bytes = padded(FCGI_STDIN, 1, "abc", 5);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const reader = new RecordReader();
      read([bytes.subarray(0, cut)], reader);
      expect(reader.isBetween).toBe(cut === 0 || cut === bytes.length);
    }
  });
});

describe("the content of a record", () => {
  test("begins a request", () => {
    for (const keepConnection of [true, false]) {
      const [record] = read([formatBegin(7, { role: FCGI_RESPONDER, keepConnection })]);
      expect(record).toMatchObject({ type: 1, requestId: 7 });
      expect(parseBegin(record?.content ?? Buffer.alloc(0))).toEqual({
        role: FCGI_RESPONDER,
        keepConnection,
      });
    }
  });

  test("ends a request", () => {
    const ending = { appStatus: 0xfffffffe, protocolStatus: 3 };
    const [record] = read([formatEnd(7, ending)]);
    expect(record).toMatchObject({ type: 3, requestId: 7 });
    expect(parseEnd(record?.content ?? Buffer.alloc(0))).toEqual(ending);
  });

  test("names the type that is not known", () => {
    expect(read([formatUnknownType(99)])).toEqual([
      { type: 11, requestId: 0, content: Buffer.from([99, 0, 0, 0, 0, 0, 0, 0]) },
    ]);
  });

  test("is refused where it is too short", () => {
    expect(() => parseBegin(Buffer.alloc(7))).toThrow("FCGI_BEGIN_REQUEST has 7 bytes of content and not 8");
    expect(() => parseEnd(Buffer.alloc(0))).toThrow(FastCgiError);
  });
});

/** Pieces of these sizes in turn; a piece may be empty. */
function* cut(bytes: Uint8Array, sizes: readonly number[]): Iterable<Uint8Array> {
  let start = 0;
  for (const size of sizes) {
    yield bytes.subarray(start, start + size);
    start += size;
  }
  yield bytes.subarray(start);
}
