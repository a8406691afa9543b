import type { Application, HeaderList } from "../../../src/gateway/index.ts";
import { answering, bytes, hello, saying, TEXT, wrong } from "../applications.ts";
import { type Case, get, HTTP } from "../case.ts";

const BROKEN = { request: get("/"), breaks: "the server says so", expect: { status: 500 } } as const;
const LINTED = { request: get("/"), breaks: "the validator says so", expect: { status: 500 } } as const;

const nothing = () => [];

/** Starts with 200, and then anew with 503, each time with `first` and `second` for what is sent. */
function startingTwice(error: unknown): Application {
  return (_environ, startResponse) => {
    startResponse("200 OK", [...TEXT, ["X-First", "yes"]]);
    if (error === undefined) startResponse("503 Unavailable", TEXT);
    else startResponse("503 Unavailable", [...TEXT, ["X-Second", "yes"]], error);
    return [bytes("hello")];
  };
}

/** How an application starts its response: chapter "Starting the response". */
export const startResponseCases: readonly Case[] = [
  ...["404 Not Found", "299 Strange", "200 caf\u00e9", "200 O.K. (really)"].map((status) => ({
    number: 55,
    name: `the status ${status} is sent as it is`,
    request: get("/"),
    application: answering(status, TEXT),
    expect: { status: Number(status.slice(0, 3)), reason: status.slice(4), body: "hello" },
  })),
  ...[
    "",
    "200",
    "200 ",
    "20X OK",
    "200OK",
    "200  OK",
    "2000 OK",
    "099 Low",
    "600 High",
    " 200 OK",
    "100 Continue",
  ].map((status) => ({
    ...BROKEN,
    number: 55,
    name: `the status ${JSON.stringify(status)} is refused`,
    application: answering(status, TEXT),
    errors: /GatewayError: the status must be/,
  })),
  {
    ...BROKEN,
    number: 55,
    name: "a number is no status",
    application: answering(wrong(200), TEXT),
    errors: /GatewayError: the status must be .* not 200/,
  },
  ...["200 OK\r\nX-Evil: yes", "200 OK\n", "200 O\0K", "200 O\tK", "200 O\u007fK", "200 O\u0100K"].map(
    (status) => ({
      ...BROKEN,
      number: 56,
      name: `the status ${JSON.stringify(status)} is refused`,
      application: answering(status, TEXT),
      expect: { status: 500, headers: { "x-evil": null } },
      errors: /GatewayError: the status must be/,
    }),
  ),
  ...[
    { "Content-Type": "text/plain" },
    "Content-Type: text/plain",
    undefined,
    new Map([["Content-Type", "text/plain"]]),
    [["Content-Type"]],
    [["Content-Type", "text/plain", "latin-1"]],
    ["Content-Type", "text/plain"],
    [["Content-Length", 5]],
    [["Content-Type", undefined]],
    [["Content-Type", ["text/plain"]]],
    [[undefined, "text/plain"]],
  ].map((headers) => ({
    ...BROKEN,
    number: 57,
    name: `the headers ${headers instanceof Map ? "of a Map" : JSON.stringify(headers)} are refused`,
    application: answering("200 OK", wrong(headers)),
    errors: /GatewayError: .*(header|name)/,
  })),
  ...["", "X:", "X Y", "X\r\nY", "X\0", "X-", "X_", "1X", "caf\u00e9", "X(Y)", "\u0100"].map((name) => ({
    ...BROKEN,
    number: 58,
    name: `the name ${JSON.stringify(name)} of a header is refused`,
    application: answering("200 OK", [...TEXT, [name, "value"]]),
    errors: /GatewayError: .* is not the name of a header/,
  })),
  ...["X-Y", "X_Y", "x.y!", "ETag", "X"].map((name) => ({
    number: 58,
    name: `the header ${name} is sent as it is`,
    request: get("/"),
    application: answering("200 OK", [...TEXT, [name, "value"]]),
    expect: { headers: { [name.toLowerCase()]: "value" } },
  })),
  ...["Status", "status"].map((name) => ({
    ...BROKEN,
    number: 59,
    name: `a header called ${name} is refused`,
    application: answering("200 OK", [...TEXT, [name, "200 OK"]]),
    errors: /GatewayError: the header status is not the application's/i,
  })),
  ...["a\r\nX-Evil: yes", "a\nX-Evil: yes", "a\rb", "a\0b", "a\tb", "a\u001bb", "a\u007fb"].map((value) => ({
    ...BROKEN,
    number: 60,
    name: `the value ${JSON.stringify(value)} of a header is refused, and splits no response`,
    application: answering("200 OK", [...TEXT, ["X-Value", value]]),
    expect: { status: 500, headers: { "x-evil": null } },
    errors: /GatewayError: the value of the header X-Value must be/,
  })),
  ...["Connection", "KEEP-ALIVE", "proxy-authenticate", "TE", "Trailer", "Transfer-Encoding", "Upgrade"].map(
    (name) => ({
      ...BROKEN,
      number: 61,
      name: `the header ${name} is refused, since it is the server's`,
      application: answering("200 OK", [...TEXT, [name, "close"]]),
      errors: /GatewayError: the header .* is not the application's/,
    }),
  ),
  {
    number: 62,
    name: "headers of one name stay apart and in their order",
    beyond: { fetch: "Headers join all but Set-Cookie" },
    request: get("/"),
    application: answering("200 OK", [
      ["Set-Cookie", "a=1"],
      ...TEXT,
      ["set-cookie", "b=2; Path=/"],
      ["Link", "</a>"],
      ["Link", "</b>"],
    ]),
    expect: { headers: { "set-cookie": ["a=1", "b=2; Path=/"], link: ["</a>", "</b>"] } },
  },
  {
    number: 63,
    name: "the value of a header is latin-1 on the wire",
    request: get("/"),
    application: answering("200 OK", [...TEXT, ["X-Name", "caf\u00e9 \u00ff"]]),
    expect: { headers: { "x-name": "caf\u00e9 \u00ff" } },
  },
  {
    ...BROKEN,
    number: 63,
    name: "a character beyond latin-1 is refused in the value of a header",
    application: answering("200 OK", [...TEXT, ["X-Name", "\u0100"]]),
    errors: /GatewayError: the value of the header X-Name must be latin-1/,
  },
  {
    ...LINTED,
    number: 64,
    name: "a body without a Content-Type is a fault",
    application: answering("200 OK", []),
    errors: /Content-Type/,
  },
  ...["204 No Content", "304 Not Modified"].flatMap((status) =>
    [TEXT, [["Content-Length", "0"] as const]].map((headers, index) => ({
      ...LINTED,
      number: 64 + index,
      name: `a ${headers[0]?.[0]} is a fault with ${status}`,
      application: answering(status, headers, nothing),
      errors: RegExp(`${headers[0]?.[0]}`),
    })),
  ),
  {
    ...BROKEN,
    number: 66,
    name: "starting the response twice is refused without an error",
    application: startingTwice(undefined),
    errors: /GatewayError: startResponse was called again without an error/,
  },
  {
    number: 67,
    name: "a response is started anew with an error, and nothing of the first remains",
    request: get("/"),
    application: startingTwice(new Error("gone wrong")),
    expect: { status: 503, headers: { "x-first": null, "x-second": "yes" }, body: "hello" },
  },
  {
    number: 68,
    name: "an error that comes when the head is out breaks the response off",
    request: get("/"),
    application: (_environ, startResponse) => {
      startResponse("200 OK", TEXT);
      return (function* () {
        yield bytes("hello");
        startResponse("500 Internal Server Error", TEXT, new Error("gone wrong"));
        yield bytes("never sent");
      })();
    },
    expect: { body: "hello", complete: false },
    errors: /Error: gone wrong/,
  },
  {
    number: 69,
    name: "an empty chunk does not send the head",
    request: get("/"),
    application: (_environ, startResponse) => {
      startResponse("200 OK", [...TEXT, ["X-First", "yes"]]);
      return (function* () {
        yield bytes("");
        startResponse("503 Unavailable", TEXT, new Error("gone wrong"));
        yield bytes("sorry");
      })();
    },
    expect: { status: 503, headers: { "x-first": null }, body: "sorry" },
  },
  {
    number: 69,
    name: "an empty chunk of an asynchronous body does not send the head",
    request: get("/"),
    application: (_environ, startResponse) => {
      startResponse("200 OK", TEXT);
      return (async function* () {
        yield bytes("");
        startResponse("503 Unavailable", TEXT, new Error("gone wrong"));
        yield bytes("sorry");
      })();
    },
    expect: { status: 503, body: "sorry" },
  },
  {
    number: 69,
    name: "the head of a body that stays empty is sent in the end",
    request: get("/"),
    application: answering("202 Accepted", TEXT, function* () {
      yield bytes("");
      yield bytes("");
    }),
    expect: { status: 202, body: "" },
  },
  {
    ...BROKEN,
    number: 70,
    name: "a body that gives a chunk before the response was started is refused",
    application: function* () {
      yield bytes("hello");
    },
    errors: /GatewayError: the application did not call startResponse before its body began/,
  },
  {
    number: 70,
    name: "a body may start the response itself before its first chunk",
    request: get("/"),
    application: function* (_environ, startResponse) {
      startResponse("203 Later", TEXT);
      yield bytes("hello");
    },
    expect: { status: 203, body: "hello" },
  },
  ...(
    [
      ["a list", () => [bytes("hello")]],
      ["a promise", async () => [bytes("hello")]],
      ["an empty body", () => new Set<Uint8Array>()],
    ] as const satisfies [string, Application][]
  ).map(([what, application]) => ({
    ...BROKEN,
    number: 71,
    name: `an application that never starts its response and gives ${what} is answered with 500`,
    application,
    errors: /GatewayError: the application did not call startResponse/,
  })),
  {
    number: 73,
    name: "the application is called with two arguments",
    request: get("/"),
    application: (...args) => saying(() => `${args.length} ${typeof args[0]} ${typeof args[1]}`)(...args),
    expect: { body: "2 object function" },
  },
  {
    ...BROKEN,
    number: 73,
    name: "startResponse without headers is refused",
    application: (_environ, startResponse) => {
      const [status, headers]: [string, HeaderList?] = ["200 OK"];
      startResponse(status, wrong(headers));
      return [];
    },
    errors: /GatewayError: the headers must be an array/,
  },
  {
    number: 73,
    name: "an application may leave its arguments unnamed",
    request: get("/"),
    application: (...args) => hello(...args),
    on: HTTP,
    expect: { body: "hello" },
  },
];
