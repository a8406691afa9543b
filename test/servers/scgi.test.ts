import { Buffer } from "node:buffer";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Application, validator } from "../../src/gateway/index.ts";
import { formatScgiHead } from "../../src/protocols/scgi.ts";
import { type ScgiOptions, serveScgi } from "../../src/servers/scgi.ts";
import { testFolder } from "../catalogue/folder.ts";
import { echo, hello, muchLater, sending, stating, TEXT } from "../conformance/applications.ts";
import { collectErrors } from "../support/errors.ts";
import { deferred, eventually } from "../support/promises.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { tcpServer } from "../support/tcp-server.ts";

failOnUnhandled();
const folder = testFolder();

async function serving(application: Application, options: ScgiOptions = {}) {
  const errors = collectErrors();
  const server = await serveScgi(validator(application), { errors, ...options });
  onTestFinished(() => server.close());
  const open = async () => {
    const socket = connect(server.path !== undefined ? { path: server.path } : { port: server.port ?? 0 });
    onTestFinished(() => void socket.destroy());
    await once(socket, "connect");
    return socket;
  };
  const send = async (bytes: Uint8Array | string) => {
    const socket = await open();
    socket.write(bytes);
    return socket;
  };
  return { server, errors, open, send };
}

/** The bytes of a request. */
function request(body = "", variables: Readonly<Record<string, string>> = {}): Buffer {
  const base = {
    REQUEST_METHOD: body === "" ? "GET" : "POST",
    PATH_INFO: "/",
    CONTENT_LENGTH: String(body.length),
  };
  const head = formatScgiHead(new Map(Object.entries({ ...base, ...variables })));
  return Buffer.concat([head, Buffer.from(body, "latin1")]);
}

/** All that comes until the connection ends, as latin-1 text. */
async function answer(socket: Socket): Promise<string> {
  return (await buffer(socket)).toString("latin1");
}

