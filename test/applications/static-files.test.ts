import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { staticFiles } from "../../src/applications/static-files.ts";
import { type Environ, plainErrorPage, respond, validator } from "../../src/gateway/index.ts";
import { errorPages } from "../../src/middleware/error-pages.ts";
import { testFolder } from "../catalogue/folder.ts";
import { ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { eventually } from "../support/promises.ts";
import { fieldValue } from "../support/raw-client.ts";
import { serving } from "../support/serving.ts";

const above = testFolder();
const folder = join(above, "public");
const TEXT = "0123456789abcdefghij";
const DATE = "Sun, 06 Nov 1994 08:49:37 GMT";
const big = randomBytes(5 * 1024 * 1024);

beforeAll(() => {
  mkdirSync(join(folder, "sub"), { recursive: true });
  mkdirSync(join(above, "public-not"));
  writeFileSync(join(above, "secret.txt"), "secret");
  writeFileSync(join(above, "public-not/secret.txt"), "secret");
  writeFileSync(join(folder, "text.txt"), TEXT);
  utimesSync(join(folder, "text.txt"), new Date(DATE), new Date(DATE));
  writeFileSync(join(folder, "empty.txt"), "");
  writeFileSync(join(folder, "big.bin"), big);
  writeFileSync(join(folder, ".hidden"), "secret");
  mkdirSync(join(folder, ".git"));
  writeFileSync(join(folder, ".git/config"), "secret");
  writeFileSync(join(folder, "caf\u00e9 %41+b.txt"), "odd name");
  writeFileSync(join(folder, "sub/deep.html"), "<p>deep</p>");
  for (const name of [
    "a.css",
    "a.svg",
    "a.js",
    "a.png",
    "a.woff2",
    "a.json",
    "a.unknown",
    "plain",
    "A.CSS",
  ]) {
    writeFileSync(join(folder, name), "x");
  }
  symlinkSync(join(above, "secret.txt"), join(folder, "out.txt"));
  symlinkSync("../secret.txt", join(folder, "out-relative.txt"));
  symlinkSync(above, join(folder, "up"));
  symlinkSync(join(above, "public-not"), join(folder, "sibling"));
  symlinkSync("loop", join(folder, "loop"));
  symlinkSync("nothing", join(folder, "dangling"));
  symlinkSync("text.txt", join(folder, "in.txt"));
  symlinkSync("sub", join(folder, "in"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
});

const application = validator(errorPages(plainErrorPage)(validator(staticFiles(folder))));

/** Asks for a path that is given decoded, as an environ has it. */
const file = (path: string, overrides: Partial<Environ> = {}) =>
  ask(application, "/", { PATH_INFO: path, ...overrides });

describe("a file", () => {
  test("is served with its type, its length and what tells it from its next version", async () => {
    const answer = await file("/text.txt");
    expect(answer.status).toBe("200 OK");
    expect(answer.text).toBe(TEXT);
    expect(answer.field("Content-Type")).toBe("text/plain; charset=utf-8");
    expect(answer.field("Content-Length")).toBe("20");
    expect(answer.field("ETag")).toMatch(/^"[^"]+"$/);
    expect(answer.field("Last-Modified")).toBe(DATE);
    expect(answer.field("Accept-Ranges")).toBe("bytes");
    expect(answer.field("Cache-Control")).toBe("no-cache");
    expect(answer.field("Content-Range")).toBeUndefined();
  });

  test.each([
    ["/sub/deep.html", "<p>deep</p>"],
    ["/caf\u00c3\u00a9 %41+b.txt", "odd name"],
    ["/empty.txt", ""],
    ["/in.txt", TEXT], // a link that stays inside
    ["/in/deep.html", "<p>deep</p>"],
  ])("%j is found", async (path, text) => {
    const answer = await file(path);
    expect(answer.status).toBe("200 OK");
    expect(answer.text).toBe(text);
    expect(answer.field("Content-Length")).toBe(String(text.length));
  });

  test.each([
    ["/a.css", "text/css; charset=utf-8"],
    ["/A.CSS", "text/css; charset=utf-8"],
    ["/a.svg", "image/svg+xml"],
    ["/a.js", "text/javascript; charset=utf-8"],
    ["/a.png", "image/png"],
    ["/a.woff2", "font/woff2"],
    ["/a.json", "application/json; charset=utf-8"],
    ["/sub/deep.html", "text/html; charset=utf-8"],
    ["/a.unknown", "application/octet-stream"],
    ["/plain", "application/octet-stream"],
  ])("%s has the type %s", async (path, type) => {
    expect((await file(path)).field("Content-Type")).toBe(type);
  });

  test("of 5 MB comes whole and in pieces", async () => {
    const answer = await file("/big.bin");
    expect(answer.body.equals(big)).toBe(true);
    const { send } = await serving(application);
    const client = await send("GET /big.bin HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const response = await client.response();
    expect(fieldValue(response?.fields ?? [], "content-length")).toBe(String(big.length));
    expect(big.equals(response?.body ?? Buffer.alloc(0))).toBe(true);
  });

  test("that is asked for by HEAD has the head of GET and no body", async () => {
    const [get, head] = [await file("/text.txt"), await file("/text.txt", { REQUEST_METHOD: "HEAD" })];
    expect(head.status).toBe("200 OK");
    expect(head.headers).toEqual(get.headers);
    expect(head.body).toHaveLength(0);
  });

  test.each([["POST"], ["PUT"], ["DELETE"], ["OPTIONS"], ["get"]])(
    "cannot be asked for by %s",
    async (method) => {
      const answer = await file("/text.txt", { REQUEST_METHOD: method });
      expect(answer.status).toBe("405 Method Not Allowed");
      expect(answer.field("Allow")).toBe("GET, HEAD");
    },
  );
});

describe("174: nothing is found at", () => {
  test.each([
    [""],
    ["/"],
    ["/nothing.txt"],
    ["/../secret.txt"],
    ["/sub/../../secret.txt"],
    ["/sub/../text.txt"],
    ["/.."],
    ["/."],
    ["/./text.txt"],
    ["/%2e%2e/secret.txt"], // decoded once, and not again
    ["/..%2fsecret.txt"],
    ["/..\\secret.txt"],
    ["/\\..\\secret.txt"],
    ["/sub\\deep.html"],
    ["/text.txt\0"],
    ["/text.txt\0.css"],
    ["/\0"],
    ["/.hidden"],
    ["/.git/config"],
    ["/.git"],
    ["/..."],
    ["/out.txt"],
    ["/out-relative.txt"],
    ["/up/secret.txt"],
    ["/up/public/text.txt/../../secret.txt"],
    ["/sibling/secret.txt"],
    ["/loop"],
    ["/dangling"],
    ["/pipe"],
    ["/sub"],
    ["/sub/"],
    ["/in"],
    ["/text.txt/"],
    ["/text.txt/x"],
    ["//text.txt"],
    ["/sub//deep.html"],
    ["/etc/passwd"],
    ["//etc/passwd"],
    [`/${"a".repeat(5000)}`],
  ])("%j", async (path) => {
    const answer = await file(path, { SCRIPT_NAME: "/static" });
    expect(answer.status).toBe("404 Not Found");
    expect(answer.text).toBe("404 Not Found\n");
  });

  test("a path that is not UTF-8, which is refused", async () => {
    expect((await file("/\xff")).status).toBe("400 Bad Request");
  });

  test.each([
    ["/..%2fsecret.txt", 404],
    ["/%2e%2e/secret.txt", 404],
    ["/../secret.txt", 404],
    ["/..%5csecret.txt", 404],
    ["/text.txt%00", 404],
    ["/%2ehidden", 404],
    ["/text.txt%zz", 400],
    ["/t%65xt.txt", 200],
  ])("%s over the wire is %i", async (target, status) => {
    const { send } = await serving(application);
    const client = await send(`GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    expect((await client.response())?.status).toBe(status);
  });
});

describe("173: a conditional request", () => {
  const LATER = "Sun, 06 Nov 1994 08:49:38 GMT";
  const EARLIER = "Sun, 06 Nov 1994 08:49:36 GMT";

  // "ETAG" stands for the file's own.
  test.each<[condition: string, Partial<Environ>, status: number]>([
    ["none", {}, 200],
    ["its own tag", { HTTP_IF_NONE_MATCH: "ETAG" }, 304],
    ["its own tag, weak", { HTTP_IF_NONE_MATCH: "W/ETAG" }, 304],
    ["a list with its own tag", { HTTP_IF_NONE_MATCH: '"a", ETAG,W/"c"' }, 304],
    ["any tag", { HTTP_IF_NONE_MATCH: "*" }, 304],
    ["another tag", { HTTP_IF_NONE_MATCH: '"another"' }, 200],
    ["a list of others", { HTTP_IF_NONE_MATCH: '"a", W/"b"' }, 200],
    ["what is no tag", { HTTP_IF_NONE_MATCH: "nonsense" }, 200],
    ["its own date", { HTTP_IF_MODIFIED_SINCE: DATE }, 304],
    ["a later date", { HTTP_IF_MODIFIED_SINCE: LATER }, 304],
    ["an earlier date", { HTTP_IF_MODIFIED_SINCE: EARLIER }, 200],
    ["its own date with a length", { HTTP_IF_MODIFIED_SINCE: `${DATE}; length=20` }, 304],
    ["what is no date", { HTTP_IF_MODIFIED_SINCE: "yesterday" }, 200],
    ["an empty date", { HTTP_IF_MODIFIED_SINCE: "" }, 200],
    ["tag and date", { HTTP_IF_NONE_MATCH: "ETAG", HTTP_IF_MODIFIED_SINCE: DATE }, 304],
    ["its own tag, an earlier date", { HTTP_IF_NONE_MATCH: "ETAG", HTTP_IF_MODIFIED_SINCE: EARLIER }, 304],
    ["another tag, its own date", { HTTP_IF_NONE_MATCH: '"b"', HTTP_IF_MODIFIED_SINCE: DATE }, 200],
    ["another tag, a later date", { HTTP_IF_NONE_MATCH: '"b"', HTTP_IF_MODIFIED_SINCE: LATER }, 200],
    ["its own tag by HEAD", { HTTP_IF_NONE_MATCH: "ETAG", REQUEST_METHOD: "HEAD" }, 304],
    ["its own tag by POST", { HTTP_IF_NONE_MATCH: "ETAG", REQUEST_METHOD: "POST" }, 405],
    ["its own tag and a range", { HTTP_IF_NONE_MATCH: "ETAG", HTTP_RANGE: "bytes=0-1" }, 304],
  ])("with %s", async (_, overrides, status) => {
    const tag = (await file("/text.txt")).field("ETag") ?? "";
    const condition = overrides.HTTP_IF_NONE_MATCH?.replace("ETAG", tag);
    const answer = await file(
      "/text.txt",
      condition ? { ...overrides, HTTP_IF_NONE_MATCH: condition } : overrides,
    );
    expect(Number(answer.status.slice(0, 3))).toBe(status);
    if (status === 304) {
      expect(answer.body).toHaveLength(0);
      expect(answer.field("ETag")).toBe(tag);
      expect(answer.field("Last-Modified")).toBe(DATE);
      expect(answer.field("Cache-Control")).toBe("no-cache");
      expect(answer.field("Content-Type")).toBeUndefined();
      expect(answer.field("Content-Length")).toBeUndefined();
    }
  });

  test.each<[condition: string, Partial<Environ>, status: number]>([
    ["its own tag", { HTTP_IF_MATCH: "ETAG" }, 200],
    ["a list with its own tag", { HTTP_IF_MATCH: '"a", ETAG' }, 200],
    ["any tag", { HTTP_IF_MATCH: "*" }, 200],
    ["another tag", { HTTP_IF_MATCH: '"another"' }, 412],
    ["its own tag, weak, which is not enough", { HTTP_IF_MATCH: "W/ETAG" }, 412],
    ["its own tag and an earlier date", { HTTP_IF_MATCH: "ETAG", HTTP_IF_UNMODIFIED_SINCE: EARLIER }, 200],
    ["another tag and a range", { HTTP_IF_MATCH: '"another"', HTTP_RANGE: "bytes=0-1" }, 412],
    ["another tag, by HEAD", { HTTP_IF_MATCH: '"another"', REQUEST_METHOD: "HEAD" }, 412],
    ["another tag, though it has this one", { HTTP_IF_MATCH: '"b"', HTTP_IF_NONE_MATCH: "*" }, 412],
    ["its own date", { HTTP_IF_UNMODIFIED_SINCE: DATE }, 200],
    ["a later date", { HTTP_IF_UNMODIFIED_SINCE: LATER }, 200],
    ["an earlier date", { HTTP_IF_UNMODIFIED_SINCE: EARLIER }, 412],
    ["what is no date", { HTTP_IF_UNMODIFIED_SINCE: "yesterday" }, 200],
    ["what only looks like a date", { HTTP_IF_UNMODIFIED_SINCE: "yesterday 1" }, 200],
    ["an earlier date as asctime writes it", { HTTP_IF_UNMODIFIED_SINCE: "Sun Nov  6 08:49:36 1994" }, 412],
    ["its own date as asctime writes it", { HTTP_IF_UNMODIFIED_SINCE: "Sun Nov  6 08:49:37 1994" }, 200],
    ["an earlier date of RFC 850", { HTTP_IF_UNMODIFIED_SINCE: "Sunday, 06-Nov-94 08:49:36 GMT" }, 412],
  ])("that wants the file with %s", async (_, overrides, status) => {
    const tag = (await file("/text.txt")).field("ETag") ?? "";
    const condition = overrides.HTTP_IF_MATCH?.replace("ETAG", tag);
    const answer = await file(
      "/text.txt",
      condition ? { ...overrides, HTTP_IF_MATCH: condition } : overrides,
    );
    expect(Number(answer.status.slice(0, 3))).toBe(status);
  });

  test("with an old tag or date gets the file that has changed", async () => {
    const path = join(folder, "changing.txt");
    writeFileSync(path, "one");
    utimesSync(path, 1000, 1000);
    const before = await file("/changing.txt");
    writeFileSync(path, "two");
    utimesSync(path, 2000, 2000);
    const tag = await file("/changing.txt", { HTTP_IF_NONE_MATCH: before.field("ETag") });
    const date = await file("/changing.txt", { HTTP_IF_MODIFIED_SINCE: before.field("Last-Modified") });
    expect([tag.text, date.text]).toEqual(["two", "two"]);
  });
});

describe("174: a range", () => {
  test.each([
    ["bytes=0-4", "01234", "0-4"],
    ["bytes=5-9", "56789", "5-9"],
    ["bytes=0-0", "0", "0-0"],
    ["bytes=19-19", "j", "19-19"],
    ["bytes=15-", "fghij", "15-19"],
    ["bytes=0-", TEXT, "0-19"],
    ["bytes=15-999", "fghij", "15-19"],
    ["bytes=-5", "fghij", "15-19"],
    ["bytes=-20", TEXT, "0-19"],
    ["bytes=-21", TEXT, "0-19"],
    ["bytes=-99999999999999999999", TEXT, "0-19"],
  ])("%s gives its part", async (range, text, shown) => {
    const answer = await file("/text.txt", { HTTP_RANGE: range });
    expect(answer.status).toBe("206 Partial Content");
    expect(answer.text).toBe(text);
    expect(answer.field("Content-Range")).toBe(`bytes ${shown}/20`);
    expect(answer.field("Content-Length")).toBe(String(text.length));
    expect(answer.field("Content-Type")).toBe("text/plain; charset=utf-8");
    expect(answer.field("ETag")).toMatch(/^"/);
  });

  test("in the middle of 5 MB gives its part", async () => {
    const answer = await file("/big.bin", { HTTP_RANGE: "bytes=1000000-2999999" });
    expect(answer.status).toBe("206 Partial Content");
    expect(answer.body.equals(big.subarray(1_000_000, 3_000_000))).toBe(true);
  });

  test.each([["bytes=20-"], ["bytes=20-30"], ["bytes=999999999999-"], ["bytes=-0"]])(
    "%s lies past the end",
    async (range) => {
      const answer = await file("/text.txt", { HTTP_RANGE: range });
      expect(answer.status).toBe("416 Range Not Satisfiable");
      expect(answer.field("Content-Range")).toBe("bytes */20");
    },
  );

  test.each([["bytes=0-"], ["bytes=0-0"], ["bytes=-1"]])(
    "%s of an empty file lies past the end",
    async (range) => {
      const answer = await file("/empty.txt", { HTTP_RANGE: range });
      expect(answer.status).toBe("416 Range Not Satisfiable");
      expect(answer.field("Content-Range")).toBe("bytes */0");
    },
  );

  test.each([
    ["bytes=0-1,5-6"],
    ["bytes=0-1, -2"],
    ["items=0-4"],
    ["items=90-99"],
    ["bytes"],
    ["bytes="],
    ["bytes=-"],
    ["bytes=a-b"],
    ["bytes=1"],
    ["0-4"],
    [""],
  ])("%j gets the whole file", async (range) => {
    const answer = await file("/text.txt", { HTTP_RANGE: range });
    expect(answer.status).toBe("200 OK");
    expect(answer.text).toBe(TEXT);
    expect(answer.field("Content-Range")).toBeUndefined();
  });

  test("is of GET only", async () => {
    const answer = await file("/text.txt", { HTTP_RANGE: "bytes=0-4", REQUEST_METHOD: "HEAD" });
    expect(answer.status).toBe("200 OK");
    expect(answer.field("Content-Length")).toBe("20");
  });

  test("counts only if the file is still the one that the client has a part of", async () => {
    const tag = (await file("/text.txt")).field("ETag") ?? "";
    const status = async (condition: string) =>
      (await file("/text.txt", { HTTP_RANGE: "bytes=0-4", HTTP_IF_RANGE: condition })).status.slice(0, 3);
    expect(await status(tag)).toBe("206");
    expect(await status(DATE)).toBe("206");
    expect(await status('"another"')).toBe("200");
    expect(await status(`W/${tag}`)).toBe("200"); // a weak one is never enough
    expect(await status("Sun, 06 Nov 1994 08:49:38 GMT")).toBe("200");
    expect(await status("")).toBe("200");
  });
});

describe("an open file", () => {
  /** How many files and sockets this process has open. */
  const open = () => readdirSync("/dev/fd").length;

  test("is closed, however its response ended", async () => {
    await file("/text.txt"); // whatever is opened once for all is open now
    const before = open();
    const tag = (await file("/text.txt")).field("ETag");
    for (let round = 0; round < 20; round++) {
      await file("/text.txt");
      await file("/empty.txt");
      await file("/sub");
      await file("/pipe");
      await file("/text.txt", { REQUEST_METHOD: "HEAD" });
      await file("/text.txt", { HTTP_IF_NONE_MATCH: tag });
      await file("/text.txt", { HTTP_RANGE: "bytes=0-4" });
      await file("/text.txt", { HTTP_RANGE: "bytes=99-" });
    }
    expect(open() - before).toBeLessThan(20);
  });

  test("is closed when nobody reads its body", async () => {
    const before = open();
    for (let round = 0; round < 20; round++) {
      const body = await staticFiles(folder)(testEnviron({ PATH_INFO: "/big.bin" }), () => {});
      if (!(Symbol.asyncIterator in body)) throw new Error("the body of a file is read asynchronously");
      await body[Symbol.asyncIterator]().return?.();
    }
    expect(open() - before).toBeLessThan(20);
  });

  test("is closed when the client leaves in the middle", async () => {
    const { connect } = await serving(application);
    const before = open();
    for (let round = 0; round < 20; round++) {
      const client = await connect();
      client.socket.pause();
      await client.send("GET /big.bin HTTP/1.1\r\nHost: localhost\r\n\r\n");
      await client.destroy();
    }
    await eventually(() => open() - before < 20);
  });

  test("that is cut short while it is sent is never taken for whole", async () => {
    const path = join(folder, "shrinking.bin");
    writeFileSync(path, big);
    const { body } = await respond(application, testEnviron({ PATH_INFO: "/shrinking.bin" }));
    const read = async () => {
      for await (const chunk of body) if (chunk.length > 0) truncateSync(path, 100_000);
    };
    await expect(read()).rejects.toThrow("and not its Content-Length, 5242880");
  });
});
