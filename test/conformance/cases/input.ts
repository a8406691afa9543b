import type { Environ } from "../../../src/gateway/index.ts";
import { answering, bytes, echo, hello, note, saying, sayingLater, TEXT } from "../applications.ts";
import { type Case, get, HTTP, head, post, postChunked, request } from "../case.ts";

/** Text of `length` characters in which no two parts are alike. */
function text(length: number): string {
  let all = "";
  for (let line = 0; all.length < length; line++) all += `${line}\n`;
  return all.slice(0, length);
}

/** Text as chunks of 1,000 bytes, with their sizes. */
function chunked(all: string): string {
  const chunks = all.match(/[\s\S]{1,1000}/g) ?? [];
  return `${chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join("")}0\r\n\r\n`;
}

/** Answers with the pieces in which `read` takes the body, as JSON. */
const reading = (read: (input: Environ["tsgi.input"]) => Promise<Uint8Array>) =>
  sayingLater(async (environ) => {
    const pieces: string[] = [];
    for (let end = false; !end; ) {
      const piece = Buffer.from(await read(environ["tsgi.input"])).toString("latin1");
      end = piece === "";
      pieces.push(piece);
    }
    return JSON.stringify(pieces);
  });

const twice = sayingLater(async ({ "tsgi.input": input }) => {
  const lengths = [await input.read(), await input.read(), await input.read(10), await input.readLine()];
  return lengths.map(({ length }) => length).join(" ");
});

const iterating = sayingLater(async ({ "tsgi.input": input }) => {
  let length = 0;
  for await (const chunk of input) length += chunk.length;
  return String(length);
});

const CONTINUE = ["Expect: 100-continue", "Content-Length: 5"];
const MIB = 1024 * 1024;

