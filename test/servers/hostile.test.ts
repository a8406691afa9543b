import { Buffer } from "node:buffer";
import type { NetConnectOpts } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type Application, BodyInput, type ErrorStream, validator } from "../../src/gateway/index.ts";
import { type AccessEntry, commonLogLine } from "../../src/protocols/log-line.ts";
import { formatScgiHead } from "../../src/protocols/scgi.ts";
import { serveFastCgi } from "../../src/servers/fastcgi.ts";
import { serveHttp } from "../../src/servers/http.ts";
import { serveScgi } from "../../src/servers/scgi.ts";
import { testFolder } from "../catalogue/folder.ts";
import { echo } from "../conformance/applications.ts";
import { get, post, postChunked } from "../conformance/case.ts";
import { collectErrors } from "../support/errors.ts";
import { flood, type Manner, spoken } from "../support/flood.ts";
import { expectGivenBack, holdings } from "../support/holdings.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { whole } from "./fastcgi/web-server.ts";
import * as fastcgi from "./hostile/fastcgi.ts";
import * as http from "./hostile/http.ts";
import { type Malformed, raw } from "./hostile/malformed.ts";
import * as scgi from "./hostile/scgi.ts";

failOnUnhandled();
vi.setConfig({ testTimeout: 60_000 });
const folder = testFolder();
let sockets = 0;

/** Reads all that it is sent, so that what is wrong with that comes out. */
const application: Application = validator(async (environ, startResponse) => {
  const data: unknown = environ["fastcgi.data"];
  if (data instanceof BodyInput) await data.read();
  return echo(environ, startResponse);
});

/** A protocol that a server speaks. */
interface Spoken {
  readonly name: string;
  readonly malformed: readonly Malformed[];
  /** Good requests, each answered with "hello", and the connection closed. */
  readonly good: readonly Uint8Array[];
  /** Listens until `close()`; what it reports and logs goes to `errors`. */
  listen(errors: ErrorStream): Promise<{ readonly place: NetConnectOpts; close(): Promise<void> }>;
  /** An answer as the malformed requests have it. */
  shown(answer: string): string;
}

const socket = () => ({ path: join(folder, `${++sockets}.sock`) });
const scgiHead = formatScgiHead(new Map(Object.entries({ REQUEST_METHOD: "POST", CONTENT_LENGTH: "5" })));

const PROTOCOLS: readonly Spoken[] = [
  {
    name: "HTTP",
    malformed: http.MALFORMED,
    good: [
      raw(post("hello", "Connection: close")),
      raw(get("/a?b=c", "Connection: close", "Cookie: d=e", "Content-Length: 5"), "hello"),
      raw(postChunked("3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nX: y\r\n\r\n", "Connection: close")),
    ],
    async listen(errors) {
      const log = (entry: AccessEntry) => errors.write(`${commonLogLine(entry)}\n`);
      const { port, close } = await serveHttp(application, { errors, log });
      return { place: { port, host: "127.0.0.1" }, close };
    },
    shown: (answer) => answer,
  },
  {
    name: "FastCGI",
    malformed: fastcgi.MALFORMED,
    good: [whole(1, { keepConnection: false, body: "hello" })],
    async listen(errors) {
      const place = socket();
      const { close } = await serveFastCgi(application, { errors, ...place });
      return { place, close };
    },
    shown: fastcgi.shown,
  },
  {
    name: "SCGI",
    malformed: scgi.MALFORMED,
    good: [Buffer.concat([scgiHead, raw("hello")])],
    async listen(errors) {
      const place = socket();
      const { close } = await serveScgi(application, { errors, ...place });
      return { place, close };
    },
    shown: (answer) => answer,
  },
];

describe.each(PROTOCOLS)("a server of $name", ({ malformed, good, listen, shown }) => {
  /** A server that listens until the test is over, and what it said. */
  const listening = async () => {
    const errors = collectErrors();
    const { place, close } = await listen(errors);
    onTestFinished(close);
    const serves = async () => {
      for (const bytes of good) expect(shown(await spoken(place, bytes))).toContain("hello");
    };
    return { errors, place, serves };
  };

  test.each(malformed)(
    "says in a line what is wrong, and serves on: $name",
    async ({ bytes, manner, answer, log }) => {
      const { errors, place, serves } = await listening();
      expect(shown(await spoken(place, bytes, manner))).toMatch(answer);
      const lines = errors.text.split("\n").slice(0, -1);
      expect(lines).toEqual(log ? [expect.stringMatching(log)] : []);
      await serves();
    },
  );

  test("holds nothing behind 10,000 of them, and its log has a line for each that should have one", async () => {
    const { errors, place, serves } = await listening();
    const send = async (index: number) => {
      const kind = malformed[index % malformed.length];
      if (kind) await spoken(place, kind.bytes, kind.manner);
    };
    for (const index of malformed.keys()) await send(index);
    const before = holdings();
    await flood(10_000, 32, send);
    await expectGivenBack(before);
    const logs = malformed.flatMap(({ log }) => log ?? []);
    const odd = errors.text.split("\n").filter((line) => line !== "" && !logs.some((log) => log.test(line)));
    expect(odd).toEqual([]);
    await serves();
  });

  test("outlives whatever else it is sent: bytes by chance, and good requests cut off or changed", async () => {
    const { errors, place, serves } = await listening();
    const valid = fc.constantFrom(...good);
    const byChance = fc.uint8Array({ maxLength: 300 });
    const cut = fc.tuple(valid, fc.double({ min: 0, max: 1, noNaN: true })).map(([bytes, part]) => {
      return bytes.subarray(0, Math.floor(part * bytes.length));
    });
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
    const changed = fc
      .tuple(valid, fc.array(change, { minLength: 1, maxLength: 4 }))
      .map(([bytes, changes]) => {
        const copy = Buffer.from(bytes);
        for (const [position, byte] of changes) copy[position % copy.length] = byte;
        return copy;
      });
    const pieces = fc.array(fc.oneof(byChance, cut, changed, valid), { minLength: 1, maxLength: 3 });
    const manner = fc.constantFrom<Manner>("ends", "ends", "leaves");
    const before = holdings();
    await fc.assert(
      fc.asyncProperty(pieces, manner, async (sent, how) => {
        await spoken(place, Buffer.concat(sent), how);
      }),
      { numRuns: 1000 },
    );
    await expectGivenBack(before);
    expect(errors.text).not.toMatch(/^ +at /m); // no stack: nothing of it is a fault of ours
    await serves();
  });
});
