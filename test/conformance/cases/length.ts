import { answering, bytes, later, muchLater, noting, sending, stating, TEXT } from "../applications.ts";
import { type Case, get, HTTP, head, request } from "../case.ts";

const BROKEN = { request: get("/"), breaks: "the server says so" } as const;
const FAILS = { status: 500, body: "500 Internal Server Error\n" };

const hello = () => [bytes("hello")];
const helloWorld = () => [bytes("hello"), bytes(" world")];

/** How the client knows where a body ends: chapter "The body and its end", where it is about lengths. */
export const lengthCases: readonly Case[] = [
  ...(
    [
      [hello, "5"],
      [() => [], "0"],
      [() => [bytes("")], "0"],
    ] as const
  ).map(([body, length]) => ({
    number: 80,
    name: `a body of one known chunk gets its length, ${length} (${body().length})`,
    request: get("/"),
    application: sending(body),
    on: HTTP,
    expect: { headers: { "content-length": length, "transfer-encoding": null }, connection: "kept" as const },
  })),
  ...[helloWorld, () => later("hello", " world"), () => muchLater("hello", " world")].flatMap(
    (body, index) => [
      {
        number: 80,
        name: `a body of unknown length goes out in chunks on HTTP/1.1 (${index})`,
        request: get("/"),
        application: sending(body),
        on: HTTP,
        expect: {
          headers: { "content-length": null, "transfer-encoding": "chunked" },
          body: "hello world",
          connection: "kept" as const,
        },
      },
      {
        number: 80,
        name: `a body of unknown length ends with the connection on HTTP/1.0 (${index})`,
        request: head("GET / HTTP/1.0", "Connection: keep-alive"),
        application: sending(body),
        on: HTTP,
        expect: {
          headers: { "content-length": null, "transfer-encoding": null, connection: "close" },
          body: "hello world",
          connection: "closed" as const,
        },
      },
    ],
  ),
  ...[
    () => [bytes("hello world")],
    helloWorld,
    () => later("hello", " world"),
    () => muchLater("hello wor", "ld"),
  ].flatMap((body, index) => [
    {
      number: 81,
      name: `the application's own Content-Length is sent (${index})`,
      request: get("/"),
      application: stating(11, body),
      on: HTTP,
      expect: { headers: { "content-length": ["11"] }, body: "hello world", connection: "kept" as const },
    },
    {
      ...BROKEN,
      number: 81,
      name: `bytes beyond the Content-Length are cut off and reported (${index})`,
      application: stating(7, body),
      on: HTTP,
      expect: { headers: { "content-length": ["7"] }, body: "hello w", connection: "kept" as const },
      errors: /^The body is longer than its Content-Length, 7; the rest is cut off.\n$/,
    },
    {
      ...BROKEN,
      number: 81,
      name: `too few bytes for the Content-Length break the connection (${index})`,
      application: stating(12, body),
      on: HTTP,
      expect: { body: "hello world", complete: false },
      errors: /^The body has 11 bytes and not its Content-Length, 12; it is broken off.\n$/,
    },
  ]),
  {
    ...BROKEN,
    number: 81,
    name: "a body that is cut is closed",
    application: stating(1, (environ) => noting(environ, [bytes("a"), bytes("b"), bytes("c")])),
    on: HTTP,
    expect: { body: "a" },
    errors: /^begun\nThe body is longer .*\nclosed\n$/,
  },
  ...["five", "-1", "+5", "5, 5", "", "0x5"].map((length) => ({
    ...BROKEN,
    number: 81,
    name: `the Content-Length ${JSON.stringify(length)} is refused`,
    application: stating(length, hello),
    on: HTTP,
    expect: FAILS,
    errors: /GatewayError: the Content-Length .* is not one number/,
  })),
  {
    ...BROKEN,
    number: 81,
    name: "two lengths that differ are refused",
    application: answering("200 OK", [...TEXT, ["Content-Length", "5"], ["content-length", "6"]], hello),
    on: HTTP,
    expect: FAILS,
    errors: /GatewayError: the Content-Length "6" is not one number/,
  },
  ...(
    [
      ["with the length of its one chunk", sending(hello), "5"],
      ["with the length that the application told", stating(9, () => later("hello", " you")), "9"],
      ["without a length that nobody knows", sending(() => later("hello")), null],
    ] as const
  ).map(([what, application, length]) => ({
    number: 82,
    name: `HEAD is answered like GET ${what} and no body`,
    request: request("HEAD", "/"),
    application,
    on: HTTP,
    expect: { headers: { "content-length": length, "content-type": /^text/ }, connection: "kept" as const },
  })),
  ...["204 No Content", "304 Not Modified"].flatMap((status) =>
    [hello, () => later("hello"), () => muchLater("hello")].map((body, index) => ({
      ...BROKEN,
      number: 83,
      name: `${status} has no body and no length, whatever the application sends (${index})`,
      application: answering(status, [...TEXT, ["Content-Length", "5"]], body),
      on: HTTP,
      expect: {
        status: Number(status.slice(0, 3)),
        headers: { "content-length": null, "transfer-encoding": null },
        connection: "kept" as const,
      },
    })),
  ),
  {
    number: 83,
    name: "204 with an empty body is an answer",
    request: get("/"),
    application: answering("204 No Content", [], () => []),
    expect: { status: 204, body: "" },
  },
  {
    number: 83,
    name: "205 with an empty body is an answer that says so",
    request: get("/"),
    application: answering("205 Reset Content", [], () => []),
    on: HTTP,
    expect: { status: 205, headers: { "content-length": "0" }, body: "", connection: "kept" },
  },
  {
    ...BROKEN,
    number: 83,
    name: "205 has no body, whatever the application sends",
    application: answering("205 Reset Content", [...TEXT, ["Content-Length", "5"]], hello),
    on: HTTP,
    expect: { status: 205, headers: { "content-length": "0" }, body: "", connection: "kept" },
  },
];
