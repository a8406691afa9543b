import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { percentDecoded, utf8 } from "../../src/gateway/index.ts";

describe("utf8", () => {
  it("reads the bytes shown as latin-1 text", () => {
    expect(utf8("/caf\xc3\xa9")).toBe("/café");
    expect(utf8("plain")).toBe("plain");
  });

  it.each(["\x80", "\xe3\x81", "\xc0\xaf", "caf\xe9"])("gives nothing for %j, which is not UTF-8", (text) => {
    expect(utf8(text)).toBeUndefined();
  });

  it("keeps a byte order mark", () => {
    expect(utf8("\xef\xbb\xbfa")).toBe("\ufeffa");
  });

  it("gives back every text that was written as UTF-8", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(utf8(Buffer.from(text).toString("latin1"))).toBe(text);
      }),
    );
  });
});

describe("percentDecoded", () => {
  it.each([
    ["%2c", ","],
    ["%252c", "%2c"],
    ["%E3%81%82", "\xe3\x81\x82"],
    ["%80\x80", "\x80\x80"],
    ["a+b", "a+b"],
    ["%00", "\0"],
    ["", ""],
  ])("decodes %j once", (text, decoded) => {
    expect(percentDecoded(text)).toBe(decoded);
  });

  it.each(["%", "a%2", "%zz", "%%41", "%u0041"])("gives nothing for %j", (text) => {
    expect(percentDecoded(text)).toBeUndefined();
  });

  it("gives back every text that was percent-encoded", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(utf8(percentDecoded(encodeURIComponent(text)) ?? "")).toBe(text);
      }),
    );
  });
});
