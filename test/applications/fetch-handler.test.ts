import { setImmediate as nextTurn } from "node:timers/promises";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { type FetchHandler, fetchHandler } from "../../src/applications/fetch-handler.ts";
import {
  BodyInput,
  discard,
  type Environ,
  iterate,
  RequestError,
  respond,
  validator,
} from "../../src/gateway/index.ts";
import { get, head } from "../conformance/case.ts";
import { ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { collectErrors } from "../support/errors.ts";
import { deferred, eventually } from "../support/promises.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { serving } from "../support/serving.ts";

failOnUnhandled();

const application = (handle: FetchHandler) => validator(fetchHandler(handle));

/** The Request that a handler gets of an environ. */
async function requestOf(overrides: Partial<Environ>, body?: string): Promise<Request> {
  let seen: Request | undefined;
  const watching = application((request) => {
    seen = request;
    return new Response(null);
  });
  await respond(watching, testEnviron(overrides, body));
  if (seen === undefined) throw new Error("the handler was not called");
  return seen;
}

describe("the Request", () => {
  test("163: has the URL, the method and the fields of the environ", async () => {
    const request = await requestOf({
      REQUEST_METHOD: "DELETE",
      SCRIPT_NAME: "/b s",
      PATH_INFO: "/\u00e9",
      QUERY_STRING: "a=%20&b=\u00e9#",
      REQUEST_URI: "*",
      HTTP_HOST: "books.example:8080",
      "tsgi.url_scheme": "https",
      HTTP_ACCEPT_LANGUAGE: "de",
      HTTP_X_NAME: "caf\u00e9",
      HTTP_CONNECTION: "keep-alive",
      HTTP_TRANSFER_ENCODING: "chunked",
      CONTENT_TYPE: "text/plain",
    });
    expect(request.url).toBe("https://books.example:8080/b%20s/%E9?a=%20&b=%E9%23");
    expect(request.method).toBe("DELETE");
    expect(Object.fromEntries(request.headers)).toEqual({
      "accept-language": "de",
      "content-type": "text/plain",
      host: "books.example:8080",
      "x-name": "caf\u00e9",
    });
  });

  test("18: keeps an encoded slash, where the path is still the one that was asked for", async () => {
    const path = { PATH_INFO: "/a/b%", REQUEST_URI: "/m/a%2Fb%25?x", QUERY_STRING: "x", SCRIPT_NAME: "/m" };
    expect((await requestOf(path)).url).toBe("http://localhost/m/a%2Fb%25?x");
    expect((await requestOf({ ...path, PATH_INFO: "/c" })).url).toBe("http://localhost/m/c?x");
  });

  test.each(["a/b", "a?b", "a#b", "user@a", "a\\b", "[::", "a:99999", "a b", "a%zz"])(
    "163: is not made of the host %j, which is refused with 400",
    async (host) => {
      await expect(requestOf({ HTTP_HOST: host })).rejects.toMatchObject({ status: "400 Bad Request" });
    },
  );

  test("is not made of a field with a line end, which is refused with 400", async () => {
    await expect(requestOf({ HTTP_X: "a\nb" })).rejects.toMatchObject({ status: "400 Bad Request" });
  });

  test.each(["TRACE", "CONNECT", "TRACK"])("is not made with %s, which gets 501", async (method) => {
    await expect(requestOf({ REQUEST_METHOD: method })).rejects.toMatchObject({
      status: "501 Not Implemented",
    });
  });

  test("has the body, which is read only when the handler reads it", async () => {
    let read = 0;
    const chunks = ["one ", "two ", "three"].map((text) => Buffer.from(text));
    const input = new BodyInput(async () => {
      read++;
      return chunks.shift();
    });
    const watched = application(async (request) => {
      await nextTurn();
      const before = read;
      return new Response(`${before}: ${await request.text()}`);
    });
    const answer = await ask(watched, "/", { REQUEST_METHOD: "POST", "tsgi.input": input });
    expect(answer.text).toBe("0: one two three");
  });

  test("has no body for GET, HEAD and a length of 0", async () => {
    expect((await requestOf({})).body).toBeNull();
    expect((await requestOf({ REQUEST_METHOD: "HEAD" })).body).toBeNull();
    expect((await requestOf({ REQUEST_METHOD: "PUT" }, "")).body).toBeNull();
    expect((await requestOf({ REQUEST_METHOD: "PUT" }, "a")).body).not.toBeNull();
  });

  test("48: has a body that fails as the input does", async () => {
    const refusal = new RequestError("413 Content Too Large", "too large");
    const input = new BodyInput(() => Promise.reject(refusal));
    const reading = application(async (request) => new Response(await request.text()));
    await expect(ask(reading, "/", { REQUEST_METHOD: "POST", "tsgi.input": input })).rejects.toBe(refusal);
  });
});

describe("the Response", () => {
  test("165: gives the status with its usual reason or its own, and each cookie by itself", async () => {
    const cookies = new Headers([
      ["Set-Cookie", "a=1, b"],
      ["Set-Cookie", "c=2"],
      ["Content-Type", "text/x"],
    ]);
    const answer = await ask(
      application(() => new Response("hello", { status: 418, headers: cookies })),
      "/",
    );
    expect(answer.status).toBe("418 I'm a Teapot");
    expect(answer.headers).toEqual([
      ["content-type", "text/x"],
      ["set-cookie", "a=1, b"],
      ["set-cookie", "c=2"],
    ]);
    expect(answer.text).toBe("hello");
    for (const [init, status] of [
      [{ status: 299 }, "299 Unknown"],
      [{ status: 200, statusText: "Very\tGood" }, "200 Very Good"],
    ] as const) {
      expect(
        (
          await ask(
            application(() => new Response(null, init)),
            "/",
          )
        ).status,
      ).toBe(status);
    }
  });

  test.each([204, 205, 304])("165: %i has no body, no type and no length", async (status) => {
    const headers = { "Content-Type": "text/plain", "Content-Length": "5", ETag: '"x"' };
    const answer = await ask(
      application(() => new Response(null, { status, headers })),
      "/",
    );
    expect(answer.status).toMatch(new RegExp(`^${status} `));
    expect(answer.headers).toEqual([["etag", '"x"']]);
    expect(answer.body.length).toBe(0);
  });

  test("61: loses the fields that are the server's to send", async () => {
    const headers = {
      Connection: "close",
      "Keep-Alive": "1",
      Upgrade: "x",
      TE: "x",
      Status: "1",
      "X-A": "a\tb",
    };
    const answer = await ask(
      application(() => new Response(null, { headers })),
      "/",
    );
    expect(answer.headers).toEqual([["x-a", "a b"]]);
  });

  test("64: of which nobody says the type is of the type that says nothing", async () => {
    const answer = await ask(
      application(() => new Response(Buffer.from("hello"))),
      "/",
    );
    expect(answer.field("content-type")).toBe("application/octet-stream");
  });

  test("169: gives the window of a view and not the buffer behind it", async () => {
    const { buffer, byteOffset } = Buffer.from("secret hello secret");
    const views = [new Uint8Array(buffer, byteOffset + 7, 5), new DataView(buffer, byteOffset + 7, 5)];
    for (const view of views) {
      expect(
        (
          await ask(
            application(() => new Response(view)),
            "/",
          )
        ).text,
      ).toBe("hello");
      const stream = new ReadableStream({
        start(controller) {
          controller.enqueue(view);
          controller.enqueue(Uint8Array.of(33).buffer);
          controller.close();
        },
      });
      const streamed = ask(
        application(() => new Response(stream)),
        "/",
      );
      expect((await streamed).text).toBe("hello!");
    }
  });

  test("170: to HEAD is cancelled, and has the head of GET", async () => {
    const cancelled = deferred();
    let pulled = 0;
    const stream = new ReadableStream(
      { pull: () => void pulled++, cancel: () => cancelled.resolve() },
      { highWaterMark: 0 },
    );
    const watched = application(() => new Response(stream, { headers: { "Content-Length": "5" } }));
    const answer = await ask(watched, "/", { REQUEST_METHOD: "HEAD" });
    await cancelled.promise;
    expect(pulled).toBe(0);
    expect(answer.field("content-length")).toBe("5");
    expect(answer.body.length).toBe(0);
  });

  test("94: that cannot be cancelled spoils no answer to HEAD, and is reported", async () => {
    const errors = collectErrors();
    const stream = new ReadableStream({ cancel: () => Promise.reject(new Error("no way")) });
    const watched = application(() => new Response(stream));
    const answer = await ask(watched, "/", { REQUEST_METHOD: "HEAD", "tsgi.errors": errors });
    expect(answer.status).toBe("200 OK");
    await eventually(() => /^Error: no way/.test(errors.text));
  });

  test("88: is read as fast as the client takes it, and cancelled once when it leaves", async () => {
    let [pulled, cancelled] = [0, 0];
    const stream = new ReadableStream(
      {
        pull: (controller) => controller.enqueue(Buffer.from(`${pulled++}`)),
        cancel: () => void cancelled++,
      },
      { highWaterMark: 0 },
    );
    const { body } = await respond(
      application(() => new Response(stream)),
      testEnviron(),
    );
    const iterator = iterate(body);
    await iterator.next();
    await iterator.next();
    expect(pulled).toBe(2);
    await iterator.return?.();
    expect([pulled, cancelled]).toEqual([2, 1]);
  });

  test("78: is cancelled also when it was never read, and while a chunk is waited for", async () => {
    const cancelled: string[] = [];
    const never = (name: string) =>
      new Response(
        new ReadableStream({ pull: () => new Promise(() => {}), cancel: () => void cancelled.push(name) }),
      );
    const unread = await fetchHandler(() => never("unread"))(testEnviron(), () => {});
    await discard(unread);
    const iterator = iterate(await fetchHandler(() => never("waited for"))(testEnviron(), () => {}));
    const waiting = iterator.next();
    await iterator.return?.();
    expect(await waiting).toMatchObject({ done: true });
    expect(cancelled).toEqual(["unread", "waited for"]);
  });

  test("76: with chunks that are no bytes fails, and is cancelled", async () => {
    const cancelled = deferred();
    const stream = new ReadableStream({
      start: (controller) => controller.enqueue("text"),
      cancel: () => cancelled.resolve(),
    });
    await expect(
      ask(
        application(() => new Response(stream)),
        "/",
      ),
    ).rejects.toThrow("must be bytes");
    await cancelled.promise;
  });

  test("that is none is told to the developer", async () => {
    const nothing = fetchHandler(() => undefined as never);
    await expect((async () => ask(nothing, "/"))()).rejects.toThrow("must return a Response");
  });
});

describe("167: an error", () => {
  test("of the handler passes through, thrown at once or later", async () => {
    const error = new Error("gone wrong");
    const atOnce = application(() => {
      throw error;
    });
    const later = application(async () => {
      throw error;
    });
    for (const failing of [atOnce, later]) await expect(ask(failing, "/")).rejects.toBe(error);
  });

  test("of the stream is a 500 before the first byte, and breaks the connection behind it", async () => {
    const stream = (chunks: string[]) =>
      new ReadableStream({
        pull(controller) {
          const chunk = chunks.shift();
          if (chunk === undefined) controller.error(new Error("stream failed"));
          else controller.enqueue(Buffer.from(chunk));
        },
      });
    const { send, errors } = await serving(
      application((request) => new Response(stream(request.url.endsWith("/now") ? [] : ["hello"]))),
    );
    const client = await send(get("/now"));
    expect(await client.response()).toMatchObject({ status: 500 });
    await client.send(get("/later"));
    expect(await client.response()).toMatchObject({ status: 200, complete: false });
    expect(errors.text.match(/^Error: stream failed/gm)).toHaveLength(2);
  });
});

test("166: the signal is aborted when the client leaves, and not when its response is whole", async () => {
  const signals: AbortSignal[] = [];
  const { send } = await serving(
    application((request) => {
      signals.push(request.signal);
      if (request.url.endsWith("/short")) return new Response("short");
      return new Response(
        new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from("long")) }),
      );
    }),
  );
  const client = await send(get("/short"));
  await client.response();
  await client.send(get("/long"));
  await eventually(() => client.received.includes("long"));
  client.socket.resetAndDestroy();
  await eventually(() => signals[1]?.aborted === true);
  expect(signals[0]?.aborted).toBe(false);
});

