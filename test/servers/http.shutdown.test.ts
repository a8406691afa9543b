import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Application } from "../../src/gateway/index.ts";
import { validator } from "../../src/gateway/validator.ts";
import type { HttpOptions } from "../../src/servers/http.ts";
import { bytes, hello, sending, stating } from "../conformance/applications.ts";
import { get } from "../conformance/case.ts";
import { deferred, eventually } from "../support/promises.ts";
import { textOf } from "../support/raw-client.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { serving } from "../support/serving.ts";

failOnUnhandled();

describe("shutting down", () => {
  /** A server of which the first of these requests runs until it is let go, and how often it was called. */
  async function running(requests: string, options: HttpOptions = {}) {
    const gate = deferred();
    let count = 0;
    const application: Application = async (environ, startResponse) => {
      count++;
      await gate.promise;
      return hello(environ, startResponse);
    };
    const { server, connect, send } = await serving(validator(application), options);
    const client = await send(requests);
    await eventually(() => count === 1);
    return { server, connect, client, called: () => count, go: gate.resolve };
  }

  test("113: a running request is finished, and its connection closed", async () => {
    const { server, connect, client, go } = await running(get("/"));
    const closed = server.close();
    await expect(connect()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    go();
    const response = await client.response();
    expect(response).toMatchObject({ status: 200, complete: true });
    expect(response?.fields).toContainEqual(["Connection", "close"]);
    expect(await client.closed).toBe(false);
    await closed;
  });

  test("113: a request whose client leaves is logged before the server is closed", async () => {
    const gate = deferred();
    const endless = async function* () {
      yield bytes("all");
      await gate.promise;
    };
    const { server, send, entries } = await serving(validator(stating(3, endless)));
    const client = await send(get("/"));
    expect(await client.response()).toMatchObject({ status: 200, complete: true });
    const closed = server.close();
    client.end();
    await closed;
    expect(entries).toMatchObject([{ status: 200, bytes: 3 }]);
    gate.resolve();
  });

  test("113: all requests that came in a row are finished", async () => {
    const { server, client, called, go } = await running(get("/").repeat(3));
    const closed = server.close();
    await client.send(get("/"));
    go();
    for (let count = 0; count < 3; count++) expect(await client.response()).toMatchObject({ status: 200 });
    await closed;
    expect(called()).toBe(3);
  });

  test("113: a response that is being streamed is finished, and its connection closed", async () => {
    const begun = deferred();
    const gate = deferred();
    const { server, send } = await serving(
      validator(
        sending(async function* () {
          yield bytes("hello");
          begun.resolve();
          await gate.promise;
          yield bytes(" world");
        }),
      ),
    );
    const client = await send(get("/"));
    await begun.promise;
    const closed = server.close();
    gate.resolve();
    expect(textOf(await client.response())).toBe("hello world");
    await closed;
  });

  test("113: idle connections, those without a request and those in the middle of a head are closed at once", async () => {
    const { server, connect } = await serving(hello);
    const [idle, fresh, slow] = [await connect(), await connect(), await connect()];
    await idle.send(get("/"));
    await idle.response();
    await slow.send("GET / HTTP/1.1\r\nHo");
    await delay(10);
    const since = Date.now();
    await server.close();
    await Promise.all([idle.closed, fresh.closed, slow.closed]);
    expect(Date.now() - since).toBeLessThan(4000); // an idle one would have had 5 s
  });

  test("113: what does not finish in time is broken off", async () => {
    const { server, client, go } = await running(get("/"), { shutdownTimeout: 50 });
    await server.close();
    expect(await client.response()).toBeUndefined();
    go();
  });

  test("113: a second call breaks off what still runs", async () => {
    const { server, client, go } = await running(get("/"));
    const closed = server.close();
    await server.close();
    await closed;
    expect(await client.response()).toBeUndefined();
    go();
  });
});
