import { type Application, RequestError } from "../../../src/gateway/index.ts";
import { answering, bytes, note, TEXT, wrong } from "../applications.ts";
import { type Case, get, HTTP, head, request } from "../case.ts";

/** What the client is told, and nothing else. */
const FAILS = {
  status: 500,
  headers: { "content-type": /^text\/plain/ },
  body: "500 Internal Server Error\n",
};

const SECRET = "the password is tiger";

function fail(): never {
  throw new Error(SECRET);
}

const failing: Application = () => fail();

/** A body that gives a chunk and then fails. */
const breaking = answering("200 OK", TEXT, function* () {
  yield bytes("hello");
  fail();
});

/** A body whose `return()` does `close`. */
const closing = (close: () => unknown, length = "5"): Application =>
  answering("200 OK", [...TEXT, ["Content-Length", length]], () => ({
    [Symbol.iterator]: () => ({
      next: () => ({ done: false, value: bytes("hello") }),
      return: () => wrong(close()),
    }),
  }));

/** What becomes of faults: chapter "Errors". */
export const errorCases: readonly Case[] = [
  ...(
    [
      ["throws", failing],
      [
        "throws when it has started its response",
        (_environ, startResponse) => {
          startResponse("200 OK", [...TEXT, ["X-First", "yes"]]);
          return fail();
        },
      ],
      [
        "throws before the first chunk of its body",
        answering("200 OK", TEXT, function* () {
          yield bytes("");
          fail();
        }),
      ],
    ] as const satisfies [string, Application][]
  ).map(([what, application]) => ({
    number: 91,
    name: `an application that ${what} is answered with 500, and the fault is reported`,
    request: get("/"),
    application,
    expect: { ...FAILS, headers: { "x-first": null } },
    errors: RegExp(`^Error: ${SECRET}\n +at `),
  })),
  {
    number: 91,
    name: "the 500 is plain text, has a length and leaves the connection open",
    request: get("/"),
    application: failing,
    on: HTTP,
    expect: {
      ...FAILS,
      headers: { "content-type": "text/plain; charset=utf-8", "content-length": "26" },
      connection: "kept",
    },
    errors: RegExp(SECRET),
  },
  {
    number: 91,
    name: "HEAD is answered with the 500 and no body",
    request: request("HEAD", "/"),
    application: failing,
    on: HTTP,
    expect: { status: 500, headers: { "content-length": "26" }, connection: "kept" },
    errors: RegExp(SECRET),
  },
  {
    number: 91,
    name: "a refusal is answered with its own status and fields and is no fault",
    request: get("/"),
    application: () => {
      throw new RequestError("405 Method Not Allowed", "only PUT", [["Allow", "PUT"]]);
    },
    on: HTTP,
    expect: { status: 405, headers: { allow: "PUT" }, body: "405 Method Not Allowed\n", connection: "kept" },
  },
  ...(
    [
      ["in chunks", breaking, get("/")],
      [
        "with a Content-Length",
        answering("200 OK", [...TEXT, ["Content-Length", "11"]], function* () {
          yield bytes("hello");
          fail();
        }),
        get("/"),
      ],
    ] as const
  ).map(([what, application, request]) => ({
    number: 92,
    name: `a body ${what} that fails half-way is broken off, and the connection with it`,
    request,
    application,
    expect: { status: 200, body: "hello", complete: false, connection: "closed" as const },
    errors: RegExp(`^Error: ${SECRET}\n +at `),
  })),
  {
    number: 92,
    name: "a refusal half-way breaks the connection and is no fault",
    request: get("/"),
    application: answering("200 OK", TEXT, function* () {
      yield bytes("hello");
      throw new RequestError("404 Not Found", "too late");
    }),
    on: HTTP,
    expect: { status: 200, body: "hello", complete: false, connection: "closed" },
  },
  ...(
    [
      ["rejects", async () => fail()],
      [
        "rejects later",
        () => new Promise((_resolve, reject) => setImmediate(() => reject(new Error(SECRET)))),
      ],
      [
        "has an asynchronous body that fails",
        answering("200 OK", TEXT, async function* () {
          yield bytes("");
          fail();
        }),
      ],
    ] as const satisfies [string, Application][]
  ).map(([what, application]) => ({
    number: 93,
    name: `an application that ${what} is answered with 500`,
    request: get("/"),
    application,
    expect: FAILS,
    errors: RegExp(`^Error: ${SECRET}\n +at `),
  })),
  {
    number: 93,
    name: "an asynchronous body that fails half-way is broken off",
    request: get("/"),
    application: answering("200 OK", TEXT, async function* () {
      yield bytes("hello");
      fail();
    }),
    expect: { status: 200, body: "hello", complete: false, connection: "closed" },
    errors: RegExp(SECRET),
  },
  ...[undefined, null, SECRET, { toString: fail }].map((thrown) => ({
    number: 93,
    name: `what is no Error may be thrown too (${JSON.stringify(thrown)})`,
    request: get("/"),
    application: () => {
      throw thrown;
    },
    on: HTTP,
    expect: FAILS,
    errors: /^An error that is no Error was thrown/,
  })),
  ...(
    [
      ["throws", fail],
      ["rejects", async () => fail()],
    ] as const
  ).flatMap(([what, close]) => [
    {
      number: 94,
      name: `a body whose clean-up ${what} spoils no response to HEAD`,
      request: request("HEAD", "/"),
      application: closing(close),
      on: HTTP,
      expect: { status: 200, headers: { "content-length": "5" }, connection: "kept" as const },
      errors: RegExp(SECRET),
    },
    {
      number: 94,
      name: `a body whose clean-up ${what} spoils no response that was cut at its length`,
      request: get("/"),
      application: closing(close, "7"),
      breaks: "the server says so" as const,
      on: HTTP,
      expect: { status: 200, body: "hellohe", connection: "kept" as const },
      errors: RegExp(`^The body is longer .*\nError: ${SECRET}`),
    },
  ]),
  {
    number: 96,
    name: "an error page that fails closes the connection",
    request: get("/"),
    application: failing,
    on: HTTP,
    options: {
      errorPage: () => {
        throw new Error("no page");
      },
    },
    expect: [],
    errors: RegExp(`${SECRET}[\\s\\S]*Error: no page`),
  },
  {
    number: 96,
    name: "an error page that fails for what is no HTTP closes the connection",
    request: "no HTTP\r\n\r\n",
    on: HTTP,
    options: {
      errorPage: () => {
        throw new Error("no page");
      },
    },
    expect: [],
    errors: /Error: no page/,
  },
  {
    number: 96,
    name: "an error page that breaks the interface closes the connection",
    request: get("/"),
    application: failing,
    on: HTTP,
    options: { errorPage: () => ({ headers: [], body: wrong("text") }) },
    expect: [],
    errors: RegExp(`${SECRET}[\\s\\S]*GatewayError: a chunk`),
  },
  {
    number: 96,
    name: "an error page is sent with its own fields",
    request: head("GET / HTTP/1.1"),
    on: HTTP,
    options: {
      errorPage: (status) => ({ headers: [["Content-Type", "text/html"]], body: bytes(`<p>${status}`) }),
    },
    expect: { status: 400, headers: { "content-type": "text/html" }, body: "<p>400 Bad Request" },
  },
  {
    number: 97,
    name: "nothing of a fault is shown to the client",
    request: get("/"),
    application: failing,
    expect: { status: 500, body: /^(?![\s\S]*(?:tiger|Error:|\.ts))/ },
    errors: RegExp(SECRET),
  },
  {
    number: 98,
    name: "what is written to the error stream stands there as it is",
    request: get("/"),
    application: answering("200 OK", TEXT, (environ) => {
      environ["tsgi.errors"].write("one, ");
      environ["tsgi.errors"].flush();
      note(environ, "two");
      return [];
    }),
    expect: {},
    errors: "one, two\n",
  },
  {
    number: 98,
    name: "writing what is no text to the error stream is a fault",
    request: get("/"),
    application: answering("200 OK", TEXT, (environ) => {
      environ["tsgi.errors"].write(wrong(5));
      return [];
    }),
    breaks: "the validator says so",
    expect: { status: 500 },
    errors: /the error stream takes a string/,
  },
  {
    number: 98,
    name: "closing the error stream is a fault",
    request: get("/"),
    application: answering("200 OK", TEXT, (environ) => {
      const close: unknown = Reflect.get(environ["tsgi.errors"], "close");
      if (typeof close === "function") close.call(environ["tsgi.errors"]);
      return [];
    }),
    breaks: "the validator says so",
    expect: { status: 500 },
    errors: /the error stream must not be closed/,
  },
];
