import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shown } from "../../src/gateway/checks.ts";
import {
  checkHeaders,
  checkStatus,
  contentLength,
  GatewayError,
  isBodiless,
} from "../../src/gateway/index.ts";

describe("a header that passes", () => {
  it("has no character that ends a line, whatever it was made of", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", " ", ":", "\r", "\n", "\0", "\x7f", "\xe9", "あ", "-", "_"),
    });
    fc.assert(
      fc.property(text, text, (name, value) => {
        let passes = true;
        try {
          checkHeaders([[name, value]]);
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError);
          passes = false;
        }
        const harmless = /^[a_-]*[a]$/.test(name) && /^[a :\xe9_-]*$/.test(value);
        expect(passes).toBe(harmless);
      }),
    );
  });

  it("is not one of those between the server and its client, in any case", () => {
    for (const name of [
      "connection",
      "Keep-Alive",
      "TE",
      "Trailer",
      "UPGRADE",
      "Transfer-Encoding",
      "Status",
    ]) {
      expect(() => checkHeaders([[name, "x"]])).toThrow("not the application's to send");
    }
  });
});

describe("the Content-Length of headers", () => {
  it("is read in any case", () => {
    expect(
      contentLength([
        ["X", "1"],
        ["content-LENGTH", "12"],
      ]),
    ).toBe(12);
  });

  it("is undefined where there is none", () => {
    expect(contentLength([["Content-Type", "text/plain"]])).toBeUndefined();
  });

  it.each(["", "-1", "+1", "1.5", "0x1", "1 2", "5, 5", "1".repeat(16)])(
    "is refused when it is %j",
    (value) => {
      expect(() => contentLength([["Content-Length", value]])).toThrow(GatewayError);
    },
  );

  it("is refused when there are two, even of the same value", () => {
    expect(() =>
      contentLength([
        ["Content-Length", "1"],
        ["Content-Length", "1"],
      ]),
    ).toThrow(GatewayError);
  });
});

describe("a status", () => {
  it.each([
    ["204 No Content", true],
    ["205 Reset Content", true],
    ["304 Not Modified", true],
    ["200 OK", false],
    ["404 Not Found", false],
  ])("%s has no body: %s", (status, bodiless) => {
    expect(isBodiless(status)).toBe(bodiless);
  });

  it("that is refused is shown to the person", () => {
    expect(() => checkStatus("OK")).toThrow('such as "200 OK", not "OK"');
  });
});

describe("a value in a message", () => {
  it.each([
    ["text", '"text"'],
    [12, "12"],
    [undefined, "undefined"],
    [null, "null"],
    [{ a: [1] }, '{"a":[1]}'],
    [Symbol("a"), "Symbol(a)"],
    [() => {}, "a function"],
    [10n, "10"],
  ])("%s is shown as it is written", (value, text) => {
    expect(shown(value)).toBe(text);
  });

  it("is cut at 80 characters", () => {
    expect(shown("x".repeat(100))).toHaveLength(80);
  });

  it("that refers to itself is an object", () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    expect(shown(loop)).toBe("an object");
  });
});
