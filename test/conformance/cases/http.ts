import { answering, bytes, echo, hello, saying, showEnviron, TEXT } from "../applications.ts";
import { type Case, get, HTTP, head, post, postChunked, request } from "../case.ts";

const KIB = 1024;

/** A row about bytes that are no HTTP, or none that may pass: 400, and nothing that follows is read. */
function refused(number: number, name: string, bytes: string, status = 400): Case {
  return {
    number,
    name,
    request: bytes,
    application: echo,
    on: HTTP,
    expect: { status, connection: "closed" },
  };
}

const line = (text: string) => head(text, "Host: localhost");
const withLength = (...lengths: string[]) =>
  `${request("POST", "/", ...lengths.map((length) => `Content-Length: ${length}`))}hello`;
const withCoding = (...codings: string[]) =>
  `${request("POST", "/", ...codings.map((coding) => `Transfer-Encoding: ${coding}`))}5\r\nhello\r\n0\r\n\r\n`;
const fields = (count: number) => Array.from({ length: count }, (_, index) => `X-${index}: value`);

/** What a request may be: chapter "HTTP server", first part. */
const requestCases: readonly Case[] = [
  // A request line of 8,192 bytes has a target of 8,179: "GET " before it and " HTTP/1.1" behind.
  ...[
    { target: `/${"a".repeat(8178)}`, expect: { status: 200 }, what: "just the limit is read" },
    { target: `/${"a".repeat(8179)}`, expect: { status: 414 }, what: "a byte over the limit is refused" },
    { target: `/?${"a".repeat(20 * KIB)}`, expect: { status: 414 }, what: "20 KiB is refused" },
    { target: `/${"a".repeat(300 * KIB)}`, expect: { status: 414 }, what: "300 KiB is refused" },
  ].map(({ target, expect, what }) => ({
    number: 99,
    name: `a request line of ${what}`,
    request: get(target),
    application: hello,
    on: HTTP,
    expect,
  })),
  // A head of 16,384 bytes, of which the field's value is what remains.
  ...[
    { length: 16 * KIB - get("/", "X-Long: ").length, status: 200, what: "just the limit is read" },
    {
      length: 16 * KIB - get("/", "X-Long: ").length + 1,
      status: 431,
      what: "a byte over the limit is refused",
    },
    { length: 40 * KIB, status: 431, what: "40 KiB is refused" },
  ].map(({ length, status, what }) => ({
    number: 99,
    name: `a head of ${what}`,
    request: get("/", `X-Long: ${"a".repeat(length)}`),
    application: hello,
    on: HTTP,
    expect: { status },
  })),
  {
    number: 99,
    name: "a head of 300 KiB in one field is refused",
    request: get("/", `Cookie: ${"a=b; ".repeat(60 * KIB)}`),
    application: hello,
    on: HTTP,
    expect: { status: 431, connection: "closed" },
  },
  ...[
    { count: 99, status: 200 },
    { count: 100, status: 431 },
    { count: 3000, status: 431 },
    { count: 30_000, status: 431 },
  ].map(({ count, status }) => ({
    number: 99,
    name: `${count + 1} fields are ${status === 200 ? "read" : "refused"}`,
    request: get("/", ...fields(count)),
    application: hello,
    on: HTTP,
    expect: { status },
  })),
  ...[
    "GET /",
    "GET / HTTP",
    "GET / HTTP/",
    "GET / HTTP/1",
    "GET / HTTP/1.",
    "GET / HTTP/0.9",
    "GET / HTTP/0.99",
    "GET / HTTP/1.2",
    "GET / HTTP/2.0",
    "GET / HTTP/2",
    "GET / HTTP/111",
    "GET / HTTP/1.1x",
    "GET / http/1.1",
    "GET / FTP/1.1",
    "GET / HTTP/1.1 HTTP/1.1",
    "GET HTTP/1.1",
    "GET  HTTP/1.1",
    "GET\t/ HTTP/1.1",
    "GET /\tHTTP/1.1",
    "GET /\0 HTTP/1.1",
    "GET /a b HTTP/1.1",
    "GET /a\u007f HTTP/1.1",
    "GET\0 / HTTP/1.1",
    " GET / HTTP/1.1",
    "G ET / HTTP/1.1",
    "G\u00cbT / HTTP/1.1",
    "GET / HTTP/1.1\r",
  ].map((text) => refused(100, `the request line ${JSON.stringify(text)} is refused`, line(text))),
  {
    number: 100,
    name: "two spaces before the target are one to the parser of node:http, as RFC 9112 §3 allows",
    request: line("GET  / HTTP/1.1"),
    on: HTTP,
    expect: { environ: { PATH_INFO: "/", REQUEST_URI: "/" } },
  },
  {
    number: 100,
    name: "an empty line before the request is passed over, as RFC 9112 §2.2 asks",
    request: `\r\n${get("/")}`,
    application: hello,
    on: HTTP,
    expect: { body: "hello" },
  },
  ...[
    "Host : localhost",
    "Accept : a",
    "Accept\t: a",
    " Accept: a",
    "Accept: a\r\n b",
    "Accept: a\r\n\tb",
    "Accept: a\rb",
    "Accept: a\r",
    "Accept: a\nEvil: yes",
    "Accept: a\0b",
    "Accept: a\u0001b",
    "Accept: a\u007fb",
    "Acc\u00e9pt: a",
    "Acc ept: a",
    "Acc\0ept: a",
    "Acc(ept): a",
    "Accept",
    ": a",
  ].map((field) => refused(101, `the field ${JSON.stringify(field)} is refused`, get("/", field))),
  ...[
    "-1",
    "+5",
    "0_5",
    "3 1",
    "5, 5",
    "5,5",
    "",
    "five",
    "0x5",
    "5.0",
    "5;",
    "\u00b2",
    "99999999999999999999999",
  ].map((length) =>
    refused(102, `the Content-Length ${JSON.stringify(length)} is refused`, withLength(length)),
  ),
  refused(102, "two Content-Lengths that differ are refused", withLength("5", "6")),
  refused(102, "two Content-Lengths that are alike are refused", withLength("5", "5")),
  refused(
    103,
    "a Content-Length beside a Transfer-Encoding is refused",
    postChunked("5\r\nhello\r\n0\r\n\r\n", "Content-Length: 5"),
  ),
  refused(
    103,
    "a Transfer-Encoding beside a Content-Length is refused",
    `${request("POST", "/", "Content-Length: 5", "Transfer-Encoding: chunked")}5\r\nhello\r\n0\r\n\r\n`,
  ),
  ...[
    "gzip",
    "identity",
    "chunked, gzip",
    "chunked, identity",
    "xchunked",
    "chunkedx",
    "",
    "chunked;q=1",
    '"chunked"',
  ].map((coding) =>
    refused(103, `the Transfer-Encoding ${JSON.stringify(coding)} is refused`, withCoding(coding)),
  ),
  refused(103, "chunked named twice is refused", withCoding("chunked, chunked")),
  refused(103, "two fields with chunked are refused", withCoding("chunked", "chunked")),
  refused(103, "a Transfer-Encoding behind chunked is refused", withCoding("chunked", "identity")),
  refused(
    103,
    "a coding that is not known, before chunked, is not implemented",
    withCoding("gzip, chunked"),
    501,
  ),
  refused(
    103,
    "a Transfer-Encoding in HTTP/1.0 is refused",
    `${head("POST / HTTP/1.0", "Transfer-Encoding: chunked")}5\r\nhello\r\n0\r\n\r\n`,
  ),
  ...[
    "+5\r\nhello\r\n0\r\n\r\n",
    "-5\r\nhello\r\n0\r\n\r\n",
    "0_5\r\nhello\r\n0\r\n\r\n",
    " 5\r\nhello\r\n0\r\n\r\n",
    "5 \r\nhello\r\n0\r\n\r\n",
    "0x5\r\nhello\r\n0\r\n\r\n",
    "five\r\nhello\r\n0\r\n\r\n",
    "\r\nhello\r\n0\r\n\r\n",
    ";name\r\nhello\r\n0\r\n\r\n",
    "5;na\rme\r\nhello\r\n0\r\n\r\n",
    "5\rhello\r\n0\r\n\r\n",
    "5\r\nhello0\r\n\r\n",
    "5\r\nhello!\r\n0\r\n\r\n",
    "4\r\nhello\r\n0\r\n\r\n",
    "ffffffffffffffffff\r\nhello\r\n0\r\n\r\n",
  ].map((body) => refused(104, `the chunks ${JSON.stringify(body)} are refused`, postChunked(body))),
  ...["Content-Length: 5", "transfer-encoding: chunked", "Host: evil.example"].map((trailer) =>
    refused(105, `the trailer ${trailer} is refused`, postChunked(`5\r\nhello\r\n0\r\n${trailer}\r\n\r\n`)),
  ),
  refused(106, "a second Host is refused", get("/", "Host: evil.example")),
  refused(106, "a second Host is refused though it is alike", get("/", "host: localhost")),
  refused(106, "a second Content-Type is refused", post("hello", "Content-Type: a/b", "Content-Type: c/d")),
  ...["local host", "local/host", "local@host", "localhost:port", "[::1", "a,b c", "<evil>"].map((host) =>
    refused(106, `the Host ${host} is refused`, head("GET / HTTP/1.1", `Host: ${host}`)),
  ),
  refused(107, "HTTP/1.1 without a Host is refused", head("GET / HTTP/1.1")),
  refused(107, "HTTP/1.1 with an absolute target needs a Host too", head("GET http://localhost/ HTTP/1.1")),
  {
    number: 107,
    name: "an empty Host is a Host",
    request: head("GET / HTTP/1.1", "Host:"),
    on: HTTP,
    expect: { environ: { HTTP_HOST: "" } },
  },
];

const pathOf = saying(({ PATH_INFO }) => PATH_INFO);
const chunks = answering("200 OK", TEXT, () => [bytes("hel"), bytes("lo")]);

/** How long a connection lasts and what every response carries: chapter "HTTP server", second part. */
const connectionCases: readonly Case[] = [
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

/** What a server on HTTP lets in and what it sends: chapter "HTTP server", but for what needs a client of its own. */
export const httpCases: readonly Case[] = [...requestCases, ...connectionCases];
