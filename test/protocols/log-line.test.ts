import { describe, expect, test } from "vitest";
import {
  type AccessEntry,
  type CombinedEntry,
  combinedLogLine,
  commonLogLine,
} from "../../src/protocols/log-line.ts";

const ENTRY: AccessEntry = { remoteAddr: "127.0.0.1", requestLine: "GET / HTTP/1.1", status: 200, bytes: 16 };
const TIME = Date.UTC(2014, 7, 19, 10, 31, 39);

const lineOf = (entry: Partial<AccessEntry>) => commonLogLine({ ...ENTRY, ...entry }, TIME);

describe("a line of the Common Log Format", () => {
  test("is that of the example", () => {
    expect(lineOf({})).toBe('127.0.0.1 - - [19/Aug/2014:10:31:39 +0000] "GET / HTTP/1.1" 200 16');
  });

  test("has a hyphen for a body without bytes", () => {
    expect(lineOf({ status: 304, bytes: 0 })).toMatch(/" 304 -$/);
  });

  test.each([
    [Date.UTC(2024, 1, 29, 0, 0, 0), "[29/Feb/2024:00:00:00 +0000]"],
    [Date.UTC(2024, 11, 1, 23, 59, 59, 999), "[01/Dec/2024:23:59:59 +0000]"],
    [Date.UTC(2025, 0, 1, 0, 0, 0), "[01/Jan/2025:00:00:00 +0000]"],
  ])("has the time %i as %s", (time, text) => {
    expect(commonLogLine(ENTRY, time)).toContain(` - - ${text} "`);
  });

  test("has the time of each request, though lines of one second share it", () => {
    const times = [TIME, TIME + 999, TIME + 1000, TIME].map(
      (time) => /:(\d\d) \+/.exec(commonLogLine(ENTRY, time))?.[1],
    );
    expect(times).toEqual(["39", "39", "40", "39"]);
  });

  test.each([
    ['GET /" 200 1 HTTP/1.1', 'GET /\\" 200 1 HTTP/1.1'],
    ["GET /\\ HTTP/1.1", "GET /\\\\ HTTP/1.1"],
    ["GET /\r\n127.0.0.1 - - HTTP/1.1", "GET /\\x0d\\x0a127.0.0.1 - - HTTP/1.1"],
    ["GET /\u001b[2J\0\u007f HTTP/1.1", "GET /\\x1b[2J\\x00\\x7f HTTP/1.1"],
    ["GET /\u009b2J\u00e9 HTTP/1.1", "GET /\\x9b2J\\xe9 HTTP/1.1"],
  ])("escapes the quotes and control characters of %j", (requestLine, escaped) => {
    expect(lineOf({ requestLine })).toContain(` "${escaped}" 200 16`);
  });

  test("is cut where a request line would fill the disk", () => {
    const line = lineOf({ requestLine: `GET /${"a".repeat(100_000)} HTTP/1.1` });
    expect(line.length).toBeLessThan(2200);
    expect(line).toMatch(/aaa\.\.\." 200 16$/);
  });
});

describe("a line of the Combined Log Format", () => {
  const combined = (fields: Partial<CombinedEntry>) =>
    combinedLogLine({ ...ENTRY, referer: undefined, userAgent: undefined, ...fields }, TIME);

  test("is the common one with where the client came from and what it is", () => {
    expect(combined({ referer: "http://localhost/", userAgent: "curl/8.0" })).toBe(
      `${commonLogLine(ENTRY, TIME)} "http://localhost/" "curl/8.0"`,
    );
  });

  test("has a hyphen for what the client does not tell", () => {
    expect(combined({})).toBe(`${commonLogLine(ENTRY, TIME)} "-" "-"`);
    expect(combined({ referer: "", userAgent: "" })).toBe(`${commonLogLine(ENTRY, TIME)} "-" "-"`);
  });

  test("escapes what could break it, and cuts what is too long", () => {
    const line = combined({ referer: 'x" "y\n\u001b[2J', userAgent: "a".repeat(100_000) });
    expect(line).toContain(' "x\\" \\"y\\x0a\\x1b[2J" "aaa');
    expect(line.length).toBeLessThan(2300);
  });
});
