import { CALL, type Case, get, HTTP, request } from "../case.ts";

/** How the application sees the target of a request: chapter "Environ", where it is about paths and queries. */
export const targetCases: readonly Case[] = [
  ...[
    ["/a%2cb", "/a,b"],
    ["/a%252cb", "/a%2cb"],
    ["/a%25%32%63b", "/a%2cb"],
    ["/a+b", "/a+b"],
  ].map(([target = "", path = ""]) => ({
    number: 15,
    name: `the path ${target} is decoded once`,
    request: get(target),
    expect: { environ: { PATH_INFO: path } },
  })),
  ...["/%", "/%4", "/%zz", "/100%"].map((target) => ({
    number: 15,
    name: `the path ${target} stands for no bytes and is refused`,
    request: get(target),
    expect: { status: 400 },
  })),
  {
    number: 16,
    name: "encoded bytes outside of ASCII reach PATH_INFO",
    request: get("/%E3%81%82/%80"),
    expect: { environ: { PATH_INFO: "/\u00e3\u0081\u0082/\u0080" } },
  },
  {
    number: 16,
    name: "a bare byte outside of ASCII reaches PATH_INFO",
    request: get("/\u0080"),
    on: CALL,
    expect: { environ: { PATH_INFO: "/\u0080" } },
  },
  {
    number: 16,
    name: "a bare byte outside of ASCII is refused by the parser of node:http, as RFC 9112 §3.2 allows",
    request: get("/\u0080"),
    on: HTTP,
    expect: { status: 400, connection: "closed" },
  },
  ...["//foo///bar/baz", "//", "/foo//"].map((target) => ({
    number: 17,
    name: `the slashes of ${target} are kept`,
    request: get(target),
    expect: { environ: { PATH_INFO: target } },
  })),
  {
    number: 18,
    name: "an encoded slash differs from a slash in REQUEST_URI",
    request: get("/a%2Fb/c"),
    expect: { environ: { PATH_INFO: "/a/b/c", REQUEST_URI: "/a%2Fb/c" } },
  },
  {
    number: 19,
    name: "REQUEST_URI is the target as received, with the query",
    request: get("/caf%c3%A9/?q=%20"),
    expect: { environ: { REQUEST_URI: "/caf%c3%A9/?q=%20" } },
  },
  {
    number: 20,
    name: "a fragment stays in REQUEST_URI alone",
    beyond: { fetch: "a Request has no fragment" },
    request: get("/a?b#c"),
    expect: { environ: { REQUEST_URI: "/a?b#c", PATH_INFO: "/a", QUERY_STRING: "b" } },
  },
  {
    number: 20,
    name: "a question mark in a fragment begins no query",
    request: get("/a#c?d"),
    expect: { environ: { PATH_INFO: "/a", QUERY_STRING: "" } },
  },
  {
    number: 20,
    name: "an encoded number sign belongs to the path",
    request: get("/a%23c"),
    expect: { environ: { PATH_INFO: "/a#c" } },
  },
  {
    number: 21,
    name: "a question mark alone gives an empty query",
    request: get("/a?"),
    expect: { environ: { PATH_INFO: "/a", QUERY_STRING: "" } },
  },
  {
    number: 21,
    name: "a second question mark belongs to the query",
    request: get("/a?b?c"),
    expect: { environ: { QUERY_STRING: "b?c" } },
  },
  {
    number: 21,
    name: "an encoded question mark belongs to the path",
    request: get("/a%3Fb"),
    expect: { environ: { PATH_INFO: "/a?b", QUERY_STRING: "" } },
  },
  ...(
    [
      ["http://books.example:8080/a?b", "/a", "b", "books.example:8080"],
      ["https://books.example/a", "/a", "", "books.example"],
      ["HTTP://books.example", "/", "", "books.example"],
      ["http://books.example?b", "/", "b", "books.example"],
      ["http://lem:secret@books.example/a", "/a", "", "books.example"],
    ] as const
  ).map(([target, path, query, host]) => ({
    number: 22,
    name: `the absolute target ${target} names the host and the path`,
    beyond: { fetch: "a Request does not tell which form its target had" },
    request: get(target),
    expect: {
      environ: { PATH_INFO: path, QUERY_STRING: query, HTTP_HOST: host, REQUEST_URI: target },
    },
  })),
  {
    number: 22,
    name: "an absolute target with https does not make a plain connection secure",
    request: get("https://books.example/"),
    expect: { environ: { "tsgi.url_scheme": "http" } },
  },
  {
    number: 22,
    name: "an absolute target without a host is refused",
    request: get("http:///a"),
    expect: { status: 400 },
  },
  {
    number: 23,
    name: "an asterisk is the target of OPTIONS",
    beyond: { fetch: "a Request has a URL, and an asterisk is none" },
    request: request("OPTIONS", "*"),
    expect: { environ: { REQUEST_URI: "*" } },
  },
  ...["*", "localhost:80", "books", "ftp://books.example/", "mailto:lem@books.example"].map((target) => ({
    number: 23,
    name: `the target ${target} of a GET is refused`,
    request: get(target),
    expect: { status: 400 },
  })),
  {
    number: 23,
    name: "a tunnel is not given",
    request: request("CONNECT", "localhost:80"),
    on: HTTP,
    expect: { status: 501, connection: "closed" },
  },
];
