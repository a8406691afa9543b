import { open } from "node:fs/promises";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { validator } from "../../src/gateway/validator.ts";
import { bytes, note, noting, sending, TEXT } from "../conformance/applications.ts";
import { get, head } from "../conformance/case.ts";
import { deferred, eventually, settled } from "../support/promises.ts";
import { textOf } from "../support/raw-client.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { serving } from "../support/serving.ts";

failOnUnhandled();

describe("a body that is streamed", () => {
  test("86: a file of the disk is sent whole and with its length", async () => {
    const file = new URL("../../package-lock.json", import.meta.url);
    const { send } = await serving(
      validator(async (environ, startResponse) => {
        const handle = await open(file);
        const { size } = await handle.stat();
        startResponse("200 OK", [...TEXT, ["Content-Length", String(size)]]);
        return environ["tsgi.file_wrapper"](handle);
      }),
    );
    const client = await send(get("/"));
    const handle = await open(file);
    const expected = await handle.readFile("latin1");
    await handle.close();
    expect(textOf(await client.response()) === expected).toBe(true);
  });

  test("87: the first chunk is on the wire before the second is made", async () => {
    const arrived = deferred();
    const { send } = await serving(
      validator(
        sending(async function* () {
          yield bytes("first");
          await arrived.promise;
          yield bytes("second");
        }),
      ),
    );
    const client = await send(get("/"));
    const whole = client.response();
    await eventually(() => client.received.endsWith("first\r\n"));
    arrived.resolve();
    expect(textOf(await whole)).toBe("firstsecond");
  });

  test("88: a client that does not read stops the body, and the memory with it", async () => {
    let made = 0;
    const chunk = new Uint8Array(64 * 1024);
    const { connect } = await serving(
      validator(
        sending(function* () {
          for (; made < 2000; made++) yield chunk;
        }),
      ),
    );
    const client = await connect();
    client.socket.pause();
    await client.send(get("/"));
    await eventually(() => made > 0);
    await settled(() => made);
    expect(made).toBeLessThan(400); // what the two sockets hold, of 125 MiB
    client.socket.resume();
    expect((await client.response())?.body.length).toBe(2000 * chunk.length);
  });

  test("88: a response that the client does not read is given up", async () => {
    const { connect, entries, errors } = await serving(
      validator(sending((environ) => noting(environ, Array(2000).fill(new Uint8Array(64 * 1024))))),
      { sendTimeout: 100 },
    );
    const client = await connect();
    client.socket.pause();
    await client.send(get("/"));
    await eventually(() => entries.length === 1);
    expect(errors.text).toBe("begun\nclosed\n");
  });

  test("88: a response of one chunk that the client does not read is given up", async () => {
    const application = validator(sending(() => [new Uint8Array(64 * 1024 * 1024)]));
    const { server, connect, entries } = await serving(application, { sendTimeout: 100 });
    const client = await connect();
    client.socket.pause();
    await client.send(get("/"));
    await eventually(() => entries.length === 1);
    await server.close(); // waits for the connection, and that for nobody
    client.socket.resume();
    expect(await client.response()).toMatchObject({ complete: false });
  });

  test("92: a client of HTTP/1.0 is told by a reset that the body is not whole", async () => {
    const arrived = deferred();
    const { send, errors } = await serving(
      validator(
        sending(async function* () {
          yield bytes("hello");
          await arrived.promise;
          throw new Error("gone wrong");
        }),
      ),
    );
    const client = await send(head("GET / HTTP/1.0"));
    await eventually(() => client.received.endsWith("hello"));
    arrived.resolve();
    expect(await client.closed).toBe(true);
    expect(errors.text).toMatch(/^Error: gone wrong/);
  });
});

describe("a client that leaves", () => {
  test("78: the body is closed once when the client leaves", async () => {
    const { send, errors, entries } = await serving(
      validator(
        sending((environ) => {
          const inner = noting(environ, Array(100_000).fill(bytes("a".repeat(1000))));
          return (async function* () {
            for (const chunk of inner) {
              yield chunk;
              await nextTurn();
            }
          })();
        }),
      ),
    );
    const client = await send(get("/"));
    await eventually(() => client.socket.bytesRead > 10_000);
    client.socket.resetAndDestroy();
    await eventually(() => entries.length === 1);
    expect(errors.text).toBe("begun\nclosed\n");
  });

  test("78: a body that waits for what never comes does not keep the request of a client that left", async () => {
    const { send, entries } = await serving(
      validator(
        sending(async function* () {
          yield bytes("first");
          await new Promise(() => {});
        }),
      ),
    );
    const client = await send(get("/"));
    await eventually(() => client.received.endsWith("first\r\n"));
    await client.destroy();
    await eventually(() => entries.length === 1);
    expect(entries[0]).toMatchObject({ status: 200, bytes: 5 });
  });

  test("95: a reset in the middle of a large response leaves no trace in the error stream", async () => {
    const { send, errors, entries } = await serving(
      validator(sending((environ) => noting(environ, Array(2000).fill(new Uint8Array(64 * 1024))))),
    );
    const client = await send(get("/"));
    await eventually(() => client.socket.bytesRead > 100_000);
    client.socket.resetAndDestroy();
    await eventually(() => entries.length === 1);
    expect(errors.text).toBe("begun\nclosed\n");
    expect(entries[0]).toMatchObject({ requestLine: "GET / HTTP/1.1", status: 200 });
  });

  test("115: the signal is aborted when the client leaves, and not before", async () => {
    const signals: AbortSignal[] = [];
    const heard: string[] = [];
    const aborted = deferred();
    const { send, entries } = await serving(
      validator(async ({ PATH_INFO, "tsgi.signal": signal }, startResponse) => {
        signals.push(signal);
        signal.addEventListener("abort", () => heard.push(PATH_INFO));
        if (PATH_INFO === "/wait") {
          await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
          aborted.resolve();
        }
        startResponse("200 OK", TEXT);
        return [bytes("hello")];
      }),
    );
    const client = await send(get("/"));
    expect(textOf(await client.response())).toBe("hello");
    await client.send(get("/wait"));
    await eventually(() => signals.length === 2);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    await client.destroy();
    await aborted.promise;
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
    expect(heard).toEqual(["/wait"]);
    await eventually(() => entries.length === 2);
    expect(entries[1]).toMatchObject({ status: 499, bytes: 0 });
  });

  test("115: a body is closed that comes when the client has left", async () => {
    const { send, errors } = await serving(
      validator(async (environ, startResponse) => {
        const { "tsgi.signal": signal } = environ;
        await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
        startResponse("200 OK", TEXT);
        note(environ, "late");
        return noting(environ, [bytes("a"), bytes("b")]);
      }),
    );
    const client = await send(get("/"));
    await nextTurn();
    await client.destroy();
    await eventually(() => errors.text.includes("closed"));
    expect(errors.text).toBe("late\nbegun\nclosed\n");
  });

  test("115: a request whose client left before its turn is not run", async () => {
    const seen: string[] = [];
    const { connect, entries } = await serving(
      validator(({ PATH_INFO }, startResponse) => {
        seen.push(PATH_INFO);
        startResponse("200 OK", TEXT);
        return PATH_INFO === "/large" ? [new Uint8Array(16 * 1024 * 1024)] : [];
      }),
    );
    const client = await connect();
    client.socket.pause();
    await client.send(get("/large"));
    await eventually(() => entries.length === 1);
    await client.send(get("/small").repeat(10_000) + get("/last"));
    client.socket.resetAndDestroy();
    await delay(50);
    expect(seen).not.toContain("/last");
  });
});
