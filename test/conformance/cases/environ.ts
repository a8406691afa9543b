import { type Environ, requestUrl, shiftPathInfo } from "../../../src/gateway/index.ts";
import { saying } from "../applications.ts";
import { CALL, type Case, get, HTTP, head, post, request } from "../case.ts";

/** Answers with what `look` finds in the environ, as JSON. */
const looking = (look: (environ: Environ) => unknown) => saying((environ) => JSON.stringify(look(environ)));

const shifting = looking((environ) => {
  const [script = "", path = ""] = environ.QUERY_STRING.split("+");
  Object.assign(environ, { SCRIPT_NAME: script, PATH_INFO: path });
  const segment = shiftPathInfo(environ) ?? null;
  return [segment, environ.SCRIPT_NAME, environ.PATH_INFO];
});

const url = saying(requestUrl);

/** How the application sees what a client asked for: chapter "Environ". */
export const environCases: readonly Case[] = [
  ...["GET", "DELETE", "PROPFIND", "M-SEARCH"].map((method) => ({
    number: 1,
    name: `the method ${method} is passed as it is`,
    request: request(method, "/"),
    expect: { environ: { REQUEST_METHOD: method } },
  })),
  {
    number: 1,
    name: "a method of nobody's invention is passed with its case",
    request: request("Frob", "/"),
    on: CALL,
    expect: { environ: { REQUEST_METHOD: "Frob" } },
  },
  {
    number: 1,
    name: "a method that node:http does not know is refused, since its parser reads no other",
    request: request("FROB", "/"),
    on: HTTP,
    expect: { status: 400, connection: "closed" },
  },
  {
    number: 2,
    name: "SCRIPT_NAME and PATH_INFO are empty or start with a slash",
    request: get("/a/b"),
    expect: { environ: { SCRIPT_NAME: /^(\/.*)?$/, PATH_INFO: /^(\/.*)?$/ } },
  },
  {
    number: 3,
    name: "SCRIPT_NAME is never a slash alone",
    request: get("/"),
    expect: { environ: { SCRIPT_NAME: /^(?!\/$)/ } },
  },
  {
    number: 4,
    name: "SCRIPT_NAME does not end in a slash",
    request: get("/a/"),
    expect: { environ: { SCRIPT_NAME: /(^|[^/])$/ } },
  },
  {
    number: 5,
    name: "the root is an empty SCRIPT_NAME and a PATH_INFO of one slash",
    request: get("/"),
    expect: { environ: { SCRIPT_NAME: "", PATH_INFO: "/" } },
  },
  ...[
    ["/", "", "is empty when there is none"],
    ["/?a=%41&b=%2B+c", "a=%41&b=%2B+c", "is not decoded"],
  ].map(([target = "", query = "", what]) => ({
    number: 6,
    name: `QUERY_STRING ${what}`,
    request: get(target),
    expect: { environ: { QUERY_STRING: query } },
  })),
  {
    number: 7,
    name: "SERVER_NAME is a host and SERVER_PORT is digits",
    request: get("/"),
    expect: { environ: { SERVER_NAME: /^(localhost|127\.0\.0\.1)$/, SERVER_PORT: /^[0-9]+$/ } },
  },
  ...["HTTP/1.1", "HTTP/1.0"].map((protocol) => ({
    number: 8,
    name: `SERVER_PROTOCOL is ${protocol} when the client speaks it`,
    beyond: protocol === "HTTP/1.0" ? { fetch: "a Request has no version" } : {},
    request: head(`GET / ${protocol}`, "Host: localhost"),
    expect: { environ: { SERVER_PROTOCOL: protocol } },
  })),
  {
    number: 9,
    name: "CONTENT_TYPE and CONTENT_LENGTH have no prefix",
    request: post("hello", "Content-Type: text/plain"),
    expect: {
      environ: {
        CONTENT_TYPE: "text/plain",
        CONTENT_LENGTH: "5",
        HTTP_CONTENT_TYPE: undefined,
        HTTP_CONTENT_LENGTH: undefined,
      },
    },
  },
  {
    number: 9,
    name: "CONTENT_TYPE and CONTENT_LENGTH are absent when the client did not send them",
    request: get("/"),
    expect: { environ: { CONTENT_TYPE: undefined, CONTENT_LENGTH: undefined } },
  },
  {
    number: 10,
    name: "CONTENT_LENGTH is digits, leading zeros and all",
    request: `${request("POST", "/", "Content-Length: 0005")}hello`,
    expect: { environ: { CONTENT_LENGTH: /^[0-9]+$/ } },
  },
  {
    number: 11,
    name: "every key without a dot has a text for its value",
    request: get("/?q", "Accept: */*", "Cookie: a=b"),
    application: looking((environ) =>
      Object.entries(environ).filter(([key, value]) => !key.includes(".") && typeof value !== "string"),
    ),
    expect: { body: "[]" },
  },
  {
    number: 12,
    name: "a value holds one character for each byte the client sent",
    request: get("/", "X-Name: caf\u00c3\u00a9 \u00ff"),
    application: looking((environ) => Array.from(String(environ.HTTP_X_NAME), (char) => char.charCodeAt(0))),
    expect: { body: "[99,97,102,195,169,32,255]" },
  },
  {
    number: 13,
    name: "the version is a pair, the scheme is http and the flags are booleans",
    request: get("/"),
    application: looking((environ) => [
      environ["tsgi.version"],
      environ["tsgi.url_scheme"],
      ...[environ["tsgi.multithread"], environ["tsgi.multiprocess"], environ["tsgi.run_once"]].map(
        (flag) => typeof flag,
      ),
    ]),
    expect: { body: '[[1,0],"http","boolean","boolean","boolean"]' },
  },
  {
    number: 14,
    name: "the input can be read and the error stream written",
    request: get("/"),
    application: looking((environ) => {
      const { "tsgi.input": input, "tsgi.errors": errors } = environ;
      return [input.read, input.readLine, input[Symbol.asyncIterator], errors.write, errors.flush].map(
        (method) => typeof method,
      );
    }),
    expect: { body: JSON.stringify(Array(5).fill("function")) },
  },
  {
    number: 24,
    name: "a field becomes a variable in capitals with underscores, digits kept",
    request: get("/", "Foo-Bar: a", "xx-yy123: b"),
    expect: { environ: { HTTP_FOO_BAR: "a", HTTP_XX_YY123: "b" } },
  },
  ...[129, 8192].map((length) => ({
    number: 25,
    name: `a value of ${length} bytes arrives whole`,
    request: get("/", `X-Long: ${"0123456789abcdef".repeat(512).slice(-length)}${"!".repeat(length % 16)}`),
    expect: {
      environ: { HTTP_X_LONG: `${"0123456789abcdef".repeat(512).slice(-length)}${"!".repeat(length % 16)}` },
    },
  })),
  {
    number: 26,
    name: "a repeated field is joined with commas in its order",
    request: get("/", "Accept: a", "X-Between: b", "accept: c"),
    expect: { environ: { HTTP_ACCEPT: "a, c" } },
  },
  {
    number: 26,
    name: "a repeated Cookie is joined with semicolons",
    request: get("/", "Cookie: a=1", "Cookie: b=2"),
    expect: { environ: { HTTP_COOKIE: "a=1; b=2" } },
  },
  {
    number: 27,
    name: "Cookie is HTTP_COOKIE and not COOKIE",
    request: get("/", "Cookie: a=1"),
    expect: { environ: { HTTP_COOKIE: "a=1", COOKIE: undefined } },
  },
  {
    number: 28,
    name: "Authorization reaches the application",
    request: get("/", "Authorization: Basic bGVt"),
    expect: { environ: { HTTP_AUTHORIZATION: "Basic bGVt" } },
  },
  ...["X_Auth_User", "X.Auth.User", "X+Auth+User", "X-Auth_User"].map((twin) => ({
    number: 29,
    name: `${twin} does not pass for X-Auth-User`,
    request: get("/", `${twin}: mallory`, "X-Auth-User: lem", `${twin}: mallory`),
    expect: { environ: { HTTP_X_AUTH_USER: "lem" } },
  })),
  {
    number: 30,
    name: "a client's Proxy field never becomes HTTP_PROXY",
    request: get("/", "Proxy: http://evil.example/", "pRoXy: http://evil.example/"),
    expect: { environ: { HTTP_PROXY: undefined } },
  },
  {
    number: 31,
    name: "a client sets no variable that is the server's",
    beyond: { fetch: "a Request does not tell the client's address" },
    request: get(
      "/",
      "Script-Name: /evil",
      "SCRIPT_NAME: /evil",
      "Remote-User: evil",
      "REMOTE_USER: evil",
      "Remote-Addr: 6.6.6.6",
      "REMOTE_ADDR: 6.6.6.6",
      "tsgi.url_scheme: https",
      "X-Forwarded-For: 6.6.6.6",
    ),
    expect: {
      environ: {
        SCRIPT_NAME: "",
        REMOTE_USER: undefined,
        REMOTE_ADDR: "127.0.0.1",
        "tsgi.url_scheme": "http",
      },
    },
  },
  {
    number: 32,
    name: "spaces and tabs around a value are taken off",
    request: get("/", "X-Name: \t lem \t "),
    expect: { environ: { HTTP_X_NAME: "lem" } },
  },
  {
    number: 32,
    name: "an empty value is kept",
    request: get("/", "X-Name:"),
    expect: { environ: { HTTP_X_NAME: "" } },
  },
  {
    number: 33,
    name: "REMOTE_ADDR and REMOTE_PORT are the client's",
    beyond: { fetch: "a Request does not tell the client's address" },
    request: get("/"),
    expect: { environ: { REMOTE_ADDR: "127.0.0.1", REMOTE_PORT: /^[0-9]+$/ } },
  },
  {
    number: 34,
    name: "a client of HTTP/1.0 need not name the host, and the address can still be rebuilt",
    request: head("GET /a?b HTTP/1.0"),
    application: url,
    expect: { body: /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\/a\?b$/ },
  },
  {
    number: 35,
    name: "what an application does to its environ is not seen by the next request",
    request: get("/", "X-First: yes") + get("/"),
    application: looking((environ) => {
      const found = [environ["left.behind"] ?? null, environ.HTTP_X_FIRST ?? null, Object.isFrozen(environ)];
      environ["left.behind"] = true;
      environ.PATH_INFO = "/elsewhere";
      return found;
    }),
    on: HTTP,
    expect: [{ body: '[null,"yes",false]' }, { body: "[null,null,false]" }],
  },
  {
    number: 35,
    name: "the environ is a plain object",
    request: get("/"),
    application: looking((environ) => Object.getPrototypeOf(environ) === Object.prototype),
    expect: { body: "true" },
  },
  {
    number: 36,
    name: "X-Forwarded-Proto of a client that is not trusted changes no scheme",
    request: get("/", "X-Forwarded-Proto: https", "Forwarded: proto=https", "HTTPS: on"),
    expect: { environ: { "tsgi.url_scheme": "http", HTTPS: undefined } },
  },
  ...(
    [
      ["/a;b,c=d", "localhost", "http://localhost/a;b,c=d"],
      ["/", "localhost:80", "http://localhost/"],
      ["/", "localhost:8080", "http://localhost:8080/"],
      ["/caf%C3%A9%2f%3F%23%25?%C3%A9", "books.example", "http://books.example/caf%C3%A9/%3F%23%25?%C3%A9"],
      ["/a%20b", "[::1]:8080", "http://[::1]:8080/a%20b"],
    ] as const
  ).map(([target, host, rebuilt]) => ({
    number: 37,
    name: `the address of ${target} at ${host} is rebuilt`,
    request: head(`GET ${target} HTTP/1.1`, `Host: ${host}`),
    application: url,
    expect: { body: rebuilt },
  })),
  // What is shifted is asked for as SCRIPT_NAME+PATH_INFO in the query.
  ...(
    [
      ["/a+/x/y", "x", "/a/x", "/y"],
      ["/a+/x/", "x", "/a/x", "/"],
      ["/a+/x", "x", "/a/x", ""],
      ["/a+", null, "/a", ""],
      ["+/", "", "", "/"],
      ["/a+//y", "y", "/a/y", ""],
      ["/a+/./y", "y", "/a/y", ""],
      ["/a+/../y", "..", "", "/y"],
      ["/a/b+/..", "..", "/a", ""],
    ] as const
  ).map(([query, ...shifted]) => ({
    number: 38,
    name: `shifting ${query} gives ${JSON.stringify(shifted)}`,
    request: get(`/?${query}`),
    application: shifting,
    expect: { body: JSON.stringify(shifted) },
  })),
];