/** How the application reads what a client sends: chapter "Request body". */
export const inputCases: readonly Case[] = [
  {
    number: 39,
    name: "the body of a POST is what was sent",
    request: post("a=1&b=\u00ff\0\r\n\r\n", "Content-Type: text/plain"),
    application: echo,
    expect: { body: "a=1&b=\u00ff\0\r\n\r\n" },
  },
  ...[96 * 1024, 100_000, MIB].map((length) => ({
    number: 40,
    name: `a body of ${length} bytes arrives whole`,
    // Made when it is asked for: a process that looks for another row need not wait for it.
    get request() {
      return post(text(length));
    },
    application: echo,
    expect: {
      get body() {
        return text(length);
      },
    },
  })),
  {
    number: 40,
    name: "a body of 100,000 bytes read chunk by chunk arrives whole",
    request: post(text(100_000)),
    application: iterating,
    expect: { body: "100000" },
  },
  {
    number: 41,
    name: "reading a request without a body gives its end",
    request: get("/"),
    application: twice,
    expect: { body: "0 0 0 0" },
  },
  {
    number: 41,
    name: "reading an empty body gives its end",
    request: post(""),
    application: twice,
    expect: { body: "0 0 0 0" },
  },
  {
    number: 41,
    name: "reading on behind the end of a body gives its end",
    request: post("hello"),
    application: reading((input) => input.read(3)),
    expect: { body: '["hel","lo",""]' },
  },
  {
    number: 42,
    name: "the request that follows is not read as body",
    request: post("first") + post("second") + postChunked("5\r\nthird\r\n0\r\n\r\n") + post("4"),
    application: echo,
    on: HTTP,
    expect: [{ body: "first" }, { body: "second" }, { body: "third" }, { body: "4" }],
  },
  {
    number: 43,
    name: "the body of a GET is delivered",
    beyond: { fetch: "a Request with GET has no body" },
    request: `${request("GET", "/", "Content-Length: 5")}hello`,
    application: echo,
    expect: { body: "hello" },
  },
  ...[
    ["5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world", "is put together"],
    ["0\r\n\r\n", "", "may be empty"],
    ["5;name=value;other\r\nhello\r\n0;last\r\n\r\n", "hello", "has extensions that mean nothing"],
    ['5;name="quoted"\r\nhello\r\n0\r\n\r\n', "hello", "has extensions with quotes"],
    ["a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789", "has sizes of either case"],
    ["0005\r\nhello\r\n000\r\n\r\n", "hello", "has sizes with leading zeros"],
    ["5\r\n\r\n0\r\n\r\n0\r\n\r\n", "\r\n0\r\n", "may hold what looks like its end"],
    ["5\r\nhello\r\n0\r\nX-Sum: 1\r\nHTTP-Sum: 2\r\n\r\n", "hello", "may have trailers"],
  ].map(([body = "", expected = "", what]) => ({
    number: 44,
    name: `a chunked body ${what} (${JSON.stringify(body)})`,
    request: postChunked(body),
    application: echo,
    on: HTTP,
    expect: { body: expected, connection: "kept" as const },
  })),
  {
    number: 44,
    name: "trailers do not become variables",
    request: postChunked("5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n"),
    application: sayingLater(async (environ) => {
      await environ["tsgi.input"].read();
      return String(environ.HTTP_X_SUM);
    }),
    on: HTTP,
    expect: { body: "undefined" },
  },
  {
    number: 45,
    name: "a chunked body has no CONTENT_LENGTH, and its end can be relied on",
    request: postChunked("5\r\nhello\r\n0\r\n\r\n"),
    on: HTTP,
    expect: { environ: { CONTENT_LENGTH: undefined, "tsgi.input_terminated": true } },
  },
  {
    number: 46,
    name: "a body is the same however it is cut",
    request: post(text(1200)),
    application: echo,
    expect: { body: text(1200) },
  },
  {
    number: 46,
    name: "a chunked body is the same however it is cut",
    request: postChunked(chunked(text(1200))),
    application: echo,
    on: HTTP,
    expect: { body: text(1200) },
  },
  {
    number: 47,
    name: "lines are read one by one, the last without its end",
    request: post("one\n\ntwo\r\nthree"),
    application: reading((input) => input.readLine()),
    expect: { body: '["one\\n","\\n","two\\r\\n","three",""]' },
  },
  {
    number: 47,
    name: "a line is cut at the limit and goes on behind it",
    request: post("one\nthree\nsix"),
    application: reading((input) => input.readLine(4)),
    expect: { body: '["one\\n","thre","e\\n","six",""]' },
  },
  {
    number: 47,
    name: "a limit beyond the end of a line changes nothing",
    request: post("one\ntwo\n"),
    application: reading((input) => input.readLine(1000)),
    expect: { body: '["one\\n","two\\n",""]' },
  },
  {
    number: 47,
    name: "a line, some bytes and the rest are read one behind the other",
    request: post("first line\n0123456789"),
    application: sayingLater(async ({ "tsgi.input": input }) => {
      const parts = [await input.readLine(), await input.read(4), await input.read()];
      return parts.map((part) => Buffer.from(part).toString("latin1")).join("|");
    }),
    expect: { body: "first line\n|0123|456789" },
  },
  ...[10, 100_000].flatMap((length) =>
    [post(text(length)), postChunked(chunked(text(length)))]
      .map((first, index) => ({
        number: 50,
        name: `${index === 0 ? "a body" : "a chunked body"} of ${length} bytes that nobody reads spoils no response`,
        request: first,
        application: hello,
        on: index === 0 ? undefined : HTTP,
        expect: { body: "hello" },
      }))
      .map(({ on, ...row }) => (on ? { ...row, on } : row)),
  ),
  {
    number: 50,
    name: "a body that nobody reads is not taken for the next request",
    request: post(get("/smuggled")) + get("/next"),
    application: saying(({ PATH_INFO }) => PATH_INFO),
    on: HTTP,
    expect: [{ body: "/" }, { body: "/next" }],
  },
  {
    number: 50,
    name: "a body of which a part was read is not taken for the next request",
    request: post(`12345${get("/smuggled")}`) + get("/next"),
    application: sayingLater(async ({ PATH_INFO, "tsgi.input": input }) => {
      await input.read(5);
      return PATH_INFO;
    }),
    on: HTTP,
    expect: [{ body: "/" }, { body: "/next" }],
  },
  {
    number: 51,
    name: "reading at the end again and again gives the end",
    request: post("hello"),
    application: twice,
    expect: { body: "5 0 0 0" },
  },
  {
    number: 52,
    name: "the input of a server cannot be closed",
    request: post("hello"),
    application: saying(({ "tsgi.input": input }) => String("close" in input || "destroy" in input)),
    breaks: "the server says so",
    expect: { body: "false" },
  },
  {
    number: 52,
    name: "closing the input is a fault",
    request: post("hello"),
    application: saying(({ "tsgi.input": input }) => String(Reflect.get(input, "close").call(input))),
    breaks: "the validator says so",
    expect: { status: 500 },
    errors: /the input must not be closed by the application/,
  },
  ...["100-continue", "100-CONTINUE"].map((value) => ({
    number: 53,
    name: `a client that expects ${value} is told to go on when the application reads`,
    request: `${request("POST", "/", `Expect: ${value}`, "Content-Length: 5")}hello`,
    application: echo,
    on: HTTP,
    expect: [{ status: 100 }, { body: "hello", connection: "kept" as const }],
  })),
  {
    number: 53,
    name: "a client is not told to go on when the application does not read",
    request: request("POST", "/", ...CONTINUE),
    application: hello,
    on: HTTP,
    expect: { body: "hello", connection: "closed" },
  },
  {
    number: 53,
    name: "a client is told to go on once, however often the application reads",
    request: `${request("POST", "/", ...CONTINUE)}hello`,
    application: reading((input) => input.read(2)),
    on: HTTP,
    expect: [{ status: 100 }, { body: '["he","ll","o",""]' }],
  },
  {
    number: 53,
    name: "a client of HTTP/1.0 is never told to go on",
    request: `${head("POST / HTTP/1.0", ...CONTINUE)}hello`,
    application: echo,
    on: HTTP,
    expect: { body: "hello" },
  },
  {
    number: 53,
    name: "another expectation cannot be met",
    request: request("GET", "/", "Expect: the unexpected"),
    application: hello,
    on: HTTP,
    expect: { status: 417 },
  },
  {
    number: 54,
    name: "a Content-Length over the limit is refused before the application is called",
    request: `${request("POST", "/", "Content-Length: 11")}0123456789a`,
    application: (environ, startResponse) => {
      note(environ, "called");
      return echo(environ, startResponse);
    },
    on: HTTP,
    options: { maxBody: 10 },
    expect: { status: 413, connection: "closed" },
  },
  {
    number: 54,
    name: "a Content-Length of more digits than a number holds is refused",
    request: request("POST", "/", `Content-Length: 1${"0".repeat(18)}`),
    application: echo,
    on: HTTP,
    expect: { status: 413, connection: "closed" },
  },
  {
    number: 54,
    name: "a chunked body over the limit is refused while it is read",
    request: postChunked("6\r\n012345\r\n5\r\n6789a\r\n0\r\n\r\n"),
    application: echo,
    on: HTTP,
    options: { maxBody: 10 },
    expect: { status: 413 },
  },
  {
    number: 54,
    name: "a client that expects to be told is refused without being told to go on",
    request: request("POST", "/", "Expect: 100-continue", "Content-Length: 11"),
    application: echo,
    on: HTTP,
    options: { maxBody: 10 },
    expect: { status: 413, connection: "closed" },
  },
  ...[post("0123456789"), postChunked("6\r\n012345\r\n4\r\n6789\r\n0\r\n\r\n")].map((request, index) => ({
    number: 54,
    name: `a ${index === 0 ? "" : "chunked "}body of just the limit passes`,
    request,
    application: echo,
    on: HTTP,
    options: { maxBody: 10 },
    expect: { body: "0123456789", connection: "kept" as const },
  })),
  {
    number: 54,
    name: "a chunked body over the limit that nobody reads is no fault",
    request: postChunked("b\r\n0123456789a\r\n0\r\n\r\n"),
    application: answering("200 OK", TEXT, () => [bytes("hello")]),
    on: HTTP,
    options: { maxBody: 10 },
    expect: { body: "hello" },
  },
];
