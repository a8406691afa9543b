import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { fetchHandler } from "../../src/applications/fetch-handler.ts";
import { nodeListener } from "../../src/applications/node-listener.ts";
import { type Application, type Middleware, respond, validator } from "../../src/gateway/index.ts";
import { toFetch } from "../../src/servers/fetch.ts";
import { toNodeListener } from "../../src/servers/node-listener.ts";
import {
  answering,
  bytes,
  echo,
  hello,
  later,
  muchLater,
  sending,
  showEnviron,
  stating,
  TEXT,
} from "../conformance/applications.ts";
import { get, head, post, postChunked } from "../conformance/case.ts";
import { bytesOf } from "../support/body.ts";
import { testEnviron } from "../support/environ.ts";
import { listening } from "../support/listening.ts";
import { failOnUnhandled } from "../support/rejections.ts";

failOnUnhandled();

const viaFetch: Middleware = (application) => fetchHandler(toFetch(application));
const viaNode: Middleware = (application) => nodeListener(toNodeListener(application));

/** What a client sees of an answer. The Fetch standard sorts fields by name, and names are the same in any case. */
async function seen(application: Application, environ = testEnviron()) {
  const { status, headers, body } = await respond(validator(application), environ);
  const text = (await bytesOf(body)).toString("latin1");
  const fields = headers
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .filter((field) => field !== `content-length: ${text.length}`) // which a server may add (TSGI 4.9)
    .toSorted();
  return { status, fields, text };
}

describe.each([
  ["fetch", viaFetch],
  ["node", viaNode],
  ["fetch and node", (application: Application) => viaFetch(viaNode(viaFetch(application)))],
])("164: application → %s → application is the identity", (_name, around) => {
  test.each<[string, Application]>([
    ["one chunk", hello],
    ["a stream", sending(() => later("one", "", "two"))],
    ["a promised stream", sending(() => muchLater("one", "two"))],
    ["a stated length", stating(6, () => later("one", "two"))],
    ["no body", answering("200 OK", TEXT, () => [])],
    ["bytes of all kinds", sending(() => [Uint8Array.from({ length: 256 }, (_, byte) => byte)])],
    ["a redirect", answering("303 Look There", [["Location", "/a?b=%20"]], () => [])],
    ["no content", answering("204 No Content", [["ETag", '"x"']], () => [])],
    ["reset content", answering("205 Reset Content", [], () => [])],
    ["not modified", answering("304 Not Modified", [["ETag", '"x"']], () => [])],
    ["cookies", answering("200 OK", [...TEXT, ["Set-Cookie", "b=2, 3"], ["Set-Cookie", "a=1"]])],
    ["latin-1 text", answering("200 D\u00e9j\u00e0 vu", [...TEXT, ["X-Name", "caf\u00e9 \u00ff"]])],
    ["an error of its own", answering("503 Not Now", [...TEXT, ["Retry-After", "7"]])],
  ])("for %s", async (_name, application) => {
    expect(await seen(around(validator(application)))).toEqual(await seen(application));
  });

  test("for the answer to HEAD", async () => {
    const environ = () => testEnviron({ REQUEST_METHOD: "HEAD" });
    for (const application of [hello, stating(3, () => []), stating(6, () => later("one", "two"))]) {
      const { status, fields } = await seen(application, environ());
      const answer = await seen(around(validator(application)), environ());
      expect(answer).toMatchObject({ status, text: "" });
      expect(answer.fields).toEqual(expect.arrayContaining(fields));
    }
  });

  test.each([
    ["/", "", "/"],
    ["/a//b;c/%E9%25%2F", "a=%20&b=%zz", "/a//b;c/\u00e9%/"],
    ["/~x!$&'()*+,=:@", "?", "/~x!$&'()*+,=:@"],
    ["/%22%3C%3E%5C%5E%60%7B%7C%7D", "", '/"<>\\^`{|}'],
  ])("for the request of %s", async (path, query, decoded) => {
    const environ = () =>
      testEnviron(
        {
          REQUEST_METHOD: "PUT",
          PATH_INFO: decoded,
          QUERY_STRING: query,
          REQUEST_URI: path + (query && `?${query}`),
          HTTP_HOST: "books.example:8080",
          HTTP_COOKIE: "a=1; b=2",
          HTTP_ACCEPT: "text/html, */*;q=0.1",
          HTTP_X_NAME: "caf\u00e9",
          CONTENT_TYPE: "text/plain",
          "tsgi.url_scheme": "https",
        },
        "body",
      );
    const wanted = JSON.parse((await seen(showEnviron, environ())).text);
    const { text } = await seen(around(validator(showEnviron)), environ());
    const got = JSON.parse(text);
    // A Request does not know them; and who hands a request on is a server of its own.
    for (const name of ["SERVER_NAME", "SERVER_PORT", "REMOTE_ADDR", "REMOTE_PORT"]) delete wanted[name];
    expect(got).toMatchObject(wanted);
    expect((await seen(around(validator(echo)), environ())).text).toBe("body");
  });
});

describe("164: node → fetch → node is the identity", () => {
  /** Answers with what it sees, in a way that the path chooses. */
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    const others = Object.entries(headers).filter(
      ([name]) => !/^(?:connection|transfer-encoding)$/.test(name),
    );
    const body = Buffer.concat(chunks).toString("latin1");
    const text = JSON.stringify({ method, url, headers: Object.fromEntries(others.toSorted()), body });
    const plain = { "Content-Type": "text/plain", "Set-Cookie": ["b=2", "a=1"], "X-Name": "caf\u00e9" };
    if (url === "/empty") response.writeHead(204, "Nothing Here").end();
    else if (url === "/streamed") {
      response.writeHead(200, plain);
      for (const char of text) response.write(char);
      response.end();
    } else
      response.writeHead(201, "Put There", { ...plain, "Content-Length": Buffer.byteLength(text) }).end(text);
  };

  const around = toNodeListener(validator(fetchHandler(toFetch(validator(nodeListener(listener))))));

  test.each([
    get("/"),
    get("/a%2Fb//c?d=e&f=%zz", "X-Name: caf\u00e9", "Cookie: a=1", "Cookie: b=2", "Accept: */*"),
    get("/streamed"),
    get("/empty"),
    post("hello", "Content-Type: text/plain"),
    postChunked("3\r\nabc\r\n0\r\n\r\n"),
    head("DELETE /x HTTP/1.1", "Host: books.example", "Content-Length: 0"),
    head("HEAD /x HTTP/1.1", "Host: books.example"),
  ])("for %j", async (request) => {
    const answers = [];
    for (const each of [listener, around]) {
      const client = await (await listening(each)).send(request);
      const answer = await client.response(request.split(" ", 1)[0]);
      const fields = answer?.fields
        .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
        .filter((field) => !/^(?:date|connection|keep-alive|transfer-encoding): /.test(field))
        .toSorted();
      answers.push({ ...answer, fields, body: Buffer.from(answer?.body ?? bytes("")).toString("latin1") });
    }
    expect(answers[1]).toEqual(answers[0]);
  });
});
