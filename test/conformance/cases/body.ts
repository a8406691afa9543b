import { type Body, discard, type Environ, respond } from "../../../src/gateway/index.ts";
import {
  bytes,
  later,
  muchLater,
  note,
  noting,
  notingLater,
  sending,
  stating,
  wrong,
} from "../applications.ts";
import { type Case, get, HTTP, request } from "../case.ts";

const BROKEN = { request: get("/"), breaks: "the server says so" } as const;
const FAILS = { status: 500, body: "500 Internal Server Error\n" };

/** A file of `length` bytes in memory, which notes that it was closed. */
const file = (environ: Environ, length: number): Body => {
  let position = 0;
  return environ["tsgi.file_wrapper"]({
    async read(buffer, offset, size) {
      const bytesRead = Math.min(size, length - position);
      for (let index = 0; index < bytesRead; index++) buffer[offset + index] = (position + index) % 251;
      position += bytesRead;
      return { bytesRead };
    },
    close: async () => note(environ, "closed"),
  });
};

function fileText(length: number): string {
  const all = new Uint8Array(length);
  for (let index = 0; index < length; index++) all[index] = index % 251;
  return Buffer.from(all).toString("latin1");
}

const KIB = 1024;

const NO_CHUNKS: readonly unknown[] = [["text"], [5], [undefined], [new ArrayBuffer(5)], [[104]]];

