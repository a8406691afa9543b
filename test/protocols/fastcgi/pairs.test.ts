import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FastCgiError } from "../../../src/protocols/fastcgi/errors.ts";
import { formatPairs, parsePairs } from "../../../src/protocols/fastcgi/pairs.ts";

describe("name-value pairs", () => {
  test("142: have lengths of one byte up to 127, and of four from 128 on", () => {
    expect([...formatPairs([["ab", "c".repeat(127)]]).subarray(0, 2)]).toEqual([2, 127]);
    expect([...formatPairs([["ab", "c".repeat(128)]]).subarray(0, 5)]).toEqual([2, 0x80, 0, 0, 128]);
    expect([...formatPairs([["a".repeat(300), ""]]).subarray(0, 5)]).toEqual([0x80, 0, 1, 44, 0]);
  });

  test("142: have lengths right up to millions", () => {
    const long = "x".repeat(33_554_431);
    const bytes = formatPairs([["a", long]]);
    expect([...bytes.subarray(0, 5)]).toEqual([1, 0x81, 0xff, 0xff, 0xff]);
    expect(parsePairs(bytes).get("a")?.length).toBe(33_554_431);
  });

  test("may tell a small length in four bytes", () => {
    const bytes = Buffer.from([0x80, 0, 0, 1, 0x80, 0, 0, 2, 65, 66, 67]);
    expect([...parsePairs(bytes)]).toEqual([["A", "BC"]]);
  });

  test("have the last value where a name stands twice", () => {
    const bytes = formatPairs([
      ["HTTPS", ""],
      ["HTTPS", "on"],
    ]);
    expect([...parsePairs(bytes)]).toEqual([["HTTPS", "on"]]);
  });

  test("are read from a view of a larger buffer alone", () => {
    const bytes = Buffer.concat([Buffer.from("xxx"), formatPairs([["A", "é"]]), Buffer.from("yyy")]);
    expect([...parsePairs(bytes.subarray(3, -3))]).toEqual([["A", "é"]]);
  });

  test.each([
    ["a length", [3]],
    ["a length of four bytes", [3, 0x80, 0, 0]],
    ["a name", [3, 0, 65]],
    ["a value", [1, 3, 65, 66]],
    ["a value that would be two gigabytes long", [1, 0xff, 0xff, 0xff, 0xff, 65]],
  ])("are refused where they end in %s", (_, bytes) => {
    expect(() => parsePairs(Buffer.from(bytes))).toThrow(FastCgiError);
  });

  test("145: are refused at every cut but between two of them", () => {
    const first = formatPairs([["NAME", "v".repeat(200)]]);
    const bytes = Buffer.concat([first, formatPairs([["B", "2"]])]);
    for (let cut = 0; cut < bytes.length; cut++) {
      if (cut === 0 || cut === first.length) parsePairs(bytes.subarray(0, cut));
      else expect(() => parsePairs(bytes.subarray(0, cut))).toThrow(FastCgiError);
    }
  });

  test("come back as they were", () => {
    const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
    const text = fc.string({ unit: byte, maxLength: 300, size: "max" });
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => name }), (pairs) => {
        expect([...parsePairs(formatPairs(pairs))]).toEqual(pairs);
      }),
    );
  });

  test("are read as they are, whatever names came before", () => {
    const numbered = (name: string, count: number) =>
      Array.from({ length: count }, (_, index) => [`${name}_${index}`, String(index)] as const);
    for (const name of ["A", "B", "AB", "B", "LONGER", "A"]) {
      for (const count of [1, 150, 3]) {
        expect([...parsePairs(formatPairs(numbered(name, count)))]).toEqual(numbered(name, count));
      }
    }
  });

  test("of bytes that are none are a FastCgiError, or pairs", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        try {
          parsePairs(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(FastCgiError);
        }
      }),
    );
  });

  test("are no place for text that is not latin-1", () => {
    expect(() => formatPairs([["DOCUMENT_ROOT", "/home/łukasz"]])).toThrow(
      'the variable "DOCUMENT_ROOT" holds a character above U+00FF; encode it first',
    );
  });
});
