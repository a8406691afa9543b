import { answering, bytes, hello, saying, showEnviron, TEXT } from "../applications.ts";
import { type Case, get, HTTP, head, line, refused, request } from "../case.ts";

const pathOf = saying(({ PATH_INFO }) => PATH_INFO);
const chunks = answering("200 OK", TEXT, () => [bytes("hel"), bytes("lo")]);

/** How long a connection lasts and what every response carries: chapter "HTTP server", but for what needs a client of its own. */
export const httpCases: readonly Case[] = [
  {
    number: 108,
    name: "a connection of HTTP/1.1 is kept",
    request: get("/"),
    application: hello,
    on: HTTP,
    expect: { headers: { connection: /^(keep-alive)?$/ }, connection: "kept" },
  },
  ...["close", "CLOSE", "keep-alive, close", "close, TE"].map((value) => ({
    number: 108,
    name: `a connection is closed when the client asks for it by ${value}`,
    request: get("/", `Connection: ${value}`),
    application: hello,
    on: HTTP,
    expect: { headers: { connection: "close" }, body: "hello", connection: "closed" as const },
  })),
  {
    number: 108,
    name: "a connection of HTTP/1.0 is closed",
    request: line("GET / HTTP/1.0"),
    application: hello,
    on: HTTP,
    expect: { headers: { connection: "close", "content-length": "5" }, body: "hello", connection: "closed" },
  },
  ...["keep-alive", "Keep-Alive"].map((value) => ({
    number: 108,
    name: `a connection of HTTP/1.0 is kept when the client asks for it by ${value}`,
    request: head("GET / HTTP/1.0", "Host: localhost", `Connection: ${value}`),
    application: hello,
    on: HTTP,
    expect: { headers: { connection: "keep-alive" }, body: "hello", connection: "kept" as const },
  })),
  {
    number: 108,
    name: "a connection of HTTP/1.0 is closed where the length is not known",
    request: head("GET / HTTP/1.0", "Connection: keep-alive"),
    application: chunks,
    on: HTTP,
    expect: { headers: { connection: "close" }, body: "hello", connection: "closed" },
  },
  ...[pathOf, chunks].map((application, index) => ({
    number: 109,
    name: `25 requests in one go are answered in order (${index})`,
    request: Array.from({ length: 25 }, (_, number) => get(`/${number}`)).join(""),
    application,
    on: HTTP,
    expect: Array.from({ length: 25 }, (_, number) => ({ body: index === 0 ? `/${number}` : "hello" })),
  })),
  {
    number: 109,
    name: "responses are in the order of their requests, however long each takes",
    request: get("/3") + get("/0") + get("/2") + get("/1"),
    application: async (environ, startResponse) => {
      const turns = Number(environ.PATH_INFO.slice(1));
      for (let turn = 0; turn < 5 * turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      return pathOf(environ, startResponse);
    },
    on: HTTP,
    expect: [{ body: "/3" }, { body: "/0" }, { body: "/2" }, { body: "/1", connection: "kept" }],
  },
  {
    number: 109,
    name: "what comes behind a request that closes the connection is dropped",
    request: get("/1", "Connection: close") + get("/2"),
    application: pathOf,
    on: HTTP,
    expect: { body: "/1", connection: "closed" },
  },
  {
    number: 109,
    name: "what comes behind a request that is no HTTP is dropped",
    request: `no HTTP\r\n\r\n${get("/2")}`,
    application: pathOf,
    on: HTTP,
    expect: { status: 400, connection: "closed" },
  },
  {
    number: 109,
    name: "a good request is answered though what comes behind it is no HTTP",
    request: `${get("/1")}no HTTP\r\n\r\n${get("/2")}`,
    application: async (environ, startResponse) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return pathOf(environ, startResponse);
    },
    on: HTTP,
    expect: { body: "/1" },
  },
  {
    number: 109,
    name: "a request that is refused by the server closes the connection when its body is not whole",
    request: `${request("POST", "/%", "Content-Length: 500")}hello`,
    on: HTTP,
    expect: { status: 400, connection: "closed" },
  },
  {
    number: 111,
    name: "Date and Server are added once",
    request: get("/"),
    application: hello,
    on: HTTP,
    expect: {
      headers: {
        date: /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
        server: ["TSGI"],
      },
    },
  },
  {
    number: 111,
    name: "the application's own Date and Server are kept",
    request: get("/"),
    application: answering("200 OK", [
      ...TEXT,
      ["date", "Tue, 19 Aug 2014 10:31:39 GMT"],
      ["SERVER", "Penny"],
    ]),
    on: HTTP,
    expect: { headers: { date: ["Tue, 19 Aug 2014 10:31:39 GMT"], server: ["Penny"] } },
  },
  {
    number: 111,
    name: "a refusal of what is no HTTP carries Date and Server too",
    request: "no HTTP\r\n\r\n",
    on: HTTP,
    expect: {
      status: 400,
      headers: { date: /GMT$/, server: ["TSGI"], "content-length": "16" },
      body: "400 Bad Request\n",
    },
  },
  ...[
    {
      name: "the greeting of TLS",
      bytes: "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
    },
    { name: "a request of HTTP/0.9", bytes: "GET /\r\n\r\n" },
    { name: "the preface of HTTP/2", bytes: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" },
    { name: "noise", bytes: "\u0000\u00ff\u00fe\u0001\u0080".repeat(100) },
  ].map(({ name, bytes }) => refused(112, `${name} on a plain port is refused, and the server lives`, bytes)),
  {
    number: 112,
    name: "a field may be named like what every object has",
    request: get("/", "__proto__: a", "constructor: b", "toString: c", "hasOwnProperty: d"),
    application: showEnviron,
    on: HTTP,
    expect: { environ: { HTTP_CONSTRUCTOR: "b", HTTP_TOSTRING: "c", HTTP_HASOWNPROPERTY: "d" } },
  },
];
