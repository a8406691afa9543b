import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type Application, compose, type HeaderList, validator } from "../../src/gateway/index.ts";
import { compression } from "../../src/middleware/compression.ts";
import { conditionalGet } from "../../src/middleware/conditional-get.ts";
import { head } from "../../src/middleware/head.ts";
import { answering, later, muchLater, noting, sending, stating } from "../conformance/applications.ts";
import { ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { collectErrors } from "../support/errors.ts";
import { eventually, settled } from "../support/promises.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { serving } from "../support/serving.ts";

failOnUnhandled();

const between = (application: Application, options?: Parameters<typeof compression>[0]) =>
  validator(compression(options)(validator(application)));

const TYPE = ["Content-Type", "text/plain; charset=utf-8"] as const;
const PAGE = "All that a page says, again and again. ".repeat(50);
const GZIP = { HTTP_ACCEPT_ENCODING: "gzip" };

const page = (headers: HeaderList = [], text = PAGE, status = "200 OK"): Application =>
  answering(status, [TYPE, ...headers], () => [Buffer.from(text)]);

describe("175: compression", () => {
  test.each([
    ["gzip", "gzip", gunzipSync],
    ["gzip, br", "br", brotliDecompressSync],
  ])("of a page for a client that accepts %s is %s", async (accepted, coding, decode) => {
    const answer = await ask(between(page()), "/", { HTTP_ACCEPT_ENCODING: accepted });
    expect(answer.status).toBe("200 OK");
    expect(answer.field("content-encoding")).toBe(coding);
    expect(answer.field("content-type")).toBe(TYPE[1]);
    expect(answer.field("vary")).toBe("Accept-Encoding");
    expect(answer.field("content-length")).toBe(String(answer.body.length));
    expect(answer.body.length).toBeLessThan(PAGE.length / 5);
    expect(decode(answer.body).toString()).toBe(PAGE);
  });

  test.each<[what: string, Application]>([
    ["an array of many chunks", sending(() => [...PAGE].map((letter) => Buffer.from(letter)))],
    ["a long array", sending(() => Array<Buffer>(500).fill(Buffer.from(PAGE)))],
    ["a body", sending(() => later(PAGE, "", PAGE))],
    ["a body that comes later", sending(() => muchLater(PAGE, "", PAGE))],
    ["a short body of unknown length", sending(() => later("a"))],
    ["a body of stated length", stating(2 * PAGE.length, () => later(PAGE, PAGE))],
    ["an answer that comes later", async (environ, startResponse) => page()(environ, startResponse)],
    ["an error page", page([], PAGE, "404 Not Found")],
  ])("of %s gives the same when it is decoded", async (_, application) => {
    const plain = await ask(application, "/");
    for (const [accepted, decode] of [
      ["gzip", gunzipSync],
      ["br", brotliDecompressSync],
    ] as const) {
      const answer = await ask(between(application), "/", { HTTP_ACCEPT_ENCODING: accepted });
      expect(answer.status).toBe(plain.status);
      expect(answer.field("content-encoding")).toBe(accepted);
      expect(answer.field("content-length") ?? String(answer.body.length)).toBe(String(answer.body.length));
      expect(decode(answer.body).equals(plain.body)).toBe(true);
    }
  });

  test.each<[what: string, Application]>([
    ["that is short", page([], "a".repeat(1023))],
    ["that is short in many chunks", sending(() => Array<Buffer>(100).fill(Buffer.from("a")))],
    ["that is stated to be short", stating(1, () => later("a"))],
    ["that is empty", sending(() => [])],
    ["that is coded already", page([["Content-Encoding", "zstd"]])],
    ["that nobody may change", page([["Cache-Control", "private, No-Transform"]])],
    ["that is a part", page([["Content-Range", "bytes 0-1949/9999"]], PAGE, "206 Partial Content")],
    ["that is an image", answering("200 OK", [["Content-Type", "image/png"]], () => [Buffer.from(PAGE)])],
    ["that is an archive", answering("200 OK", [["Content-Type", "application/gzip"]], () => later(PAGE))],
    ["that a 204 has not", answering("204 No Content", [], () => [])],
    ["that a 304 has not", answering("304 Not Modified", [["ETag", '"a"']], () => [])],
  ])("is not of a body %s", async (_, application) => {
    const [plain, answer] = [await ask(application, "/"), await ask(between(application), "/", GZIP)];
    expect(answer.headers).toEqual(plain.headers);
    expect(answer.body.equals(plain.body)).toBe(true);
  });

  test.each([
    "text/html; charset=utf-8",
    "TEXT/CSS",
    "text/event-stream",
    "application/json",
    "application/javascript ; charset=utf-8",
    "application/ld+json",
    "application/atom+xml",
    "image/svg+xml",
    "application/wasm",
    "font/ttf",
  ])("is of %s", async (type) => {
    const application = answering("200 OK", [["Content-Type", type]], () => [Buffer.from(PAGE)]);
    expect((await ask(between(application), "/", GZIP)).field("content-encoding")).toBe("gzip");
  });

  test.each([
    "text",
    "application/octet-stream",
    "application/jsonx",
    "video/mp4",
    "font/woff2",
    "x text/html",
  ])("is not of %s", async (type) => {
    const application = answering("200 OK", [["Content-Type", type]], () => [Buffer.from(PAGE)]);
    expect((await ask(between(application), "/", GZIP)).field("content-encoding")).toBeUndefined();
  });

  test("begins at the threshold", async () => {
    const codingOf = async (length: number, threshold?: number) => {
      const options = threshold === undefined ? {} : { threshold };
      return (await ask(between(page([], "a".repeat(length)), options), "/", GZIP)).field("content-encoding");
    };
    expect(await codingOf(1023)).toBeUndefined();
    expect(await codingOf(1024)).toBe("gzip");
    expect(await codingOf(9, 10)).toBeUndefined();
    expect(await codingOf(10, 10)).toBe("gzip");
    expect(await codingOf(0, 0)).toBeUndefined();
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("has no threshold of %d", (threshold) => {
    expect(() => compression({ threshold })).toThrow(RangeError);
  });

  test.each<[before: HeaderList, after: string]>([
    [[], "Accept-Encoding"],
    [[["Vary", "Cookie"]], "Cookie, Accept-Encoding"],
    [
      [
        ["Vary", "Cookie"],
        ["vary", "Origin"],
      ],
      "Cookie, Origin, Accept-Encoding",
    ],
    [[["Vary", "Cookie, accept-encoding"]], "Cookie, accept-encoding"],
    [[["Vary", "*"]], "*"],
    [[["Vary", "X-Accept-Encoding"]], "X-Accept-Encoding, Accept-Encoding"],
  ])("tells caches so, with %j before, whether the client accepts it or not", async (fields, vary) => {
    for (const overrides of [GZIP, {}, { HTTP_ACCEPT_ENCODING: "identity" }]) {
      expect((await ask(between(page(fields)), "/", overrides)).field("vary")).toBe(vary);
    }
  });

  test("leaves the rest of a page alone for a client that accepts none", async () => {
    const fields: HeaderList = [
      ["ETag", '"a"'],
      ["Accept-Ranges", "bytes"],
    ];
    const answer = await ask(between(page(fields)), "/");
    expect(answer.headers).toEqual([TYPE, ...fields, ["Vary", "Accept-Encoding"]]);
    expect(answer.text).toBe(PAGE);
  });

  test("makes an ETag weak, and takes away what tells of the bytes as they were", async () => {
    const fields: HeaderList = [
      ["etag", '"a"'],
      ["Accept-Ranges", "bytes"],
      ["Content-Length", String(PAGE.length)],
      ["Set-Cookie", "a=1"],
      ["Set-Cookie", "b=2"],
    ];
    const answer = await ask(between(page(fields)), "/", GZIP);
    expect(answer.headers).toEqual([
      TYPE,
      ["etag", 'W/"a"'],
      ["Set-Cookie", "a=1"],
      ["Set-Cookie", "b=2"],
      ["Vary", "Accept-Encoding"],
      ["Content-Encoding", "gzip"],
      ["Content-Length", String(answer.body.length)],
    ]);
    expect((await ask(between(page([["ETag", 'W/"b"']])), "/", GZIP)).field("etag")).toBe('W/"b"');
  });

  test("gives a 304 the fields of the 200 that the client has", async () => {
    const application = between(answering("304 Not Modified", [["ETag", '"a"']], () => []));
    const fields = async (noneMatch: string) =>
      (await ask(application, "/", { ...GZIP, HTTP_IF_NONE_MATCH: noneMatch })).headers;
    expect(await fields('"a"')).toEqual([["ETag", '"a"']]);
    expect(await fields('W/"a"')).toEqual([
      ["ETag", 'W/"a"'],
      ["Vary", "Accept-Encoding"],
    ]);
  });

  test("leaves it to the server to find a length that is not true", async () => {
    const short: Application = stating(9999, () => [Buffer.from(PAGE)]);
    const answer = await ask(compression()(short), "/", GZIP);
    expect(answer.field("content-length")).toBe("9999");
    expect(answer.text).toBe(PAGE);
  });

  test("passes on what the application throws, before its head and behind it", async () => {
    const early = between(() => {
      throw new Error("early");
    });
    await expect(ask(early, "/", GZIP)).rejects.toThrow("early");
    const late = between(
      sending(async function* () {
        yield Buffer.from(PAGE);
        throw new Error("late");
      }),
    );
    await expect(ask(late, "/", GZIP)).rejects.toThrow("late");
  });

  test("answers at once where the application does", () => {
    for (const body of [() => [Buffer.from(PAGE)], () => later(PAGE)]) {
      const answer = between(sending(body))(testEnviron(GZIP), () => {});
      expect(answer).not.toBeInstanceOf(Promise);
    }
  });
});

describe("compression of HEAD", () => {
  const HEAD = { ...GZIP, REQUEST_METHOD: "HEAD" };
  const around = (application: Application) =>
    validator(compose(head, compression())(validator(application)));

  test.each<[what: string, Application]>([
    ["a page", page([["ETag", '"a"']])],
    ["a body", sending(() => later(PAGE))],
    ["a short page", page([], "a")],
  ])("behind `head` has the head of GET: %s", async (_, application) => {
    const [get, answer] = [
      await ask(between(application), "/", GZIP),
      await ask(around(application), "/", HEAD),
    ];
    const known = get.headers.filter(([name]) => name !== "Content-Length");
    expect(answer.headers.filter(([name]) => name !== "Content-Length")).toEqual(known);
    expect(answer.body.length).toBe(0);
  });

  test("for an application that states the length and leaves out the body, has no length", async () => {
    const fields: HeaderList = [
      ["ETag", '"a"'],
      ["Content-Length", "5000"],
    ];
    const answer = await ask(between(answering("200 OK", [TYPE, ...fields], () => [])), "/", HEAD);
    expect(answer.headers).toEqual([
      TYPE,
      ["ETag", 'W/"a"'],
      ["Vary", "Accept-Encoding"],
      ["Content-Encoding", "gzip"],
    ]);
  });

  test("for an application that tells nothing of its body, only tells that it may be", async () => {
    const answer = await ask(between(sending(() => [])), "/", HEAD);
    expect(answer.field("vary")).toBe("Accept-Encoding");
    expect(answer.field("content-encoding")).toBeUndefined();
  });

  test("closes a body once", async () => {
    const errors = collectErrors();
    const application = sending((environ) => noting(environ, [Buffer.from(PAGE)]));
    await ask(around(application), "/", { ...HEAD, "tsgi.errors": errors });
    expect(errors.text).toBe("begun\nclosed\n");
  });
});

describe("compression and conditional requests", () => {
  const stack = validator(
    compose(head, conditionalGet(), compression())(validator(page([["ETag", '"v1"']]))),
  );

  test("know a client that has the page, coded or not", async () => {
    for (const noneMatch of ['"v1"', 'W/"v1"']) {
      const answer = await ask(stack, "/", { ...GZIP, HTTP_IF_NONE_MATCH: noneMatch });
      expect(answer.status).toBe("304 Not Modified");
      expect(answer.field("etag")).toBe('W/"v1"');
      expect(answer.field("vary")).toBe("Accept-Encoding");
      expect(answer.body.length).toBe(0);
    }
  });

  test("make a tag for each form where the application has none", async () => {
    const untagged = validator(compose(head, conditionalGet(), compression())(validator(page())));
    const tags = new Set<string | undefined>();
    for (const accepted of ["gzip", "br", "identity"]) {
      tags.add((await ask(untagged, "/", { HTTP_ACCEPT_ENCODING: accepted })).field("etag"));
    }
    expect(tags.size).toBe(3);
    expect(tags).not.toContain(undefined);
  });
});

describe("compression behind a server", () => {
  test("holds back a body that nobody reads, and closes it once when the client leaves", async () => {
    let given = 0;
    let closed = 0;
    const application = sending(function* () {
      try {
        for (;;) {
          given += 64 * 1024;
          yield randomBytes(64 * 1024);
        }
      } finally {
        closed++;
      }
    });
    const { connect, errors } = await serving(between(application));
    const client = await connect();
    client.socket.pause();
    await client.send("GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br\r\n\r\n");
    await eventually(() => given > 0);
    await settled(() => given);
    expect(given).toBeLessThan(64 * 1024 * 1024);
    await client.destroy();
    await eventually(() => closed === 1);
    expect(errors.text).toBe("");
  });
});
