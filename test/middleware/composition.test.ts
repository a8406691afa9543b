import { readdirSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import {
  type Application,
  compose,
  type Environ,
  type Middleware,
  plainErrorPage,
  RequestError,
  validator,
} from "../../src/gateway/index.ts";
import { accessLogged } from "../../src/middleware/access-log.ts";
import { bodyLimit } from "../../src/middleware/body-limit.ts";
import { compression } from "../../src/middleware/compression.ts";
import { conditionalGet } from "../../src/middleware/conditional-get.ts";
import { errorPages } from "../../src/middleware/error-pages.ts";
import { head } from "../../src/middleware/head.ts";
import { localRedirects } from "../../src/middleware/local-redirects.ts";
import { microcache } from "../../src/middleware/microcache.ts";
import { requestId } from "../../src/middleware/request-id.ts";
import { securityFields } from "../../src/middleware/security-fields.ts";
import { statedLength } from "../../src/middleware/stated-length.ts";
import { timeout } from "../../src/middleware/timeout.ts";
import { trustedProxy } from "../../src/middleware/trusted-proxy.ts";
import {
  answering,
  bytes,
  echo,
  hello,
  later,
  muchLater,
  noting,
  notingLater,
  sending,
  stating,
  TEXT,
} from "../conformance/applications.ts";
import { type Answer, ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { collectErrors } from "../support/errors.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { serving } from "../support/serving.ts";

failOnUnhandled();

let lines: string[] = [];
beforeEach(() => {
  lines = [];
});

const question = ({ REQUEST_METHOD, PATH_INFO }: Environ) =>
  REQUEST_METHOD === "POST" ? undefined : `${REQUEST_METHOD} ${PATH_INFO}`;

/** Every middleware of the house, outermost first, by the name of its file; made anew, for one of them remembers. */
const SHIPPED: readonly (readonly [file: string, make: () => Middleware])[] = [
  ["access-log", () => accessLogged((line) => lines.push(line))],
  ["trusted-proxy", () => trustedProxy(["127.0.0.1"])],
  ["request-id", () => requestId()],
  ["error-pages", () => errorPages(plainErrorPage)],
  ["body-limit", () => bodyLimit(1000)],
  ["head", () => head],
  ["conditional-get", () => conditionalGet()],
  ["compression", () => compression({ threshold: 1 })],
  ["security-fields", () => securityFields()],
  ["stated-length", () => statedLength],
  ["microcache", () => microcache(question)],
  ["timeout", () => timeout(60_000)],
  ["local-redirects", () => localRedirects],
];

/** What serves several of them, and is none itself. */
const SHARED = ["fields"];

const fault = () => {
  throw new Error("odd");
};

const APPLICATIONS: readonly (readonly [what: string, Application])[] = [
  ["one chunk", hello],
  ["one chunk that is promised", async (environ, startResponse) => hello(environ, startResponse)],
  ["many chunks", sending(() => [bytes("one "), bytes(""), bytes("two")])],
  ["chunks that are read", sending(() => later("one ", "", "two"))],
  ["chunks that come later", sending(() => muchLater("one ", "", "two"))],
  ["a stated length", stating(7, () => later("one ", "two"))],
  ["an empty array", sending(() => [])],
  ["an empty body", sending(() => muchLater("", ""))],
  ["204", answering("204 No Content", [["ETag", '"a"']], () => [])],
  ["205", answering("205 Reset Content", [["Content-Length", "0"]], () => later(""))],
  ["304", answering("304 Not Modified", [["ETag", '"a"']], () => [])],
  ["a redirect", answering("303 See Other", [["Location", "/"]], () => [])],
  ["the body of the request", echo],
  [
    "an answer that was started anew",
    (_environ, startResponse) => {
      startResponse("200 OK", TEXT);
      startResponse("500 Internal Server Error", TEXT, new Error("odd"));
      return [bytes("sorry")];
    },
  ],
  [
    "a head that is started when the body is read",
    (_environ, startResponse) =>
      (function* () {
        startResponse("200 OK", TEXT);
        yield bytes("one");
      })(),
  ],
];

const FAILING: readonly (readonly [what: string, Application])[] = [
  ["throws", fault],
  ["rejects", async () => fault()],
  [
    "refuses",
    () => {
      throw new RequestError("418 I'm a Teapot", "no coffee", [["Retry-After", "1"]]);
    },
  ],
  [
    "throws when it has started",
    (_environ, startResponse) => {
      startResponse("200 OK", TEXT);
      throw new Error("odd");
    },
  ],
  [
    "throws behind an empty chunk",
    sending(function* () {
      yield bytes("");
      throw new Error("odd");
    }),
  ],
];

const REQUESTS: readonly (readonly [what: string, () => Environ])[] = [
  ["GET", () => testEnviron()],
  ["HEAD", () => testEnviron({ REQUEST_METHOD: "HEAD" })],
  ["POST", () => testEnviron({}, "a body")],
  [
    "GET with all that a middleware may look at",
    () =>
      testEnviron({
        HTTP_ACCEPT_ENCODING: "br",
        HTTP_IF_NONE_MATCH: '"x", W/"a"',
        HTTP_X_FORWARDED_FOR: "192.0.2.1",
        HTTP_X_FORWARDED_PROTO: "https",
        HTTP_X_REQUEST_ID: "an-id",
      }),
  ],
];

/** The bytes of an answer as the application gave them. */
function decoded(answer: Answer): string {
  return answer.field("content-encoding") === "br"
    ? brotliDecompressSync(answer.body).toString()
    : answer.text;
}

test("every middleware of the house is here", () => {
  const files = readdirSync("src/middleware").filter((name) => name.endsWith(".ts"));
  const named = [...SHIPPED.map(([file]) => file), ...SHARED];
  expect(files.sort()).toEqual(named.map((name) => `${name}.ts`).sort());
});

const all = (): Middleware => (application) =>
  SHIPPED.reduceRight((inner, [, make]) => validator(make()(inner)), validator(application));

describe.each([...SHIPPED, ["all of them, with a validator between any two", all] as const])(
  "175: between two validators: %s",
  (_, make) => {
    const between = (application: Application) => validator(make()(validator(application)));

    test.each(APPLICATIONS)("passes on %s", async (_what, application) => {
      for (const [, request] of REQUESTS) {
        const plain = await ask(application, "/", request());
        const behind = between(application);
        // Asked three times, for one that remembers.
        for (let round = 0; round < 3; round++) {
          const answer = await ask(behind, "/", request());
          expect(answer.status).toBe(plain.status);
          const isLeftOut = request().REQUEST_METHOD === "HEAD" && answer.body.length === 0;
          if (!isLeftOut) expect(decoded(answer)).toBe(plain.text);
          for (const name of ["content-type", "location"]) expect(answer.field(name)).toBe(plain.field(name));
        }
      }
    });

    test.each(FAILING)("passes on, or answers, what an application %s", async (_what, application) => {
      for (const [, request] of REQUESTS) {
        const errors = collectErrors();
        const outcome = await ask(between(application), "/", { ...request(), "tsgi.errors": errors }).then(
          ({ status }) => status,
          (error: unknown) => String(error),
        );
        expect(outcome).toMatch(/^Error: odd$|^RequestError: no coffee$|^500 Internal|^418 /);
        expect(errors.text).not.toContain("ValidationError");
      }
    });

    test("leaves an error behind the first byte to the server", async () => {
      const bodies = [
        function* () {
          yield bytes("one");
          fault();
        },
        async function* () {
          yield bytes("one");
          fault();
        },
      ];
      for (const body of bodies) {
        await expect(ask(between(sending(body)), "/")).rejects.toThrow("odd");
      }
    });

    test.each([
      ["read at once", noting],
      ["read asynchronously", notingLater],
    ])("runs to its end, or closes, once, a body that is %s", async (_what, body) => {
      for (const [, request] of REQUESTS) {
        const errors = collectErrors();
        const application = sending((environ) => body(environ, [bytes("a"), bytes("b")]));
        await ask(between(application), "/", { ...request(), "tsgi.errors": errors });
        expect(errors.text).toMatch(/^begun\n(?:ended|closed)\n$/);
      }
    });

    test("behind a server breaks no rule either", async () => {
      const { connect, errors } = await serving(between(echo));
      const client = await connect();
      for (const method of ["GET", "HEAD", "POST"]) {
        await client.send(`${method} / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello`);
        const response = await client.response(method);
        expect(response?.status).toBe(200);
        expect(Buffer.from(response?.body ?? "").toString()).toBe(method === "HEAD" ? "" : "hello");
      }
      expect(errors.text).toBe("");
    });
  },
);

test("the log before all of them has a line for each request", async () => {
  const application = validator(compose(...SHIPPED.map(([, make]) => make()))(validator(hello)));
  await ask(application, "/");
  await ask(application, "/", { REQUEST_METHOD: "HEAD" });
  expect(lines.map((line) => line.replace(/\[.*\]/, ""))).toEqual([
    '127.0.0.1 - -  "GET / HTTP/1.1" 200 5',
    '127.0.0.1 - -  "HEAD / HTTP/1.1" 200 -',
  ]);
});
