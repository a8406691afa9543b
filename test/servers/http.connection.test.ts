import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { validator } from "../../src/gateway/validator.ts";
import { bytes, hello, sending, TEXT } from "../conformance/applications.ts";
import { get, head } from "../conformance/case.ts";
import { eventually } from "../support/promises.ts";
import { textOf } from "../support/raw-client.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { serving } from "../support/serving.ts";

failOnUnhandled();

const CONNECT = head("CONNECT localhost:80 HTTP/1.1", "Host: localhost");
const LARGE = 20 * 1024 * 1024;

/** Answers /large with so much in one chunk, /stream with so much in many, and anything else with "hello". */
const application = validator((environ, startResponse) => {
  if (environ.PATH_INFO === "/large") {
    startResponse("200 OK", TEXT);
    return [new Uint8Array(LARGE)];
  }
  if (environ.PATH_INFO === "/stream") {
    startResponse("200 OK", TEXT);
    return Array(LARGE / 65536).fill(new Uint8Array(65536));
  }
  return hello(environ, startResponse);
});

describe("a request for a tunnel", () => {
  test("from a client that leaves does not end the server", async () => {
    const { send } = await serving(application);
    for (const behind of [CONNECT, `${get("/")}${CONNECT}`]) {
      const client = await send(behind);
      await eventually(() => client.received.includes("HTTP/1.1 501") || client.received.endsWith("hello"));
      client.socket.resetAndDestroy();
      await delay(20);
    }
    const another = await send(get("/"));
    expect(textOf(await another.response())).toBe("hello");
  });

  test("behind a response that is still read leaves it whole", async () => {
    const { send } = await serving(application);
    for (const path of ["/stream", "/large"]) {
      const client = await send(`${get(path)}${CONNECT}`);
      const response = await client.response();
      expect([response?.complete, response?.body.length]).toEqual([true, LARGE]);
    }
  });

  test("behind a response that nobody reads ends with it", async () => {
    const { connect, server } = await serving(application, { sendTimeout: 100 });
    const client = await connect();
    client.socket.pause();
    await client.send(`${get("/stream")}${CONNECT}`);
    await delay(50);
    await server.close(); // waits for the connection, and that for nobody
    client.socket.resume();
    await client.closed;
  });
});

describe("requests behind each other on a connection", () => {
  test("are given up, all of them, by a client that does not read", async () => {
    const { connect, entries, server } = await serving(application, { sendTimeout: 100 });
    for (const paths of [["/", "/large"], ["/large", "/"], Array(1500).fill("/"), ["/", "/stream"]]) {
      const client = await connect();
      client.socket.pause();
      await client.send(paths.map((path) => get(path)).join(""));
    }
    await eventually(() => entries.length > 1500);
    await server.close(); // waits for the connections, and they for nobody
  });

  test("are answered in order and whole, though what follows them is no HTTP", async () => {
    const { send } = await serving(application);
    const client = await send(`${get("/large")}${get("/")}no HTTP\r\n\r\n`);
    expect((await client.response())?.body.length).toBe(LARGE);
    expect(textOf(await client.response())).toBe("hello");
    expect(await client.response()).toBeUndefined();
  });

  test("are answered whole though the server is closing", async () => {
    const { connect, entries, server } = await serving(application);
    const client = await connect();
    client.socket.pause();
    await client.send(`${get("/large")}${get("/")}`);
    await eventually(() => entries.length === 2);
    const closed = server.close();
    client.socket.resume();
    expect((await client.response())?.body.length).toBe(LARGE);
    expect(textOf(await client.response())).toBe("hello");
    await closed;
  });
});

describe("a client that leaves", () => {
  test.each([
    ["before its application answers", () => new Promise<never>(() => {}), 499],
    [
      "before the first chunk",
      async function* () {
        await new Promise<never>(() => {});
        yield bytes("never");
      },
      499,
    ],
  ] as const)("%s is not waited for", async (_, body, status) => {
    const { send, entries } = await serving(async (_environ, startResponse) => {
      startResponse("200 OK", TEXT);
      return body();
    });
    const client = await send(get("/"));
    await delay(20);
    await client.destroy();
    await eventually(() => entries.length === 1);
    expect(entries[0]).toMatchObject({ status, bytes: 0 });
  });
});

describe("an application that takes its time", () => {
  test("is waited for, also behind a part of its body that the client has read", async () => {
    const { send } = await serving(
      validator(
        sending(async function* () {
          for (let chunk = 0; chunk < 100; chunk++) yield new Uint8Array(65536);
          await delay(300);
          yield bytes("the end");
        }),
      ),
      { sendTimeout: 100 },
    );
    const client = await send(get("/"));
    expect(textOf(await client.response())?.slice(-8)).toBe("\0the end");
  });
});