/** What becomes of the bytes of a response: chapter "The body and its end". */
export const bodyCases: readonly Case[] = [
  ...NO_CHUNKS.map((body) => ({
    ...BROKEN,
    number: 74,
    name: `a chunk that is no Uint8Array is refused (${JSON.stringify(body)})`,
    application: sending(() => wrong(body)),
    expect: FAILS,
    errors: /GatewayError: a chunk of the body must be a Uint8Array, not a/,
  })),
  {
    ...BROKEN,
    number: 74,
    name: "a text for a chunk is refused with a hint at encoding it",
    application: sending(() => wrong(["text"].values())),
    expect: FAILS,
    errors: /not a string; encode it/,
  },
  {
    ...BROKEN,
    number: 74,
    name: "a chunk that is no Uint8Array behind one that was sent breaks the response off",
    application: sending(() => wrong([bytes("hello"), "text"])),
    expect: { body: "hello", complete: false },
    errors: /GatewayError: a chunk of the body must be a Uint8Array, not a string/,
  },
  ...["text", bytes("text"), undefined, null, 5, {}].map((body) => ({
    ...BROKEN,
    number: 75,
    name: `a body is an iterable of bytes, not ${body instanceof Uint8Array ? "bytes" : JSON.stringify(body)}`,
    application: sending(() => wrong(body)),
    expect: FAILS,
    errors: /GatewayError: the application must return an iterable of Uint8Array/,
  })),
  ...(
    [
      ["a list", () => [bytes("a"), bytes(""), bytes("b"), bytes("c"), bytes("")]],
      ["a list that begins empty", () => [bytes(""), bytes(""), bytes("a"), bytes("bc")]],
      ["a set", () => new Set([bytes("a"), bytes(""), bytes("bc")])],
      ["a generator", () => later("", "a", "", "b", "c", "")],
      ["an asynchronous generator", () => muchLater("", "a", "", "b", "c", "")],
    ] as const
  ).map(([what, body]) => ({
    number: 76,
    name: `${what} is a body, and its empty chunks end nothing`,
    request: get("/"),
    application: sending(body),
    expect: { body: "abc" },
  })),
  ...(
    [
      ["a list of one", () => [bytes("0")]],
      ["a generator", () => later("0", "0")],
      ["a chunk like a last chunk", () => later("0\r\n\r\n", "0")],
    ] as const
  ).map(([what, body]) => ({
    number: 77,
    name: `a zero is sent as it is in ${what}`,
    request: get("/"),
    application: sending(body),
    expect: { body: [...body()].map((chunk) => Buffer.from(chunk).toString()).join("") },
  })),
  ...[noting, notingLater].flatMap((make, index) =>
    [
      {
        name: "is read to its end once and not closed then",
        request: get("/"),
        chunks: ["a", "b"],
        expect: { body: "ab" },
        errors: "begun\nended\n",
      },
      {
        name: "is closed once when HEAD drops it",
        request: request("HEAD", "/"),
        chunks: ["a", "b"],
        expect: { body: "" },
        errors: "begun\nclosed\n",
      },
      {
        name: "is closed once when what it gives is no chunk",
        request: get("/"),
        chunks: ["a", 5],
        expect: { body: "a", complete: false },
        errors: /^begun\nclosed\nGatewayError: a chunk/,
        breaks: "the server says so" as const,
        on: HTTP,
      },
      {
        name: "is closed once when its first chunk is none",
        request: get("/"),
        chunks: [5, "a"],
        expect: FAILS,
        errors: /^begun\nclosed\nGatewayError: a chunk/,
        breaks: "the server says so" as const,
      },
    ].map(({ chunks, name, ...row }) => ({
      ...row,
      number: 78,
      name: `${index === 0 ? "a body" : "an asynchronous body"} ${name}`,
      application: sending((environ) =>
        make(
          environ,
          chunks.map((chunk) => (typeof chunk === "string" ? bytes(chunk) : wrong(chunk))),
        ),
      ),
    })),
  ),
  {
    number: 79,
    name: "the iterator of a body is asked for once",
    request: get("/"),
    application: stating(2, (environ) => noting(environ, [bytes("a"), bytes("b")])),
    expect: { body: "ab" },
    errors: "begun\nended\n",
  },
  {
    number: 79,
    name: "a generator is not run on behind its end",
    request: get("/"),
    application: sending(function* (environ) {
      yield bytes("a");
      note(environ, "the end");
    }),
    expect: { body: "a" },
    errors: "the end\n",
  },
  ...[() => [bytes("Foo: Bar\r\n\r\nbaz")], () => later("Foo: Bar\r\n", "\r\nbaz")].map((body, index) => ({
    number: 84,
    name: `what looks like a field is body where it stands in the body (${index})`,
    request: get("/"),
    application: sending(body),
    expect: { headers: { foo: null }, body: "Foo: Bar\r\n\r\nbaz" },
  })),
  {
    number: 85,
    name: "line ends stay what they are",
    request: get("/"),
    application: sending(() => [bytes("a\nb\r\nc\rd\n")]),
    expect: { body: "a\nb\r\nc\rd\n" },
  },
  ...[0, 14 * KIB, 64 * KIB, 3 * KIB * KIB + 1].flatMap((length) => [
    {
      number: 86,
      name: `a file of ${length} bytes is sent whole and closed`,
      request: get("/"),
      application: sending((environ) => file(environ, length)),
      expect: {
        get body() {
          return fileText(length);
        },
      },
      errors: "closed\n",
    },
    {
      number: 86,
      name: `a file of ${length} bytes is sent whole with its length`,
      request: get("/"),
      application: stating(length, (environ) => file(environ, length)),
      on: HTTP,
      expect: {
        headers: { "content-length": String(length), "transfer-encoding": null },
        get body() {
          return fileText(length);
        },
      },
      errors: "closed\n",
    },
  ]),
  {
    ...BROKEN,
    number: 86,
    name: "a file longer than the Content-Length is cut and closed",
    application: stating(10 * KIB, (environ) => file(environ, 14 * KIB)),
    on: HTTP,
    expect: { body: fileText(10 * KIB), connection: "kept" },
    errors: /^The body is longer .*\nclosed\n$/,
  },
  {
    ...BROKEN,
    number: 86,
    name: "a file shorter than the Content-Length breaks the connection and is closed",
    application: stating(15 * KIB, (environ) => file(environ, 14 * KIB)),
    on: HTTP,
    expect: { body: fileText(14 * KIB), complete: false },
    errors: /^closed\nThe body has 14336 bytes/,
  },
  {
    number: 86,
    name: "a file is closed when HEAD drops it",
    request: request("HEAD", "/"),
    application: sending((environ) => file(environ, 14 * KIB)),
    expect: { body: "" },
    errors: "closed\n",
  },
  ...[
    { length: 16 * KIB * KIB, body: () => [Buffer.alloc(16 * KIB * KIB, "0123456789")] },
    { length: 10_000_003, body: () => later("0123456789".repeat(1_000_000), "end") },
  ].map(({ length, body }) => ({
    number: 89,
    name: `a body of ${length} bytes in large chunks is whole`,
    request: get("/"),
    application: sending(body),
    expect: {
      get body() {
        return [...body()].map((chunk) => Buffer.from(chunk).toString("latin1")).join("");
      },
    },
  })),
  {
    number: 90,
    name: "a middleware that replaces a body closes it",
    request: get("/"),
    application: async (environ, startResponse) => {
      const inner = sending(() => noting(environ, [bytes("a"), bytes("b")]));
      const { status, headers, body } = await respond(inner, environ);
      startResponse(status, headers);
      await discard(body);
      return [bytes("other")];
    },
    expect: { body: "other" },
    errors: "begun\nclosed\n",
  },
  {
    number: 90,
    name: "a middleware that changes a body gives a chunk for a chunk",
    request: get("/"),
    application: async (environ, startResponse) => {
      const inner = sending(() => noting(environ, [bytes("a"), bytes("b")]));
      const { status, headers, body } = await respond(inner, environ);
      startResponse(status, headers);
      return (async function* () {
        for await (const chunk of body) yield bytes(`<${Buffer.from(chunk).toString()}>`);
      })();
    },
    expect: { body: "<a><b>" },
    errors: "begun\nended\n",
  },
];
