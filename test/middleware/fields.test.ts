import { describe, expect, test } from "vitest";
import type { HeaderList } from "../../src/gateway/index.ts";
import { fieldValue, withField, withoutFields } from "../../src/middleware/fields.ts";

const FIELDS: HeaderList = [
  ["Vary", "Cookie"],
  ["X-Empty", ""],
  ["vary", "Origin"],
];

describe("fields", () => {
  test("have the values of one name joined, and none for a name that is not there", () => {
    expect(fieldValue(FIELDS, "vary")).toBe("Cookie, Origin");
    expect(fieldValue(FIELDS, "x-empty")).toBe("");
    expect(fieldValue(FIELDS, "var")).toBeUndefined();
  });

  test("go without those of a name, in whatever case", () => {
    expect(withoutFields(FIELDS, new Set(["vary"]))).toEqual([["X-Empty", ""]]);
  });

  test("have a field of one name alone where it is put in their place, and stay as they are themselves", () => {
    expect(withField(FIELDS, "VARY", "*")).toEqual([
      ["X-Empty", ""],
      ["VARY", "*"],
    ]);
    expect(FIELDS.length).toBe(3);
  });
});
