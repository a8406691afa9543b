import { describe, expect, test } from "vitest";
import { type Application, type HeaderList, respond, validator } from "../../src/gateway/index.ts";
import { conditionalGet } from "../../src/middleware/conditional-get.ts";
import {
  answering,
  bytes,
  hello,
  later,
  muchLater,
  noting,
  notingLater,
  sending,
} from "../conformance/applications.ts";
import { ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { collectErrors } from "../support/errors.ts";

const between = (application: Application, options: Parameters<typeof conditionalGet>[0] = {}) =>
  validator(conditionalGet(options)(validator(application)));

const TYPE = ["Content-Type", "text/plain"] as const;
const TAG = ["ETag", '"foo"'] as const;
const DATE = "Wed, 23 Sep 2009 13:36:33 GMT";
const EARLIER = "Wed, 23 Sep 2009 13:36:32 GMT";
const MODIFIED = ["Last-Modified", DATE] as const;

interface Request {
  readonly REQUEST_METHOD?: string;
  readonly HTTP_IF_NONE_MATCH?: string;
  readonly HTTP_IF_MODIFIED_SINCE?: string;
}

describe("173: a conditional GET", () => {
  test.each<[what: string, validators: HeaderList, Request, status: number]>([
    ["is answered whole without validators", [], {}, 200],
    ["is answered 304 where the tag matches", [TAG], { HTTP_IF_NONE_MATCH: '"foo"' }, 304],
    ["is answered 304 where the date matches", [MODIFIED], { HTTP_IF_MODIFIED_SINCE: DATE }, 304],
    ["is answered whole where the date does not match", [MODIFIED], { HTTP_IF_MODIFIED_SINCE: EARLIER }, 200],
    ['may have a date with "; length="', [MODIFIED], { HTTP_IF_MODIFIED_SINCE: `${DATE}; length=2` }, 304],
    [
      "is none when it is a POST, which is never answered 304",
      [TAG],
      { REQUEST_METHOD: "POST", HTTP_IF_NONE_MATCH: '"foo"' },
      200,
    ],
    [
      "is answered 304 where both match",
      [TAG, MODIFIED],
      { HTTP_IF_NONE_MATCH: '"foo"', HTTP_IF_MODIFIED_SINCE: DATE },
      304,
    ],
    [
      "is answered whole where the tag does not match, whatever the date: the tag beats it",
      [TAG, MODIFIED],
      { HTTP_IF_NONE_MATCH: '"bar"', HTTP_IF_MODIFIED_SINCE: DATE },
      200,
    ],
    [
      "is answered 304 where the tag matches, whatever the date: the tag beats it (RFC 9110 §13.1.3)",
      [TAG, MODIFIED],
      { HTTP_IF_NONE_MATCH: '"foo"', HTTP_IF_MODIFIED_SINCE: EARLIER },
      304,
    ],
  ])("%s", async (_, validators, request, status) => {
    const application = between(answering("200 OK", [...validators, TYPE]), { etag: false });
    const answer = await ask(application, "/", { ...request });
    expect(answer.status.slice(0, 3)).toBe(String(status));
    expect(answer.headers).toEqual(status === 304 ? validators : [...validators, TYPE]);
    expect(answer.text).toBe(status === 304 ? "" : "hello");
  });

  test.each<[noneMatch: string, status: number]>([
    ["*", 304],
    ['W/"foo"', 304],
    ['"a", "foo"', 304],
    ['"a" , W/"foo","b"', 304],
    ['"a"', 200],
    ["foo", 200],
    ['"foo', 200],
    ['"FOO"', 200],
    ["", 200],
  ])("with If-None-Match: %s, against a tag foo, is answered %i", async (noneMatch, status) => {
    for (const tag of ['"foo"', 'W/"foo"']) {
      const application = between(answering("200 OK", [["ETag", tag], TYPE, MODIFIED]));
      const answer = await ask(application, "/", {
        HTTP_IF_NONE_MATCH: noneMatch,
        HTTP_IF_MODIFIED_SINCE: DATE,
      });
      expect(answer.status.slice(0, 3)).toBe(String(status));
    }
  });

  test.each(["yesterday", "2009-09-23T13:36:33Z", "9999999999999", "Wed, 23 Sep 2009 13:36:33 +0000", ""])(
    "with If-Modified-Since: %j, which is no date, is answered whole",
    async (since) => {
      const application = between(answering("200 OK", [MODIFIED, TYPE]));
      expect((await ask(application, "/", { HTTP_IF_MODIFIED_SINCE: since })).status).toBe("200 OK");
    },
  );

  test.each([
    "Wednesday, 23-Sep-09 13:36:33 GMT",
    "Wed Sep 23 13:36:33 2009",
    "Thu, 24 Sep 2009 00:00:00 GMT",
  ])("may have its date in any of the three forms, or a later one: %s", async (since) => {
    const application = between(answering("200 OK", [MODIFIED, TYPE]));
    expect((await ask(application, "/", { HTTP_IF_MODIFIED_SINCE: since })).status).toBe("304 Not Modified");
  });

  test("may be a HEAD", async () => {
    const application = between(answering("200 OK", [TAG, TYPE], () => []));
    const answer = await ask(application, "/", { REQUEST_METHOD: "HEAD", HTTP_IF_NONE_MATCH: '"foo"' });
    expect(answer.status).toBe("304 Not Modified");
  });

  test.each([
    "206 Partial Content",
    "404 Not Found",
    "304 Not Modified",
    "203 Non-Authoritative Information",
  ])("is let alone where it is answered %s", async (status) => {
    const application = between((_environ, startResponse) => {
      startResponse(status, status.startsWith("304") ? [TAG] : [TAG, TYPE]);
      return status.startsWith("304") ? [] : [bytes("x")];
    });
    expect((await ask(application, "/", { HTTP_IF_NONE_MATCH: '"foo"' })).status).toBe(status);
  });
});

describe("a 304", () => {
  const known = { HTTP_IF_NONE_MATCH: '"foo"' };

  test("has the fields of the response but for those of its content", async () => {
    const kept: HeaderList = [
      TAG,
      MODIFIED,
      ["Cache-Control", "no-cache"],
      ["Content-Location", "/x"],
      ["Expires", DATE],
      ["Vary", "Accept"],
      ["Set-Cookie", "a=1"],
      ["Set-Cookie", "b=2"],
      ["Content-Security-Policy", "default-src 'none'"],
    ];
    const application = between(
      answering("200 OK", [
        ...kept,
        TYPE,
        ["content-length", "5"],
        ["Content-Encoding", "x"],
        ["Content-Language", "de"],
        ["Content-Disposition", "inline"],
      ]),
    );
    expect((await ask(application, "/", known)).headers).toEqual(kept);
  });

  test.each([
    ["at once", noting],
    ["asynchronously", notingLater],
  ])("closes the body of the response once, unread: one that is read %s", async (_, body) => {
    const errors = collectErrors();
    const application = between(
      answering("200 OK", [TAG, TYPE], (environ) => body(environ, [bytes("a"), bytes("b")])),
    );
    const answer = await ask(application, "/", { ...known, "tsgi.errors": errors });
    expect(answer.text).toBe("");
    expect(errors.text).toBe("begun\nclosed\n");
  });
});

describe("the ETag", () => {
  const tagOf = async (application: Application, overrides = {}) =>
    (await ask(between(application), "/", overrides)).field("etag");

  test("is made of all the bytes of an array, however they are cut", async () => {
    const tag = await tagOf(hello);
    expect(tag).toMatch(/^"[^"]+"$/);
    expect(await tagOf(sending(() => [...later("he", "", "llo")]))).toBe(tag);
    expect(await tagOf(sending(() => [bytes("hellO")]))).not.toBe(tag);
    expect((await ask(between(hello), "/", { HTTP_IF_NONE_MATCH: tag })).status).toBe("304 Not Modified");
  });

  test("is the application's where it has one, and none where that is asked for", async () => {
    expect(await tagOf(answering("200 OK", [TAG, TYPE]))).toBe('"foo"');
    expect((await ask(between(hello, { etag: false }), "/")).field("etag")).toBeUndefined();
  });

  test.each<[what: string, Application, overrides?: object]>([
    ["is yet to be read", sending(() => later("a"))],
    ["comes later", sending(() => muchLater("a"))],
    ["is left out for HEAD", sending(() => []), { REQUEST_METHOD: "HEAD" }],
    ["answers another method", hello, { REQUEST_METHOD: "POST" }],
    ["is of another status", answering("404 Not Found", [TYPE])],
  ])("is not made of a body that %s", async (_, application, overrides) => {
    expect(await tagOf(application, overrides)).toBeUndefined();
  });

  test("of GET and of a HEAD with a body is the same", async () => {
    expect(await tagOf(hello, { REQUEST_METHOD: "HEAD" })).toBe(await tagOf(hello));
  });
});

test("a conditional GET is answered at once where the application answers at once", () => {
  for (const noneMatch of ['"foo"', '"bar"']) {
    const application = between(answering("200 OK", [TAG, TYPE], () => later("a")));
    const environ = testEnviron({ HTTP_IF_NONE_MATCH: noneMatch });
    expect(respond(application, environ)).not.toBeInstanceOf(Promise);
  }
});
