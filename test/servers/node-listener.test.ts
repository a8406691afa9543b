import { request as ask } from "node:http";
import express, { type ErrorRequestHandler } from "express";
import fastify from "fastify";
import { describe, expect, test } from "vitest";
import { type Application, type Environ, RequestError, validator } from "../../src/gateway/index.ts";
import type { HostedOptions } from "../../src/servers/hosted.ts";
import { toNodeListener } from "../../src/servers/node-listener.ts";
import {
  answering,
  bytes,
  echo,
  hello,
  muchLater,
  noting,
  notingLater,
  saying,
  sending,
  showEnviron,
  TEXT,
  throwing,
} from "../conformance/applications.ts";
import { get, head, post, postChunked } from "../conformance/case.ts";
import { collectErrors } from "../support/errors.ts";
import { type Listening, listening } from "../support/listening.ts";
import { deferred, eventually, settled } from "../support/promises.ts";
import { fieldValue, type RawResponse, textOf } from "../support/raw-client.ts";
import { failOnUnhandled } from "../support/rejections.ts";

failOnUnhandled();

/** A listener of a watched application, and what it reported. */
function made(application: Application, options: HostedOptions = {}) {
  const errors = collectErrors();
  return { errors, listener: toNodeListener(validator(application), { errors, ...options }) };
}

async function answerTo(request: string, { send }: Listening): Promise<RawResponse> {
  const client = await send(request);
  const response = await client.response(request.split(" ", 1)[0]);
  if (response === undefined) throw new Error("there is no response");
  return response;
}

async function environOf(request: string, server: Listening): Promise<Partial<Environ>> {
  const response = await answerTo(request, server);
  expect(response.status, textOf(response)).toBe(200);
  return JSON.parse(textOf(response) ?? "");
}

