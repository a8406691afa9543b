import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CgiError,
  type CgiHead,
  CgiHeadReader,
  formatCgiHead,
  parseCgiHead,
  parseNphHead,
} from "../../../src/protocols/cgi/head.ts";

/** What a reader makes of bytes that come in the given pieces. */
function read(pieces: readonly Uint8Array[]): { head: CgiHead; body: string } | undefined {
  const reader = new CgiHeadReader();
  for (const [index, piece] of pieces.entries()) {
    const found = reader.push(piece);
    if (!found) continue;
    const body = Buffer.concat([found.rest, ...pieces.slice(index + 1)]).toString("latin1");
    return { head: found.head, body };
  }
  return undefined;
}

describe("the head of a CGI response", () => {
  test("130: is 200 without a Status", () => {
    expect(parseCgiHead("Content-Type: text/plain\r\n")).toEqual({
      status: "200 OK",
      headers: [["Content-Type", "text/plain"]],
      typed: true,
      localRedirect: undefined,
    });
  });

  test("130: is 302 where Location is a URL, unless there is a Status", () => {
    expect(parseCgiHead("Location: http://example.org/\n").status).toBe("302 Found");
    const { status, headers } = parseCgiHead("Status: 301 Moved\nLocation: http://example.org/\n");
    expect([status, headers]).toEqual(["301 Moved", [["Location", "http://example.org/"]]]);
  });

  test("131: names a path for a local redirect, unless there is a Status", () => {
    expect(parseCgiHead("Location: /books?q=1\n").localRedirect).toBe("/books?q=1");
    expect(parseCgiHead("Status: 303 See Other\nLocation: /books\n").localRedirect).toBeUndefined();
  });

  test("129: may end its lines with LF, CRLF or both", () => {
    const { headers } = parseCgiHead("Status: 404 Not Found\nContent-Type: text/plain\r\nX-One: 1\n");
    expect(headers).toEqual([
      ["Content-Type", "text/plain"],
      ["X-One", "1"],
    ]);
  });

  test("134: keeps repeated fields, Set-Cookie among them", () => {
    const { headers } = parseCgiHead("Content-Type: text/plain\nSet-Cookie: a=1\nSet-Cookie: b=2\n");
    expect(headers.slice(1)).toEqual([
      ["Set-Cookie", "a=1"],
      ["Set-Cookie", "b=2"],
    ]);
  });

  test("has a reason also where the program gives none", () => {
    expect(parseCgiHead("Status: 404\n").status).toBe("404 Not Found");
    expect(parseCgiHead("Status: 299\n").status).toBe("299 Unknown");
  });

  test("has values without the blanks around them, however many", () => {
    const blanks = " ".repeat(20_000);
    const { headers } = parseCgiHead(`Content-Type:\t${blanks}text/plain;${blanks}q=1${blanks}\t\n`);
    expect(headers).toEqual([["Content-Type", `text/plain;${blanks}q=1`]]);
  });

  test("loses what is between the web server and its client", () => {
    const text = "Content-Type: text/plain\nConnection: close\nTransfer-Encoding: chunked\n";
    expect(parseCgiHead(text).headers).toEqual([["Content-Type", "text/plain"]]);
  });

  test.each([
    ["no field at all", ""],
    ["no Content-Type, Location or Status", "X-One: 1\n"],
    ["a line without a colon", "Hello!\n"],
    ["a folded line", "Content-Type: text/plain\n charset=utf-8\n"],
    ["a space before the colon", "Content-Type : text/plain\n"],
    ["a status that is none", "Status: fine\n"],
    ["the status 100", "Status: 100 Continue\n"],
    ["the status 700", "Status: 700 No\n"],
    ["the status 2000", "Status: 2000 OK\n"],
    ["a control character in a value", "Content-Type: text/\x01plain\n"],
    ["a carriage return in a value", "Content-Type: text/plain\rX: 1\n"],
    ["a name that is no token", "Content Type: text/plain\n"],
    ["a length that is no number", "Content-Type: text/plain\nContent-Length: many\n"],
    ["two lengths", "Content-Type: text/plain\nContent-Length: 1\nContent-Length: 1\n"],
  ])("132, 133: is none with %s", (_, text) => {
    expect(() => parseCgiHead(text)).toThrow(CgiError);
  });

  test("129: is read alike wherever it is cut", () => {
    const bytes = Buffer.from(
      "Status: 404 Gone\r\nContent-Type: text/html\nX: \xe9\r\n\r\nbody\n\nend",
      "latin1",
    );
    const whole = read([bytes]);
    expect(whole).toMatchObject({ head: { status: "404 Gone" }, body: "body\n\nend" });
    for (let cut = 1; cut < bytes.length; cut++) {
      expect(read([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(whole);
    }
    expect(read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  test("that does not end is refused before it fills the memory", () => {
    const reader = new CgiHeadReader();
    const line = Buffer.from(`X-Long: ${"x".repeat(1000)}\n`);
    expect(() => {
      for (let lines = 0; lines < 100; lines++) reader.push(line);
    }).toThrow("longer than 65536 bytes");
  });

  test("that never came is told apart from one that was not ended", () => {
    expect(() => new CgiHeadReader().end()).toThrow("there is no output");
    const reader = new CgiHeadReader();
    reader.push(Buffer.from("Content-Type: text/plain\n"));
    expect(() => reader.end()).toThrow("no empty line");
  });

  test("of what is no text at all is a CgiError, or a head", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          new CgiHeadReader().push(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(CgiError);
        }
      }),
    );
  });

  test("that is written is read as it was", () => {
    const value = fc.string({ unit: fc.constantFrom("a", " ", "é", ":", "ÿ") }).map((text) => text.trim());
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const fields = values.flatMap((text, index) => [`X-${index}`, text]);
        const { head, body } = read([formatCgiHead("404 Not Found", fields), Buffer.from("body")]) ?? {};
        expect(head?.headers.flat()).toEqual(fields);
        expect([head?.status, body]).toEqual(["404 Not Found", "body"]);
      }),
    );
  });
});

describe("140: the head of an nph- script", () => {
  test("is that of HTTP", () => {
    expect(parseNphHead("HTTP/1.1 404 Not Here\r\nContent-Type: text/plain\r\n")).toEqual({
      status: "404 Not Here",
      headers: [["Content-Type", "text/plain"]],
      typed: true,
      localRedirect: undefined,
    });
    expect(parseNphHead("HTTP/1.0 302 Found\nLocation: /books\n").localRedirect).toBeUndefined();
  });

  test.each([
    "Content-Type: text/plain\n",
    "HTTP/1.1 999 No\n",
    "HTTP/2 200 OK\n",
    "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n",
  ])("is none that is %j", (text) => expect(() => parseNphHead(text)).toThrow(CgiError));
});
