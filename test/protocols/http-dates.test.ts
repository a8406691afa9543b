import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseHttpDate } from "../../src/protocols/http-dates.ts";

const NOW = new Date("2024-06-01T00:00:00Z");
const parsed = (text: string) => parseHttpDate(text, NOW)?.toISOString();

describe("an HTTP date", () => {
  test.each([
    ["Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
    ["Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
    ["Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37.000Z"],
    ["Wed Nov 16 08:49:37 1994", "1994-11-16T08:49:37.000Z"],
    ["Thu, 29 Feb 2024 23:59:59 GMT", "2024-02-29T23:59:59.000Z"],
    ["Sat, 31 Dec 2016 23:59:60 GMT", "2017-01-01T00:00:00.000Z"],
    ["Mon, 01 Jan 0001 00:00:00 GMT", "0001-01-01T00:00:00.000Z"],
  ])("%j is %s", (text, time) => {
    expect(parsed(text)).toBe(time);
  });

  test.each([
    ["Friday, 01-Jan-00 00:00:00 GMT", "2000"],
    ["Friday, 01-Jan-74 00:00:00 GMT", "2074"],
    ["Friday, 01-Jan-75 00:00:00 GMT", "1975"],
    ["Friday, 01-Jan-99 00:00:00 GMT", "1999"],
  ])("%j, with a year of two digits, is at most 50 years ahead", (text, year) => {
    expect(parsed(text)?.slice(0, 4)).toBe(year);
  });

  test("with a year of two digits, at the end of a century, may be one of the next", () => {
    const late = new Date("2099-06-01T00:00:00Z");
    expect(parseHttpDate("Friday, 01-Jan-05 00:00:00 GMT", late)?.getUTCFullYear()).toBe(2105);
    expect(parseHttpDate("Friday, 01-Jan-50 00:00:00 GMT", late)?.getUTCFullYear()).toBe(2050);
  });

  test.each([
    "",
    "0",
    "now",
    "2024-06-01T00:00:00Z",
    "Sun, 06 Nov 1994 08:49:37",
    "Sun, 06 Nov 1994 08:49:37 +0000",
    "Sun, 06 Nov 1994 08:49:37 gmt",
    "Sun, 6 Nov 1994 08:49:37 GMT",
    " Sun, 06 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49:37 GMT\n",
    "Sun, 06 Nov 1994 24:00:00 GMT",
    "Sun, 06 Nov 1994 08:60:37 GMT",
    "Sun, 30 Feb 2024 08:49:37 GMT",
    "Sun, 00 Nov 1994 08:49:37 GMT",
    "Xyz, 06 Nov 1994 08:49:37 GMT",
    "Sun, 06 Xyz 1994 08:49:37 GMT",
    "Sun, 06-Nov-1994 08:49:37 GMT",
    "Sun, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 94",
  ])("is not %j", (text) => {
    expect(parseHttpDate(text, NOW)).toBeUndefined();
  });

  test("that is written here is read as what it was", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true }), (date) => {
        date.setUTCMilliseconds(0);
        expect(parseHttpDate(date.toUTCString())).toEqual(date);
      }),
    );
  });
});