describe("an SCGI server", () => {
  test("162: answers in the form of CGI, and closes", async () => {
    const { send, errors } = await serving(hello);
    const socket = await send(request());
    expect(await answer(socket)).toBe(
      "Status: 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Length: 5\r\n\r\nhello",
    );
    expect(errors.text).toBe("");
  });

  test("161: reads exactly CONTENT_LENGTH bytes, however they come, and drops what follows", async () => {
    const { open } = await serving(echo);
    const socket = await open();
    const answered = answer(socket);
    for (const byte of request("some bytes")) socket.write(Uint8Array.of(byte));
    socket.write("and more");
    expect(await answered).toMatch(/\r\n\r\nsome bytes$/);
  });

  test("reads a large body that the application is slow to take", async () => {
    const { send } = await serving(echo);
    const socket = await send(request("x".repeat(3_000_000)));
    expect((await answer(socket)).length).toBeGreaterThan(3_000_000);
  });

  // What lies on the way of a Unix socket is little: nothing but the server takes the body.
  test.skipIf(process.platform === "win32")(
    "reads a body on while its response waits for a web server that hands the body over first",
    async () => {
      const streaming = sending(({ "tsgi.input": input }) => input);
      const { open } = await serving(streaming, { path: join(folder, "first.sock") });
      const socket = (await open()).pause();
      await new Promise((resolve) => socket.write(request("x".repeat(3_000_000)), resolve));
      expect((await answer(socket)).length).toBeGreaterThan(3_000_000);
    },
  );

  test("162: answers HEAD with the head alone", async () => {
    const { send } = await serving(hello);
    const socket = await send(request("", { REQUEST_METHOD: "HEAD" }));
    expect(await answer(socket)).toMatch(/Content-Length: 5\r\n\r\n$/);
  });

  test("160: closes a connection that brings no SCGI, says why, and serves the next", async () => {
    const { send, errors } = await serving(hello);
    const rubbish = await send("GET / HTTP/1.1\r\n\r\n");
    expect(await answer(rubbish)).toBe("");
    expect(errors.text).toMatch(/^A connection was closed that brought no SCGI: "GET \/ H" is no length/);
    const socket = await send(request());
    expect(await answer(socket)).toMatch(/hello$/);
  });

  test("closes a connection on which no head comes in time", async () => {
    const { send } = await serving(hello, { headTimeout: 20 });
    const socket = await send("24:CONTENT");
    expect(await answer(socket)).toBe("");
  });

  test("48: makes reading fail when the web server leaves in the middle of a body", async () => {
    const failed = deferred<unknown>();
    const { send } = await serving(async (environ, startResponse) => {
      await environ["tsgi.input"].read().catch(failed.resolve);
      return hello(environ, startResponse);
    });
    const socket = await send(request("some bytes").subarray(0, -3));
    socket.end();
    expect(await failed.promise).toBeInstanceOf(Error);
  });

  test("115: tells the application when the web server leaves", async () => {
    const began = deferred();
    const left = deferred();
    const { send } = await serving((environ, startResponse) => {
      environ["tsgi.signal"].addEventListener("abort", () => left.resolve());
      began.resolve();
      startResponse("200 OK", TEXT);
      return (async function* () {
        await left.promise;
        yield Buffer.from("late");
      })();
    });
    const socket = await send(request());
    await began.promise;
    socket.destroy();
    await left.promise;
  });

  test("92: resets the connection when the body is broken off", async () => {
    const { open, errors } = await serving(stating(12, () => muchLater("too few")));
    const socket = await open();
    const reset = once(socket, "error");
    socket.resume().write(request());
    expect((await reset)[0]).toMatchObject({ code: "ECONNRESET" });
    expect(errors.text).toContain("7 bytes");
  });

  test("88: keeps a body waiting while the web server does not read", async () => {
    let made = 0;
    const { open } = await serving(
      sending(() => {
        return (function* () {
          for (; made < 1000; made++) yield Buffer.alloc(64 * 1024);
        })();
      }),
    );
    const socket = await open();
    socket.pause().write(request());
    await eventually(() => made > 0);
    const before = made;
    expect(before).toBeLessThan(1000);
    expect((await answer(socket)).length).toBeGreaterThan(64_000_000);
  });

  test("closes a connection whose web server does not read in time", async () => {
    const { open } = await serving(
      sending(() => muchLater(...Array.from({ length: 100 }, () => "x".repeat(256 * 1024)))),
      { sendTimeout: 50 },
    );
    const socket = await open();
    const closed = once(socket, "close");
    socket.on("error", () => {});
    socket.pause().write(request());
    await eventually(() => socket.bytesRead > 0);
    setTimeout(() => socket.resume(), 500);
    await closed;
    expect(socket.bytesRead).toBeLessThan(25_000_000);
  });

  test("113: lets a running request finish when it is closed, and closes idle connections", async () => {
    const [began, go] = [deferred(), deferred()];
    const { server, open } = await serving(async (environ, startResponse) => {
      began.resolve();
      await go.promise;
      return hello(environ, startResponse);
    });
    const [idle, socket] = [await open(), await open()];
    const ended = answer(idle);
    socket.write(request());
    const answered = answer(socket);
    await began.promise;
    const closed = server.close();
    expect(await ended).toBe("");
    go.resolve();
    expect(await answered).toMatch(/hello$/);
    await closed;
  });

  test.skipIf(process.platform === "win32")("listens on a Unix socket, and removes it", async () => {
    const path = join(folder, "scgi.sock");
    const { server, send } = await serving(hello, { path, mode: 0o600 });
    const socket = await send(request());
    expect(await answer(socket)).toMatch(/hello$/);
    await server.close();
    expect(existsSync(path)).toBe(false);
  });

  test("a port in use is an error with the system's code", async () => {
    const port = await tcpServer();
    await expect(serveScgi(hello, { port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
