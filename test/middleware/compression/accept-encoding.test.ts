import { describe, expect, test } from "vitest";
import { acceptedCoding } from "../../../src/middleware/compression/accept-encoding.ts";

describe("the coding that a client accepts", () => {
  test.each<[field: string | undefined, coding: string | undefined]>([
    [undefined, undefined],
    ["", undefined],
    ["gzip", "gzip"],
    ["br", "br"],
    ["gzip, deflate, br, zstd", "br"],
    ["GZIP", "gzip"],
    ["x-gzip", "gzip"],
    ["deflate, compress", undefined],
    ["gzip;q=1.0, br;q=0.5", "gzip"],
    ["gzip;q=0.001", "gzip"],
    ["gzip ; q=0.2\t,\tbr ;Q=0.1", "gzip"],
    ["gzip;q=0", undefined],
    ["gzip;q=0.000, br", "br"],
    ["*", "br"],
    ["*;q=0", undefined],
    ["br;q=0, *", "gzip"],
    ["gzip, *;q=0.5", "gzip"],
    ["gzip, *;q=0", "gzip"],
    ["gzip;q=0.5, *", "br"],
    ["identity", undefined],
    ["identity, gzip", "gzip"],
    ["identity;q=1, gzip;q=0.9", undefined],
    ["identity;q=0.5, gzip;q=0.9", "gzip"],
    ["identity;q=0, gzip;q=0.1", "gzip"],
    ["identity;q=0", undefined],
    ["identity;q=0, *", "br"],
    ["identity, *;q=0", undefined],
    [",, gzip ,", "gzip"],
  ])("by %j is %j", (field, coding) => {
    expect(acceptedCoding(field)).toBe(coding);
  });

  test.each([
    "gzip;q=2",
    "gzip;q=-1",
    "gzip;q=0.1234",
    "gzip;q=1.001",
    "gzip;q=",
    "gzip;q",
    "gzip; q = 1",
    "gzip;level=9",
    "gz ip",
    "gzip\u00a0",
    '"gzip"',
    "gzip=1",
  ])("is not counted where it is not well formed: %j", (field) => {
    expect(acceptedCoding(field)).toBeUndefined();
    expect(acceptedCoding(`${field}, br;q=0.1`)).toBe("br");
  });

  test("is found soon in a field made to take long", () => {
    for (const field of [
      ";".repeat(16_000),
      " ".repeat(16_000),
      "gzip".repeat(4_000),
      `gzip${"\t".repeat(16_000)}x`,
    ]) {
      expect(acceptedCoding(field)).toBeUndefined();
    }
  });
});