test("a Hono application answers, and finds the environ among its bindings", async () => {
  const hono = new Hono<{ Bindings: Environ }>();
  hono.get("/books/:id", (context) =>
    context.json({ id: context.req.param("id"), ip: context.env.REMOTE_ADDR }),
  );
  hono.post("/books", async (context) => context.text(`got ${await context.req.text()}`, 201));
  const { send } = await serving(application(hono.fetch));
  const client = await send(get("/books/a%2Fb"));
  const answer = await client.response();
  expect(JSON.parse(Buffer.from(answer?.body ?? []).toString())).toEqual({ id: "a/b", ip: "127.0.0.1" });
  await client.send(`${head("POST /books HTTP/1.1", "Host: a", "Content-Length: 2")}hi`);
  expect(await client.response()).toMatchObject({ status: 201, body: Buffer.from("got hi") });
  await client.send(head("HEAD /books/1 HTTP/1.1", "Host: a"));
  expect(await client.response("HEAD")).toMatchObject({ status: 200 });
  await client.send(get("/nothing"));
  expect(await client.response()).toMatchObject({ status: 404 });
});

test("76: a handler that answers at once makes nobody wait for the head", () => {
  let started = false;
  fetchHandler(() => new Response("hello"))(testEnviron(), () => {
    started = true;
  });
  expect(started).toBe(true);
});
