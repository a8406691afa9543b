import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { AccessEntry } from "../../src/protocols/log-line.ts";
import { accessLog } from "../../src/servers/access-log.ts";

const ENTRY: AccessEntry = { remoteAddr: "127.0.0.1", requestLine: "GET / HTTP/1.1", status: 200, bytes: 16 };

describe("the access log", () => {
  test("writes the lines that come close together in one piece and in order", async () => {
    const written: string[] = [];
    const log = accessLog({ write: (text) => written.push(text) });
    log({ ...ENTRY, requestLine: "GET /1 HTTP/1.1" });
    log({ ...ENTRY, requestLine: "GET /2 HTTP/1.1" });
    expect(written).toEqual([]);
    await delay(60);
    log({ ...ENTRY, requestLine: "GET /3 HTTP/1.1" });
    await delay(60);
    const lines = written.map((text) =>
      [...text.matchAll(/"GET \/(\d)[^"]*" 200 16\n/g)].map(([, number]) => number),
    );
    expect(lines).toEqual([["1", "2"], ["3"]]);
  });
});
