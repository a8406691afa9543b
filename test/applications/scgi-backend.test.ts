import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseAddress } from "../../src/applications/backend-address.ts";
import { type ScgiBackendOptions, scgiBackend } from "../../src/applications/scgi-backend.ts";
import { type Application, validator } from "../../src/gateway/index.ts";
import { serveScgi } from "../../src/servers/scgi.ts";
import { testFolder } from "../catalogue/folder.ts";
import { echo, hello, muchLater, sending, showEnviron } from "../conformance/applications.ts";
import { get, post, postChunked } from "../conformance/case.ts";
import { ask } from "../support/ask.ts";
import { collectErrors } from "../support/errors.ts";
import { freePort } from "../support/free-port.ts";
import { deferred, eventually } from "../support/promises.ts";
import { textOf } from "../support/raw-client.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { serving } from "../support/serving.ts";
import { tcpServer } from "../support/tcp-server.ts";

failOnUnhandled();
const folder = testFolder();

/** The application that hands requests to a server of `application` by SCGI, both under the validator. */
async function through(application: Application): Promise<Application> {
  const server = await serveScgi(validator(application), { errors: collectErrors() });
  onTestFinished(() => server.close());
  return validator(scgiBackend(`127.0.0.1:${server.port}`));
}

/** A backend that does with each connection what `talk` does, and the application that speaks to it. */
async function against(
  talk: (socket: Socket) => void,
  options: ScgiBackendOptions = {},
): Promise<Application> {
  return validator(scgiBackend(`127.0.0.1:${await tcpServer(talk)}`, options));
}

/** Serves the application on HTTP and sends it the bytes of a request. */
async function send(application: Application, bytes: string) {
  const { errors, send } = await serving(application);
  return { client: await send(bytes), errors };
}

describe("an SCGI backend", () => {
  test("gives what the server answers", async () => {
    const { status, headers, text } = await ask(await through(hello), "/");
    expect([status, text]).toEqual(["200 OK", "hello"]);
    expect(headers).toContainEqual(["Content-Length", "5"]);
  });

  test("hands the request over to the byte", async () => {
    const { text } = await ask(await through(showEnviron), "/%80%E3?a=%20b", { SCRIPT_NAME: "/app" });
    expect(JSON.parse(text)).toMatchObject({
      SCRIPT_NAME: "/app",
      PATH_INFO: "/\x80\xe3",
      QUERY_STRING: "a=%20b",
    });
  });

  test.each([
    ["a length", post("some bytes")],
    ["chunks", postChunked("4\r\nsome\r\n6\r\n bytes\r\n0\r\n\r\n")],
  ])("hands over a body with %s", async (_, bytes) => {
    const { client } = await send(await through(echo), bytes);
    expect(textOf(await client.response())).toBe("some bytes");
  });

  test("streams what comes", async () => {
    const application = await through(sending(() => muchLater("one ", "two ", "three")));
    expect((await ask(application, "/")).text).toBe("one two three");
  });

  test("is a bad gateway where nobody listens", async () => {
    const nobody = scgiBackend(`127.0.0.1:${await freePort()}`);
    const { client, errors } = await send(validator(nobody), get("/"));
    expect(await client.response()).toMatchObject({ status: 502 });
    expect(errors.text).toMatch(/^The SCGI server failed: connect ECONNREFUSED/);
  });

  test.each([
    ["rubbish", "rubbish\n\n", "is no field"],
    ["nothing", "", "there is no output"],
    ["half a head", "Status: 200 OK\r\n", "no empty line"],
  ])("is a bad gateway where %s comes back", async (_, text, reason) => {
    const { client, errors } = await send(await against((socket) => socket.end(text)), get("/"));
    expect(await client.response()).toMatchObject({ status: 502 });
    expect(errors.text).toContain(reason);
  });

  test("is a gateway that took too long where nothing comes back", async () => {
    const application = await against((socket) => socket.resume(), { timeout: 30 });
    const { client, errors } = await send(application, get("/"));
    expect(await client.response()).toMatchObject({ status: 504 });
    expect(errors.text).toBe("The SCGI server was silent for 30 ms.\n");
  });

  test("breaks the response off where the server dies in the middle of a body", async () => {
    const began = deferred<Socket>();
    const dying = await against((socket) => {
      socket.write("Status: 200 OK\r\nContent-Type: text/plain\r\n\r\nhalf", () => began.resolve(socket));
    });
    const { client } = await send(dying, get("/"));
    await eventually(() => client.received.includes("half"));
    (await began.promise).resetAndDestroy();
    expect(await client.response()).toMatchObject({ status: 200, complete: false });
  });

  test("breaks the response off where the body is shorter than its Content-Length", async () => {
    const short = await against((socket) =>
      socket.end("Status: 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nhalf"),
    );
    const { client } = await send(short, get("/"));
    expect(await client.response()).toMatchObject({ status: 200, complete: false });
  });

  test("leaves when the client leaves, and nobody is told of a fault", async () => {
    const came = deferred();
    const left = deferred();
    const silent = await against((socket) => {
      socket.once("data", () => came.resolve());
      socket.once("close", () => left.resolve());
    });
    const { client, errors } = await send(silent, get("/"));
    await came.promise;
    await client.destroy();
    await left.promise;
    expect(errors.text).toBe("");
  });

  test("need not have its body read", async () => {
    const { client } = await send(await through(hello), post("x".repeat(900_000)));
    expect(textOf(await client.response())).toBe("hello");
  });

  test("refuses a request with a NUL", async () => {
    await expect(ask(await through(hello), "/a%00b")).rejects.toMatchObject({ status: "400 Bad Request" });
  });

  test.skipIf(process.platform === "win32")("speaks over a Unix socket", async () => {
    const path = join(folder, "app.sock");
    const server = await serveScgi(validator(hello), { path });
    onTestFinished(() => server.close());
    expect((await ask(validator(scgiBackend(`unix:${path}`)), "/")).text).toBe("hello");
  });

  test("is told variables besides", async () => {
    const server = await serveScgi(validator(showEnviron), {});
    onTestFinished(() => server.close());
    const application = scgiBackend(`localhost:${server.port}`, { variables: { DOCUMENT_ROOT: "/srv" } });
    const { text } = await ask(application, "/");
    expect(JSON.parse(Buffer.from(text).toString())).toMatchObject({ DOCUMENT_ROOT: "/srv" });
  });
});

describe("the address of a backend", () => {
  test.each([
    ["localhost:9000", { host: "localhost", port: 9000 }],
    ["[::1]:9000", { host: "::1", port: 9000 }],
    ["unix:/run/app.sock", { path: "/run/app.sock" }],
    ["/run/app.sock", { path: "/run/app.sock" }],
    ["./app.sock", { path: "./app.sock" }],
    ["app.sock", { path: "app.sock" }],
  ])("%j is understood", (text, place) => expect(parseAddress(text)).toEqual(place));

  test.each(["", "localhost", ":9000", "localhost:", "localhost:0", "localhost:65536", "::1:9000", "unix:"])(
    "%j is none",
    (text) => expect(() => parseAddress(text)).toThrow(RangeError),
  );
});