describe("within a server of node:http", () => {
  test("an application is served with the names of the connection", async () => {
    const server = await listening(made(showEnviron, { multiprocess: true }).listener);
    expect(await environOf(get("/a%2Fb?c", "X-Two: 1", "x-two: 2"), server)).toMatchObject({
      SCRIPT_NAME: "",
      PATH_INFO: "/a/b",
      QUERY_STRING: "c",
      REQUEST_URI: "/a%2Fb?c",
      SERVER_NAME: "127.0.0.1",
      SERVER_PORT: String(server.port),
      REMOTE_ADDR: "127.0.0.1",
      HTTP_X_TWO: "1, 2",
      "tsgi.url_scheme": "http",
      "tsgi.multiprocess": true,
    });
  });

  test("the status, the reason and repeated fields are the application's", async () => {
    const application = answering("201 Put There", [...TEXT, ["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"]]);
    const response = await answerTo(get("/"), await listening(made(application).listener));
    expect(response).toMatchObject({ status: 201, reason: "Put There" });
    expect(response.fields).toContainEqual(["Set-Cookie", "a=1"]);
    expect(response.fields).toContainEqual(["Set-Cookie", "b=2"]);
    expect(fieldValue(response.fields, "content-length")).toBe("5");
  });

  test("39: the body of the request is read whole, with a length and without", async () => {
    const server = await listening(made(echo).listener);
    const long = "0123456789".repeat(30_000);
    expect(textOf(await answerTo(post(long), server)) === long).toBe(true);
    expect(textOf(await answerTo(postChunked("3\r\nabc\r\n0\r\n\r\n"), server))).toBe("abc");
    expect(textOf(await answerTo(get("/"), server))).toBe("");
  });

  test("27: what a gateway refuses gets 400, and the server goes on", async () => {
    const { listener, errors } = made(hello);
    const server = await listening(listener);
    expect((await answerTo(get("/%zz"), server)).status).toBe(400);
    expect((await answerTo(get("/", "Host: other"), server)).status).toBe(400);
    expect((await answerTo(get("/"), server)).status).toBe(200);
    expect(errors.text).toBe("");
  });

  test("168: what the application throws is answered with the error page", async () => {
    const { listener, errors } = made(() => {
      throw new Error("gone wrong");
    });
    const response = await answerTo(get("/"), await listening(listener));
    expect(response.status).toBe(500);
    expect(textOf(response)).toBe("500 Internal Server Error\n");
    expect(errors.text).toMatch(/^Error: gone wrong/);
  });

  test("92: what it throws behind its first byte breaks the connection", async () => {
    for (const [protocol, host] of [["HTTP/1.1", "Host: localhost"], ["HTTP/1.0"]]) {
      const arrived = deferred();
      const { listener, errors } = made(
        sending(async function* () {
          yield bytes("hello");
          await arrived.promise;
          throw new Error("too late");
        }),
      );
      const client = await (await listening(listener)).send(
        head(`GET / ${protocol}`, ...(host ? [host] : [])),
      );
      await eventually(() => /hello/.test(client.received));
      arrived.resolve();
      expect(await client.response()).toMatchObject({ complete: false });
      expect(errors.text).toMatch(/^Error: too late/);
    }
  });

  test("88: a client that does not read stops the body", async () => {
    let given = 0;
    const { listener } = made(
      sending(function* () {
        for (; given < 1000; given++) yield new Uint8Array(64 * 1024);
      }),
    );
    const client = await (await listening(listener)).connect();
    client.socket.pause();
    await client.send(get("/"));
    await eventually(() => given > 0);
    await settled(() => given);
    expect(given).toBeLessThan(400); // what the two sockets hold
    client.socket.resume();
    expect((await client.response())?.body.length).toBe(1000 * 64 * 1024);
  });

  test("166: a client that leaves aborts the signal and has the body closed once; one that stays does not", async () => {
    const signals: AbortSignal[] = [];
    const { listener, errors } = made((environ, startResponse) => {
      signals.push(environ["tsgi.signal"]);
      startResponse("200 OK", TEXT);
      if (environ.PATH_INFO === "/short") return muchLater("a", "b");
      return (async function* () {
        for (const chunk of noting(environ, Array(3).fill(bytes("hello")))) {
          yield chunk;
          await new Promise(() => {});
        }
      })();
    });
    const server = await listening(listener);
    const client = await server.send(get("/short"));
    await client.response();
    await client.send(get("/long"));
    await eventually(() => client.received.endsWith("hello\r\n"));
    await client.destroy();
    await eventually(() => signals[1]?.aborted === true);
    expect(signals[0]?.aborted).toBe(false);
    expect(errors.text).toBe("begun\n"); // a generator that waits is not closed before it goes on
  });

  test("166: a client that leaves while its body is read is no fault, and its application is told", async () => {
    const failed = deferred<unknown>();
    const { listener, errors } = made(async (environ) => {
      try {
        await environ["tsgi.input"].read();
      } catch (error) {
        failed.resolve(error);
        throw error;
      }
      return [];
    });
    const client = await (await listening(listener)).send(
      head("POST / HTTP/1.1", "Host: localhost", "Content-Length: 100"),
    );
    await client.send("the half");
    client.socket.resetAndDestroy();
    expect(String(await failed.promise)).toMatch(/did not come whole|the client left/);
    expect(errors.text).toBe("");
  });

  test("78: a client that leaves has the body closed of a request that waits for its turn", async () => {
    const first = deferred();
    const { listener, errors } = made(async (environ, startResponse) => {
      if (environ.PATH_INFO === "/first") await first.promise;
      startResponse("200 OK", TEXT);
      if (environ.PATH_INFO === "/first") return [];
      return notingLater(environ, Array(100).fill(new Uint8Array(64 * 1024)));
    });
    const client = await (await listening(listener)).send(get("/first") + get("/second"));
    await eventually(() => errors.text === "begun\n");
    client.socket.resetAndDestroy();
    await eventually(() => errors.text === "begun\nclosed\n");
    first.resolve();
  });

  test("170: HEAD has the head of GET and no body", async () => {
    const { listener, errors } = made(sending((environ) => notingLater(environ, [bytes("hello")])));
    const response = await answerTo(head("HEAD / HTTP/1.1", "Host: a"), await listening(listener));
    expect(response).toMatchObject({ status: 200, complete: true });
    await eventually(() => errors.text === "begun\nclosed\n");
  });
});

