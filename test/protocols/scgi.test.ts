import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatScgiHead, ScgiError, type ScgiHead, ScgiHeadReader } from "../../src/protocols/scgi.ts";

/** What a reader makes of bytes that come in the given pieces: the variables, and all that follows. */
function read(pieces: readonly Uint8Array[]) {
  const reader = new ScgiHeadReader();
  for (const [index, piece] of pieces.entries()) {
    const head: ScgiHead | undefined = reader.push(piece);
    if (!head) continue;
    const rest = Buffer.concat([head.rest, ...pieces.slice(index + 1)]).toString("latin1");
    return { variables: Object.fromEntries(head.variables), rest };
  }
  return undefined;
}

/** The bytes of a netstring with NUL for every "|". */
function netstring(text: string): Buffer {
  return Buffer.from(`${text.length}:${text},`.replaceAll("|", "\0"), "latin1");
}

const HEAD = "CONTENT_LENGTH|3|SCGI|1|REQUEST_METHOD|POST|PATH_INFO|/\x80|";

describe("160: the head of an SCGI request", () => {
  test("is a netstring of names and values, and the body follows", () => {
    expect(read([netstring(HEAD), Buffer.from("abc")])).toEqual({
      variables: { CONTENT_LENGTH: "3", SCGI: "1", REQUEST_METHOD: "POST", PATH_INFO: "/\x80" },
      rest: "abc",
    });
  });

  test("161: is read alike wherever it is cut", () => {
    const bytes = Buffer.concat([netstring(HEAD), Buffer.from("abc")]);
    const whole = read([bytes]);
    for (let cut = 1; cut < bytes.length; cut++) {
      expect(read([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(whole);
    }
    expect(read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  test.each([
    ["a length that is none", "x:"],
    ["no length", ":"],
    ["a length with a leading zero", "012:"],
    ["a negative length", "-1:"],
    ["a length that does not end", "1234567"],
    ["a length over the limit", "65537:"],
    ["HTTP", "GET / HTTP/1.1\r\n"],
    ["no comma behind", "24:CONTENT_LENGTH|0|SCGI|1|;"],
    ["CONTENT_LENGTH in the second place", "24:SCGI|1|CONTENT_LENGTH|0|,"],
    ["no SCGI", "17:CONTENT_LENGTH|0|,"],
    ["another SCGI", "24:CONTENT_LENGTH|0|SCGI|2|,"],
    ["an empty CONTENT_LENGTH", "23:CONTENT_LENGTH||SCGI|1|,"],
    ["a CONTENT_LENGTH that is none", "25:CONTENT_LENGTH|-1|SCGI|1|,"],
    ["a name that stands twice", "28:CONTENT_LENGTH|0|SCGI|1|A||A|,"],
    ["a name without a value", "26:CONTENT_LENGTH|0|SCGI|1|A|,"],
    ["an empty name", "27:CONTENT_LENGTH|0|SCGI|1||x|,"],
    ["no NUL behind the last value", "23:CONTENT_LENGTH|0|SCGI|1,"],
    ["nothing in it", "0:,"],
  ])("is none with %s", (_, text) => {
    expect(() => read([Buffer.from(text.replaceAll("|", "\0"))])).toThrow(ScgiError);
  });

  test("26: may have a field twice, as nginx passes one on that was sent twice", () => {
    const text = "CONTENT_LENGTH|0|SCGI|1|HTTP_ACCEPT|a|HTTP_ACCEPT|b|".replaceAll("|", "\0");
    const head = new ScgiHeadReader().push(Buffer.from(`${text.length}:${text},`));
    expect(head?.variables.get("HTTP_ACCEPT")).toBe("a, b");
  });

  test("of what is no text at all is a ScgiError, or waits for more", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        try {
          new ScgiHeadReader().push(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ScgiError);
        }
      }),
    );
  });

  test("that is written is read as it was, CONTENT_LENGTH first", () => {
    const name = fc
      .stringMatching(/^[A-Z_]{1,20}$/)
      .filter((text) => text !== "SCGI" && text !== "CONTENT_LENGTH");
    const value = fc.string({ unit: fc.constantFrom("a", "=", "\n", "é", "ÿ") });
    fc.assert(
      fc.property(fc.dictionary(name, value), (variables) => {
        const bytes = formatScgiHead(new Map([...Object.entries(variables), ["CONTENT_LENGTH", "3"]]));
        expect(bytes.toString("latin1")).toMatch(/^\d+:CONTENT_LENGTH\0/);
        expect(read([bytes])).toEqual({
          variables: { ...variables, CONTENT_LENGTH: "3", SCGI: "1" },
          rest: "",
        });
      }),
    );
  });

  test("has a CONTENT_LENGTH of 0 where there is no body", () => {
    expect(read([formatScgiHead(new Map([["CONTENT_LENGTH", ""]]))])?.variables).toEqual({
      CONTENT_LENGTH: "0",
      SCGI: "1",
    });
  });

  test("161: is not written with a NUL in a value", () => {
    expect(() => formatScgiHead(new Map([["PATH_INFO", "/a\0b"]]))).toThrow(ScgiError);
  });
});
