import { getEventListeners } from "node:events";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline, Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import express from "express";
import { describe, expect, test } from "vitest";
import { type NodeListener, nodeListener } from "../../src/applications/node-listener.ts";
import { BodyInput, discard, iterate, respond, validator } from "../../src/gateway/index.ts";
import { get, head, post } from "../conformance/case.ts";
import { ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { collectErrors } from "../support/errors.ts";
import { deferred, eventually } from "../support/promises.ts";
import { textOf } from "../support/raw-client.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { serving } from "../support/serving.ts";

failOnUnhandled();

const application = (listener: NodeListener) => validator(nodeListener(listener));

const PLAIN = { "Content-Type": "text/plain" };

describe("the request", () => {
  test("has the method, the target, the fields and the address", async () => {
    const showing = application((request, response) => {
      const { method, url, headers, rawHeaders, socket } = request;
      const [baseUrl, originalUrl] = ["baseUrl", "originalUrl"].map((name) => Reflect.get(request, name));
      const { remoteAddress, remotePort, localPort } = socket;
      const encrypted = Reflect.get(socket, "encrypted");
      response.setHeader("Content-Type", "application/json");
      response.end(
        JSON.stringify({
          ...{ method, url, baseUrl, originalUrl, headers, cookies: rawHeaders.includes("cookie") },
          ...{ remoteAddress, remotePort, localPort, encrypted },
        }),
      );
    });
    const answer = await ask(showing, "/", {
      REQUEST_METHOD: "PROPFIND",
      SCRIPT_NAME: "/m n",
      PATH_INFO: "/a/b\u00e9",
      QUERY_STRING: "x=%20\u00e9",
      REQUEST_URI: "/m%20n/a%2Fb%E9?x=%20\u00e9",
      HTTP_COOKIE: "a=1; b=2",
      HTTP_X_NAME: "caf\u00e9",
      HTTP_UPGRADE: "websocket",
      HTTP_EXPECT: "100-continue",
      HTTP_CONNECTION: "upgrade",
      CONTENT_LENGTH: "0",
      REMOTE_ADDR: "2001:db8::1",
      "tsgi.url_scheme": "https",
      SERVER_PORT: "443",
    });
    expect(JSON.parse(answer.text)).toEqual({
      method: "PROPFIND",
      url: "/a%2Fb%E9?x=%20%E9",
      baseUrl: "/m%20n",
      originalUrl: "/m%20n/a%2Fb%E9?x=%20%E9",
      headers: {
        host: "localhost",
        cookie: "a=1; b=2",
        "x-name": "caf\u00e9",
        "content-length": "0",
        connection: "keep-alive",
      },
      cookies: true,
      remoteAddress: "2001:db8::1",
      remotePort: 49152,
      localPort: 443,
      encrypted: true,
    });
  });

  test("has the URL / where the application is mounted and nothing follows", async () => {
    const showing = application((request, response) => void response.writeHead(200, PLAIN).end(request.url));
    const answer = await ask(showing, "/", { SCRIPT_NAME: "/m", PATH_INFO: "", QUERY_STRING: "q" });
    expect(answer.text).toBe("/?q");
  });

  test.each<[string, NodeListener]>([
    ["pipe()", (request, response) => void request.pipe(response.setHeader("Content-Type", "text/plain"))],
    [
      "data events",
      (request, response) => {
        response.writeHead(200, PLAIN);
        request.on("data", (chunk) => response.write(chunk));
        request.on("end", () => response.end());
      },
    ],
    [
      "for await",
      async (request, response) => {
        response.writeHead(200, PLAIN);
        for await (const chunk of request) response.write(chunk);
        response.end();
      },
    ],
    ["pipeline()", (request, response) => void pipeline(request, response.writeHead(200, PLAIN), () => {})],
  ])("has its body read with %s, with a length and without", async (_name, listener) => {
    const long = "0123456789".repeat(50_000);
    const stated = testEnviron({}, long);
    const unstated = testEnviron({}, long);
    delete unstated.CONTENT_LENGTH;
    for (const environ of [stated, unstated, testEnviron({}, ""), testEnviron()]) {
      const { body } = await respond(application(listener), environ);
      let text = "";
      for await (const chunk of body) text += Buffer.from(chunk).toString();
      expect(text === (environ.REQUEST_METHOD === "GET" || environ.CONTENT_LENGTH === "0" ? "" : long)).toBe(
        true,
      );
    }
  });

  test("has its body left alone when the listener does not read it", async () => {
    for (const listener of [
      (_request: unknown, response: ServerResponse) => void response.end("hello"),
      (_request: unknown, _response: unknown, next: () => void) => next(),
    ]) {
      let reads = 0;
      const input = new BodyInput(async () => {
        reads++;
        return Buffer.from("body");
      });
      const asked = ask(application(listener), "/", { REQUEST_METHOD: "POST", "tsgi.input": input });
      await asked.catch(() => {});
      for (let turn = 0; turn < 5; turn++) await nextTurn();
      expect(reads).toBe(0);
    }
  });

  test("88: with a huge body is read as fast as the listener reads", async () => {
    let given = 0;
    const input = new BodyInput(async () => (given++ < 1000 ? new Uint8Array(64 * 1024) : undefined));
    const go = deferred();
    const slow = application(async (request, response) => {
      let size = 0;
      for await (const chunk of request) {
        if (size === 0) await go.promise;
        size += chunk.length;
      }
      response.writeHead(200, PLAIN).end(String(size));
    });
    const answer = ask(slow, "/", { REQUEST_METHOD: "POST", "tsgi.input": input });
    await eventually(() => given > 0);
    for (let turn = 0; turn < 50; turn++) await nextTurn();
    expect(given).toBeLessThan(10);
    go.resolve();
    expect((await answer).text).toBe(String(1000 * 64 * 1024));
  });

  test("48: breaks off where its body does", async () => {
    const failure = new Error("cut");
    const input = new BodyInput(() => Promise.reject(failure));
    const aborted = deferred();
    const reading = application((request, response) => {
      request.on("error", () => aborted.resolve());
      request.pipe(response);
    });
    await expect(ask(reading, "/", { REQUEST_METHOD: "POST", "tsgi.input": input })).rejects.toBe(failure);
    await aborted.promise;
  });

  test("may be destroyed by the listener while its body still comes", async () => {
    const first = [Buffer.from("first")];
    const input = new BodyInput(async () => first.shift() ?? new Promise(() => {}));
    const breaking = application(
      (request) => void request.on("data", () => request.destroy(new Error("mine"))),
    );
    await expect(ask(breaking, "/", { REQUEST_METHOD: "POST", "tsgi.input": input })).rejects.toThrow();
  });

  test.each([
    [{ REQUEST_METHOD: "BREW" }, "501 Not Implemented"],
    [{ REQUEST_METHOD: "CONNECT" }, "501 Not Implemented"],
    [{ HTTP_X: "a\nb" }, "400 Bad Request"],
  ])("is refused where node:http has none of its kind: %j", async (overrides, status) => {
    const never = nodeListener(() => expect.unreachable());
    await expect(ask(never, "/", overrides)).rejects.toMatchObject({ status });
  });
});

describe("the response", () => {
  test.each<[string, (response: ServerResponse) => void]>([
    [
      "setHeader()",
      (response) => response.setHeader("Set-Cookie", ["a=1", "b=2"]).setHeader("X-A", "\u00e9"),
    ],
    ["writeHead()", (response) => response.writeHead(200, { "Set-Cookie": ["a=1", "b=2"], "X-A": "\u00e9" })],
    [
      "a flat list",
      (response) => response.writeHead(200, ["Set-Cookie", "a=1", "Set-Cookie", "b=2", "X-A", "\u00e9"]),
    ],
  ])("has the fields of %s, without those of the connection and a Date", async (_name, write) => {
    const answer = await ask(
      application((_request, response) => {
        write(response);
        response.end();
      }),
      "/",
    );
    expect(answer.headers.filter(([name]) => !/^content-(?:length|type)$/i.test(name))).toEqual([
      ["Set-Cookie", "a=1"],
      ["Set-Cookie", "b=2"],
      ["X-A", "\u00e9"],
    ]);
  });

  test("has the listener's own reason, or the usual one", async () => {
    const reasons = { "/": "Put There", "/usual": undefined };
    for (const [path, reason] of Object.entries(reasons)) {
      const answer = await ask(
        application((_request, response) => {
          response.statusCode = 201;
          if (reason) response.statusMessage = reason;
          response.end();
        }),
        path,
      );
      expect(answer.status).toBe(`201 ${reason ?? "Created"}`);
    }
  });

  test("64: of which nobody says the type is of the type that says nothing", async () => {
    const answer = await ask(
      application((_request, response) => void response.end("hello")),
      "/",
    );
    expect(answer).toMatchObject({ status: "200 OK", text: "hello" });
    expect(answer.field("content-type")).toBe("application/octet-stream");
  });

  test.each([204, 205, 304])("%i has no body, no type and no length", async (status) => {
    const answer = await ask(
      application((_request, response) => void response.writeHead(status, { ...PLAIN, ETag: '"x"' }).end()),
      "/",
    );
    expect(answer.headers).toEqual([["ETag", '"x"']]);
    expect(answer.body.length).toBe(0);
  });

  test("170: to HEAD has the head of GET", async () => {
    const finished = deferred();
    const answering = application((_request, response) => {
      response.on("finish", () => finished.resolve());
      response.writeHead(200, { ...PLAIN, "Content-Length": 5 }).end("hello");
    });
    const answer = await ask(answering, "/", { REQUEST_METHOD: "HEAD" });
    expect(answer.field("content-length")).toBe("5");
    expect(answer.body.length).toBe(0);
    await finished.promise;
  });

  test("may be a file that is piped, with its length and without; it is finished then, and closed", async () => {
    const file = new URL("../../package-lock.json", import.meta.url);
    const whole = await readFile(file);
    for (const headers of [PLAIN, { ...PLAIN, "Content-Length": whole.length }]) {
      const events: string[] = [];
      const closed = deferred();
      const answer = await ask(
        application((request, response) => {
          request.on("aborted", () => events.push("aborted"));
          response.on("finish", () => events.push("finish"));
          response.on("close", () => {
            events.push("close");
            closed.resolve();
          });
          response.writeHead(200, headers);
          createReadStream(file).pipe(response);
        }),
        "/",
      );
      expect(answer.body.equals(whole)).toBe(true);
      await closed.promise;
      expect(events).toEqual(["finish", "close"]);
    }
  });

  test("87: comes chunk by chunk, without a wait for the end", async () => {
    const go = deferred();
    const { body } = await respond(
      application(async (_request, response) => {
        response.writeHead(200, PLAIN).write("first");
        await go.promise;
        response.end("second");
      }),
      testEnviron(),
    );
    const iterator = iterate(body);
    expect(Buffer.from((await iterator.next()).value ?? []).toString()).toBe("first");
    go.resolve();
    expect(Buffer.from((await iterator.next()).value ?? []).toString()).toBe("second");
    expect((await iterator.next()).done).toBe(true);
  });

  test("88: holds the listener back when nobody reads", async () => {
    let given = 0;
    const { body } = await respond(
      application((_request, response) => {
        response.writeHead(200, PLAIN);
        const source = new Readable({
          read() {
            this.push(given++ < 1000 ? Buffer.alloc(64 * 1024) : null);
          },
        });
        source.pipe(response);
      }),
      testEnviron(),
    );
    for (let turn = 0; turn < 50; turn++) await nextTurn();
    expect(given).toBeLessThan(20);
    let size = 0;
    for await (const chunk of body) size += chunk.length;
    expect(size).toBe(1000 * 64 * 1024);
  });

  test("with a Transfer-Encoding of the listener's own is read as what it stands for", async () => {
    const answer = await ask(
      application((_request, response) => {
        response.writeHead(200, { ...PLAIN, "Transfer-Encoding": "chunked", Connection: "close" });
        response.write("one ");
        response.end("two");
      }),
      "/",
    );
    expect(answer.text).toBe("one two");
    expect(answer.headers).toEqual([["Content-Type", "text/plain"]]);
  });

  test("that is shorter than its length breaks off", async () => {
    const short = application((_request, response) => {
      response.writeHead(200, { ...PLAIN, "Content-Length": 10 }).write("hello");
      setImmediate(() => response.destroy());
    });
    await expect(ask(short, "/")).rejects.toThrow(/aborted|hang up/);
  });
});

describe("a client that leaves", () => {
  const leaving = async (leave: (signal: AbortController, body: AsyncIterator<Uint8Array>) => unknown) => {
    const events: string[] = [];
    const controller = new AbortController();
    const { body } = await respond(
      application((request, response) => {
        request.on("aborted", () => events.push("aborted"));
        request.on("close", () => events.push("request closed"));
        response.on("close", () => events.push("response closed"));
        response.on("finish", () => events.push("finished"));
        response.writeHead(200, PLAIN).write("hello");
      }),
      testEnviron({ REQUEST_METHOD: "POST", "tsgi.signal": controller.signal }),
    );
    const iterator = iterate(body) as AsyncIterator<Uint8Array>;
    await iterator.next();
    await leave(controller, iterator);
    await eventually(() => events.length === 3);
    expect(events.toSorted()).toEqual(["aborted", "request closed", "response closed"]);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  };

  test("166: is seen by the listener when the body is closed", async () => {
    await leaving((_controller, iterator) => iterator.return?.());
  });

  test("166: is seen by the listener when the signal is aborted", async () => {
    await leaving(async (controller, iterator) => {
      const waiting = iterator.next();
      controller.abort(new Error("left"));
      await expect(waiting).rejects.toThrow("left");
    });
  });

  test("166: before there is a response makes the application reject with the signal's reason", async () => {
    const controller = new AbortController();
    const closed = deferred();
    const waiting = ask(
      application((_request, response) => void response.on("close", () => closed.resolve())),
      "/",
      { "tsgi.signal": controller.signal },
    );
    await nextTurn();
    controller.abort(new Error("left"));
    await expect(waiting).rejects.toThrow("left");
    await closed.promise;
    const never = application(() => expect.unreachable());
    await expect(ask(never, "/", { "tsgi.signal": AbortSignal.abort() })).rejects.toThrow("aborted");
  });

  test("78: has a response closed that was never read", async () => {
    const closed = deferred();
    const body = await nodeListener((_request, response) => {
      response.on("close", () => closed.resolve());
      response.writeHead(200, PLAIN).write("hello");
    })(testEnviron(), () => {});
    await discard(body);
    await closed.promise;
  });

  test("leaves no listener on the signal when the response was whole", async () => {
    const { signal } = new AbortController();
    await ask(
      application((_request, response) => void response.end()),
      "/",
      { "tsgi.signal": signal },
    );
    await eventually(() => getEventListeners(signal, "abort").length === 0);
  });
});

describe("168: what the listener does not answer", () => {
  const error = Object.assign(new Error("gone wrong"), { extra: 1 });

  test.each<[string, NodeListener]>([
    [
      "thrown",
      () => {
        throw error;
      },
    ],
    ["rejected with", async () => Promise.reject(error)],
    ["given to next()", (_request, _response, next) => next(error)],
    ["given to next() later", (_request, _response, next) => setImmediate(next, error)],
    [
      "thrown behind a head that nobody has seen",
      (_request, response) => {
        response.writeHead(200, PLAIN).write("hello");
        throw error;
      },
    ],
  ])("is an error where one is %s", async (_name, listener) => {
    await expect(ask(application(listener), "/")).rejects.toBe(error);
  });

  test("breaks the response off where an error comes behind its first byte", async () => {
    const go = deferred();
    const { body } = await respond(
      application(async (_request, response) => {
        response.writeHead(200, PLAIN).write("hello");
        await go.promise;
        throw error;
      }),
      testEnviron(),
    );
    const iterator = iterate(body);
    await iterator.next();
    go.resolve();
    await expect((async () => iterator.next())()).rejects.toBe(error);
  });

  test("spoils no response that is whole, and is reported", async () => {
    const errors = collectErrors();
    const answer = await ask(
      application(async (_request, response) => {
        response.writeHead(200, PLAIN).end("hello");
        throw error;
      }),
      "/",
      { "tsgi.errors": errors },
    );
    expect(answer.text).toBe("hello");
    expect(errors.text).toMatch(/^Error: gone wrong/);
  });

  test.each([undefined, null, "route", "router"])("is 404 after next(%j)", async (said) => {
    const passing = application((_request, _response, next) => next(said));
    await expect(ask(passing, "/")).rejects.toMatchObject({ status: "404 Not Found" });
  });

  test("is refused with the error's own status from 400 to 499", async () => {
    const refusing = (properties: object) =>
      ask(
        application((_request, _response, next) => next(Object.assign(new Error("no"), properties))),
        "/",
      );
    await expect(
      refusing({ status: 405, headers: { Allow: "GET", Connection: "close" } }),
    ).rejects.toMatchObject({
      name: "RequestError",
      status: "405 Method Not Allowed",
      headers: [["Allow", "GET"]],
      message: "no",
    });
    await expect(refusing({ statusCode: 499 })).rejects.toMatchObject({ status: "499 Unknown" });
    await expect(refusing({ status: 503 })).rejects.toMatchObject({ name: "Error", status: 503 });
    await expect(refusing({ status: "404 Not Found" })).rejects.toMatchObject({ name: "Error" });
  });
});

describe("an Express application", () => {
  const app = express();
  app.use(express.json());
  app.get("/books/:id", (request, response) => {
    const { baseUrl, url, ip, protocol } = request;
    response.cookie("a", "1").cookie("b", "2").json({ id: request.params.id, baseUrl, url, ip, protocol });
  });
  app.post("/books", (request, response) => void response.status(201).json(request.body));
  app.get("/file", (_request, response) => response.sendFile("package.json", { root: process.cwd() }));
  app.get("/away", (_request, response) => response.redirect("/books/1"));
  app.get("/fault", async () => {
    throw new Error("in the handler");
  });

  test("answers, over a wire and mounted", async () => {
    const { send, errors } = await serving(application(app), { maxBody: 100_000 });
    const client = await send(get("/books/a%2Fb?c=d"));
    const answer = await client.response();
    expect(answer?.fields.filter(([name]) => name === "Set-Cookie")).toHaveLength(2);
    expect(JSON.parse(textOf(answer) ?? "")).toEqual({
      ...{ id: "a/b", baseUrl: "", url: "/books/a%2Fb?c=d", ip: "127.0.0.1", protocol: "http" },
    });
    await client.send(
      head("POST /books HTTP/1.1", "Host: a", "Content-Type: application/json", "Content-Length: 7"),
    );
    await client.send('{"a":1}');
    expect(await client.response()).toMatchObject({ status: 201 });
    await client.send(get("/away"));
    expect(await client.response()).toMatchObject({ status: 302 });
    await client.send(get("/nothing"));
    expect(await client.response()).toMatchObject({ status: 404 });
    expect(errors.text).toBe("");
    await client.send(get("/fault"));
    expect(await client.response()).toMatchObject({ status: 500 });
    expect(errors.text).toMatch(/^Error: in the handler/);
    await client.send(post("{", "Content-Type: application/json").replace("POST / ", "POST /books "));
    expect(await client.response()).toMatchObject({ status: 400 });
    const mounted = await ask(application(app), "/books/1", { SCRIPT_NAME: "/shop" });
    expect(JSON.parse(mounted.text)).toMatchObject({ baseUrl: "/shop", url: "/books/1" });
  });

  test("sends files, parts of them and what has not changed", async () => {
    const whole = await ask(application(app), "/file");
    expect(whole.body.equals(await readFile("package.json"))).toBe(true);
    const part = await ask(application(app), "/file", { HTTP_RANGE: "bytes=0-4" });
    expect(part.status).toBe("206 Partial Content");
    expect(part.body.equals(whole.body.subarray(0, 5))).toBe(true);
    const same = await ask(application(app), "/file", { HTTP_IF_NONE_MATCH: whole.field("etag") ?? "" });
    expect(same.status).toBe("304 Not Modified");
    const headOnly = await ask(application(app), "/file", { REQUEST_METHOD: "HEAD" });
    expect(headOnly.field("content-length")).toBe(String(whole.body.length));
  });

  test("serves many clients at once, each with its own request", async () => {
    const watched = application(app);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => ask(watched, `/books/${index}`)),
    );
    expect(answers.map(({ text }) => JSON.parse(text).id)).toEqual(answers.map((_, index) => String(index)));
  });
});

test("a listener sees messages of node:http itself", async () => {
  const { IncomingMessage: Incoming, ServerResponse: Outgoing } = await import("node:http");
  let seen: [IncomingMessage, ServerResponse] | undefined;
  await ask(
    application((request, response) => {
      seen = [request, response];
      request.setTimeout(1000).socket.setNoDelay(true).setKeepAlive(true);
      response.end();
    }),
    "/",
  );
  expect(seen?.[0]).toBeInstanceOf(Incoming);
  expect(seen?.[1]).toBeInstanceOf(Outgoing);
});
