import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { get as httpGet } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { validator } from "../../src/gateway/validator.ts";
import type { AccessEntry } from "../../src/protocols/log-line.ts";
import { serveHttp } from "../../src/servers/http.ts";
import { testFolder } from "../catalogue/folder.ts";
import { echo, hello, saying, showEnviron, TEXT } from "../conformance/applications.ts";
import { get, request } from "../conformance/case.ts";
import { deferred } from "../support/promises.ts";
import { textOf } from "../support/raw-client.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { serving } from "../support/serving.ts";

failOnUnhandled();

describe("the address", () => {
  test("the server says where it listens", async () => {
    const { server } = await serving(hello);
    expect(server.url).toBe(`http://localhost:${server.port}/`);
  });

  test("a port in use is an error with the system's code", async () => {
    const { server } = await serving(hello);
    await expect(serveHttp(hello, { port: server.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  test.skipIf(process.platform === "win32")("may be a Unix socket, which is removed in the end", async () => {
    const path = join(testFolder(), "http.sock");
    const lines: AccessEntry[] = [];
    const log = (entry: AccessEntry) => void lines.push(entry);
    const server = await serveHttp(validator(showEnviron), { path, mode: 0o600, log });
    expect([server.url, server.port]).toEqual([`unix:${path}`, 0]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const [response] = await once(httpGet({ socketPath: path, path: "/a", agent: false }), "response");
    const environ = JSON.parse(await text(response));
    expect(environ).toMatchObject({ PATH_INFO: "/a", REMOTE_ADDR: "", SERVER_PORT: "80" });
    expect(lines).toMatchObject([{ remoteAddr: "-", status: 200 }]);
    await server.close();
    expect(existsSync(path)).toBe(false);
  });

  test.each([{ maxBody: -1 }, { headTimeout: 0.5 }, { port: Number.NaN }])(
    "the option %o makes no sense",
    async (options) => {
      await expect(serveHttp(hello, options)).rejects.toThrow(RangeError);
    },
  );

  test("33: an IPv6 client has no brackets in REMOTE_ADDR, where the machine has IPv6", async () => {
    const started = serveHttp(validator(showEnviron), { host: "::1" });
    const server = await started.catch((error: NodeJS.ErrnoException) => error);
    if (server instanceof Error) {
      expect(["EADDRNOTAVAIL", "EAFNOSUPPORT"]).toContain(server.code);
      return;
    }
    onTestFinished(() => server.close());
    const response = await fetch(server.url);
    expect(await response.json()).toMatchObject({
      REMOTE_ADDR: "::1",
      SERVER_NAME: "::1",
      HTTP_HOST: `[::1]:${server.port}`,
    });
  });
});

describe("a request that comes slowly", () => {
  test("48: a client that promises more than it sends is told so, and the next one is served", async () => {
    const { send, errors } = await serving(validator(echo));
    const client = await send(`${request("POST", "/", "Content-Length: 6")}abc`);
    client.end();
    expect(await client.response()).toMatchObject({ status: 400, complete: true });
    await client.closed;
    const another = await send(get("/"));
    expect(await another.response()).toMatchObject({ status: 200 });
    expect(errors.text).toBe("");
  });

  test("49: a read that waits fails when the client leaves", async () => {
    const reading = deferred();
    const failed = deferred<unknown>();
    const { send } = await serving(
      validator(async (environ, startResponse) => {
        reading.resolve();
        await environ["tsgi.input"].read().catch((error) => {
          failed.resolve(error);
          throw error;
        });
        startResponse("200 OK", TEXT);
        return [];
      }),
    );
    const client = await send(`${request("POST", "/", "Content-Length: 6")}abc`);
    await reading.promise;
    client.socket.resetAndDestroy();
    expect(await failed.promise).toMatchObject({ message: "the client left before its request was whole" });
  });

  test("53: a client that waits for 100 Continue sends its body then", async () => {
    const { send } = await serving(validator(echo));
    const client = await send(request("POST", "/", "Expect: 100-continue", "Content-Length: 5"));
    expect(await client.response()).toMatchObject({ status: 100 });
    await client.send("hello");
    expect(textOf(await client.response())).toBe("hello");
  });

  test.each([
    ["with a Content-Length", "Content-Length: 3000000", ""],
    ["in chunks", "Transfer-Encoding: chunked", "2DC6C0\r\n"],
  ])("54: a client can read the 413 while it still sends a body %s", async (_what, field, size) => {
    const { connect } = await serving(validator(echo));
    const client = await connect();
    const sending = client.send(`${request("POST", "/", field)}${size}${"a".repeat(3_000_000)}`);
    expect(await client.response()).toMatchObject({ status: 413, complete: true });
    await sending;
    client.end();
    expect(await client.closed).toBe(false);
  });

  test("99: a head that does not come in time is answered with 408", async () => {
    const { send, entries } = await serving(hello, { headTimeout: 50 });
    const client = await send("GET / HTTP/1.1\r\nHost: local");
    expect(await client.response()).toMatchObject({ status: 408 });
    client.end();
    await client.closed;
    expect(entries).toMatchObject([{ requestLine: "-", status: 408, remoteAddr: "127.0.0.1" }]);
  });

  test("99: a body that does not come in time is answered with 408", async () => {
    const { send, errors } = await serving(validator(echo), { requestTimeout: 50 });
    const client = await send(`${request("POST", "/", "Content-Length: 6")}abc`);
    expect(await client.response()).toMatchObject({ status: 408 });
    client.end();
    await client.closed;
    expect(errors.text).toBe("");
  });
});

describe("connections", () => {
  test("110: an idle connection is closed, and one with requests in a row is not", async () => {
    const { send } = await serving(
      validator(async (environ, startResponse) => {
        await delay(30);
        return hello(environ, startResponse);
      }),
      { keepAliveTimeout: 1 },
    );
    const client = await send(get("/").repeat(5));
    for (let count = 0; count < 5; count++) expect(textOf(await client.response())).toBe("hello");
    const since = Date.now();
    expect(await client.closed).toBe(false);
    expect(Date.now() - since).toBeLessThan(4000); // node:http waits for a second more than it says; 5 s is the default
  });

  test("114: a connection over the limit is answered with 503, and one is free again when another ends", async () => {
    const { connect, send, entries } = await serving(validator(hello), { maxConnections: 2 });
    const first = await connect();
    const second = await connect();
    for (const client of [first, second]) {
      await client.send(get("/"));
      expect(await client.response()).toMatchObject({ status: 200 });
    }
    const third = await send(get("/"));
    expect(await third.response()).toMatchObject({ status: 503, complete: true });
    third.end();
    await third.closed;
    expect(entries.at(-1)).toMatchObject({ status: 503, requestLine: "-" });
    await first.destroy();
    // The server learns of it a little later.
    for (let status: number | undefined = 503; status !== 200; ) {
      const fourth = await send(get("/"));
      status = (await fourth.response())?.status;
      expect([200, 503]).toContain(status);
    }
  });

  test("116: fifty clients at once are answered, though one application is slow", async () => {
    const release = deferred();
    const { connect, send } = await serving(
      validator(async (environ, startResponse) => {
        if (environ.PATH_INFO === "/slow") await release.promise;
        return saying(({ PATH_INFO }) => PATH_INFO)(environ, startResponse);
      }),
    );
    const slow = await send(get("/slow"));
    const clients = await Promise.all(Array.from({ length: 50 }, () => connect()));
    const answers = clients.map(async (client, index) => {
      await client.send(get(`/${index}`), "in random cuts");
      return textOf(await client.response());
    });
    expect(await Promise.all(answers)).toEqual(clients.map((_, index) => `/${index}`));
    release.resolve();
    expect(textOf(await slow.response())).toBe("/slow");
  });
});

describe("what is logged", () => {
  test("each response is logged once, with its status and the bytes of its body", async () => {
    const { send, entries } = await serving(
      validator((environ, startResponse) => {
        if (environ.PATH_INFO === "/fails") throw new Error("gone wrong");
        return hello(environ, startResponse);
      }),
    );
    const client = await send(
      get("/a?b") + request("HEAD", "/") + get("/fails") + get("/%") + get("/dropped"),
    );
    for (const method of ["GET", "HEAD", "GET", "GET"]) await client.response(method);
    await client.closed;
    expect(entries.map(({ requestLine, status, bytes }) => [requestLine, status, bytes])).toEqual([
      ["GET /a?b HTTP/1.1", 200, 5],
      ["HEAD / HTTP/1.1", 200, 0],
      ["GET /fails HTTP/1.1", 500, 26],
      ["GET /% HTTP/1.1", 400, 16],
    ]);
    expect(entries.map(({ remoteAddr }) => remoteAddr)).toEqual(Array(4).fill("127.0.0.1"));
  });

  test("what is no HTTP is logged with its first line", async () => {
    const { send, entries } = await serving(hello);
    const client = await send("no HTTP\r\n\r\n");
    await client.response();
    expect(entries).toEqual([{ remoteAddr: "127.0.0.1", requestLine: "no HTTP", status: 400, bytes: 16 }]);
  });

  test("an expectation that cannot be met is logged too", async () => {
    const { send, entries } = await serving(hello);
    const client = await send(get("/", "Expect: the unexpected"));
    await client.response();
    expect(entries).toMatchObject([{ requestLine: "GET / HTTP/1.1", status: 417 }]);
  });
});
