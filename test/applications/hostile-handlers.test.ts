import { describe, expect, onTestFinished, test, vi } from "vitest";
import { nodeListener } from "../../src/applications/node-listener.ts";
import { validator } from "../../src/gateway/index.ts";
import { serveHttp } from "../../src/servers/http.ts";
import { bytes, hello } from "../conformance/applications.ts";
import { get } from "../conformance/case.ts";
import { ask } from "../support/ask.ts";
import { collectErrors } from "../support/errors.ts";
import { flood, spoken } from "../support/flood.ts";
import { expectGivenBack, holdings } from "../support/holdings.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { FETCH_HANDLERS, LISTENERS } from "./hostile/handlers.ts";

failOnUnhandled();
vi.setConfig({ testTimeout: 60_000 });

describe.each([
  ["a fetch handler", FETCH_HANDLERS],
  ["a listener of node:http", LISTENERS],
] as const)("%s", (_, handlers) => {
  test.each(handlers)("that $name is answered for, and reported", async ({ application, status, log }) => {
    const errors = collectErrors();
    const server = await serveHttp(
      validator((environ, startResponse) => {
        return environ.PATH_INFO === "/bad"
          ? validator(application)(environ, startResponse)
          : hello(environ, startResponse);
      }),
      { errors },
    );
    onTestFinished(() => server.close());
    const asked = (path: string) => spoken({ port: server.port }, bytes(get(path, "Connection: close")));
    const answer = await asked("/bad");
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    if (status === 200) expect(answer).not.toMatch(/\r\n0\r\n\r\n$/);
    expect(errors.text).toMatch(log);
    expect(await asked("/")).toContain("hello");
  });

  test("leaves nothing behind 10,000 answers that are none", async () => {
    const call = async (index: number) => {
      const handler = handlers[index % handlers.length];
      if (handler) await ask(handler.application, "/").catch(() => {});
    };
    for (const index of handlers.keys()) await call(index);
    const before = holdings();
    await flood(10_000, 32, call);
    await expectGivenBack(before);
  });
});

test.each([
  ["writes behind its end", "more"],
  ["ends twice", undefined],
])("a listener that %s spoils no response, and is reported", async (_, more) => {
  const errors = collectErrors();
  const application = nodeListener((_request, response) => {
    response.setHeader("Content-Type", "text/plain").end("hello");
    if (more === undefined) response.end("hello");
    else response.write(more);
  });
  const { text } = await ask(validator(application), "/", { "tsgi.errors": errors });
  expect(text).toBe("hello");
  expect(errors.text).toMatch(/^Error: write after end\n/);
});
