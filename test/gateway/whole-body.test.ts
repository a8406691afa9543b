import { describe, expect, test } from "vitest";
import { byteLength, wholeBody } from "../../src/gateway/index.ts";
import { bytes, later, muchLater, wrong } from "../conformance/applications.ts";

describe("a whole body", () => {
  test("is an array of chunks, and as long as they are together", () => {
    const chunks = [bytes("one"), bytes(""), bytes("0123456789").subarray(2, 4)];
    expect(wholeBody(chunks)).toBe(chunks);
    expect(byteLength(chunks)).toBe(5);
    expect(byteLength([])).toBe(0);
  });

  test("is none that is yet to be read, and none with what is no chunk", () => {
    for (const body of [later("a"), muchLater("a"), [bytes("a"), wrong("b")]]) {
      expect(wholeBody(body)).toBeUndefined();
    }
  });
});