describe("within Express", () => {
  test("an application that is mounted finds its place in SCRIPT_NAME", async () => {
    const app = express();
    const inner = express.Router();
    inner.use("/list", made(showEnviron).listener);
    app.use("/b%20s", inner);
    app.use("/plain", made(showEnviron).listener);
    app.use(made(showEnviron).listener);
    const server = await listening(app);
    for (const [target, script, path] of [
      ["/b%20s/list/a%2Fb?c=d", "/b s/list", "/a/b"],
      ["/b%20s/list/", "/b s/list", "/"],
      ["/b%20s/list", "/b s/list", ""],
      ["/plain?c=d", "/plain", ""],
      ["/plain//x", "/plain", "//x"],
      ["/elsewhere/", "", "/elsewhere/"],
      ["/", "", "/"],
    ] as const) {
      expect(await environOf(get(target), server), target).toMatchObject({
        SCRIPT_NAME: script,
        PATH_INFO: path,
        QUERY_STRING: target.split("?")[1] ?? "",
        REQUEST_URI: target,
      });
    }
  });

  test("168: what the application throws goes to the error handler, which is given the error itself", async () => {
    const error = new TypeError("gone wrong");
    const inTheBody = sending(async function* () {
      yield bytes("");
      throw error;
    });
    for (const application of [...throwing(error), inTheBody]) {
      const { listener, errors } = made(application);
      const handler: ErrorRequestHandler = (error, _request, response, _next) => {
        response.status(503).send(`${error.name}: ${error.message}`);
      };
      const response = await answerTo(get("/"), await listening(express().use(listener).use(handler)));
      expect(response.status).toBe(503);
      expect(textOf(response)).toBe("TypeError: gone wrong");
      expect(errors.text).toBe("");
    }
  });

  test("168: a RequestError keeps its status and its fields there, as does a request that is refused", async () => {
    const { listener } = made(() => {
      throw new RequestError("405 Method Not Allowed", "only GET", [["Allow", "GET"]]);
    });
    const app = express().set("env", "test").use(listener);
    const server = await listening(app);
    const response = await answerTo(get("/"), server);
    expect(response.status).toBe(405);
    expect(fieldValue(response.fields, "allow")).toBe("GET");
    expect((await answerTo(get("/", "Host: other"), server)).status).toBe(400);
  });

  test("168: what is thrown and is no Error is no command to the router", async () => {
    for (const thrown of ["route", "router", undefined]) {
      const { listener } = made(() => {
        throw thrown;
      });
      const app = express().set("env", "test").use(listener);
      app.use((_request, response) => void response.send("passed by"));
      expect((await answerTo(get("/"), await listening(app))).status).toBe(500);
    }
  });

  test("fields that were set before stay, and cookies are added to those", async () => {
    const application = answering("200 OK", [
      ...TEXT,
      ["Set-Cookie", "b=2"],
      ["Set-Cookie", "c=3"],
      ["X-Both", "application"],
    ]);
    const app = express().use((_request, response, next) => {
      response.set({ "Set-Cookie": "a=1", "X-Both": "express", "X-First": "express" });
      next();
    });
    app.use(made(application).listener);
    const { fields } = await answerTo(get("/"), await listening(app));
    expect(fieldValue(fields, "set-cookie")).toBe("a=1, b=2, c=3");
    expect(fieldValue(fields, "x-both")).toBe("application");
    expect(fieldValue(fields, "x-first")).toBe("express");
  });

  test("a body that a parser has read is not taken for an empty one", async () => {
    const { listener } = made(echo);
    const handler: ErrorRequestHandler = (error, _request, response, _next) => {
      response.status(500).send(error.message);
    };
    const parsing = await listening(express().use(express.text()).use(listener).use(handler));
    const response = await answerTo(post("hello", "Content-Type: text/plain"), parsing);
    expect(response.status).toBe(500);
    expect(textOf(response)).toMatch(/put the application before the body parser/);
    expect((await answerTo(post("hello", "Content-Type: text/csv"), parsing)).status).toBe(200);
  });
});

test("within Connect, which names no baseUrl, the place is found too", async () => {
  const { listener } = made(showEnviron);
  const server = await listening((request, response) => {
    Object.assign(request, { originalUrl: request.url });
    request.url = request.url?.replace(/^\/books\/?/, "/") ?? "";
    listener(request, response, () => {});
  });
  expect(await environOf(get("/books/list?a"), server)).toMatchObject({
    SCRIPT_NAME: "/books",
    PATH_INFO: "/list",
  });
  expect(await environOf(get("/books?a"), server)).toMatchObject({ SCRIPT_NAME: "/books", PATH_INFO: "" });
  expect(await environOf(get("/other"), server)).toMatchObject({ SCRIPT_NAME: "", PATH_INFO: "/other" });
});

test("within Fastify an application takes over the reply, and reads the body that Fastify leaves alone", async () => {
  const app = fastify();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
  const { listener } = made(echo);
  app.all("/*", (request, reply) => {
    reply.hijack();
    listener(request.raw, reply.raw);
  });
  await app.ready();
  const server = await listening(app.routing);
  expect(textOf(await answerTo(post("hello", "Content-Type: text/plain"), server))).toBe("hello");
});

test("an encrypted connection makes it https", async () => {
  const { listener } = made(saying((environ) => environ["tsgi.url_scheme"]));
  const server = await listening((request, response) => {
    Object.assign(request.socket, { encrypted: true });
    listener(request, response);
  });
  const text = await new Promise((resolve, reject) => {
    const client = ask({ port: server.port }, (response) => response.on("data", resolve));
    client.on("error", reject).end();
  });
  expect(String(text)).toBe("https");
});
