import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { fastcgiBackend } from "../../src/applications/fastcgi-backend.ts";
import { scgiBackend } from "../../src/applications/scgi-backend.ts";
import { type Application, validator } from "../../src/gateway/index.ts";
import { serveHttp } from "../../src/servers/http.ts";
import { testFolder } from "../catalogue/folder.ts";
import { bytes } from "../conformance/applications.ts";
import { get } from "../conformance/case.ts";
import { ask } from "../support/ask.ts";
import { collectErrors } from "../support/errors.ts";
import { flood, spoken } from "../support/flood.ts";
import { expectGivenBack, holdings } from "../support/holdings.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { answer } from "./fastcgi-backend/backend.ts";
import { type BadAnswer, badServer, FASTCGI_ANSWERS, SCGI_ANSWERS } from "./hostile/peers.ts";

failOnUnhandled();
vi.setConfig({ testTimeout: 60_000 });
const folder = testFolder();
let sockets = 0;

/** A kind of server, and what calls it. */
interface Backend {
  readonly name: string;
  readonly answers: readonly BadAnswer[];
  /** An answer that is good: "hello". */
  readonly good: Uint8Array;
  readonly backend: (address: string) => Application;
}

const BACKENDS: readonly Backend[] = [
  {
    name: "an SCGI server",
    answers: SCGI_ANSWERS,
    good: bytes("Content-Type: text/plain\n\nhello"),
    backend: scgiBackend,
  },
  { name: "a FastCGI server", answers: FASTCGI_ANSWERS, good: answer("hello"), backend: fastcgiBackend },
];

describe.each(BACKENDS)("behind $name", ({ answers, good, backend }) => {
  const listening = async () => {
    const path = join(folder, `${++sockets}.sock`);
    const { close } = await badServer(path, answers, good);
    onTestFinished(close);
    return validator(backend(path));
  };

  test.each(answers.map((answer, number) => ({ ...answer, number })))(
    "$name is answered for with $status, the log says why, and the next request is served",
    async ({ number, status, log }) => {
      const errors = collectErrors();
      const server = await serveHttp(await listening(), { errors });
      onTestFinished(() => server.close());
      const asked = (path: string) => spoken({ port: server.port }, bytes(get(path, "Connection: close")));
      expect(await asked(`/kind-${number}`)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      const lines = errors.text.split("\n").slice(0, -1);
      expect(lines).toEqual([expect.stringContaining(log)]);
      expect(await asked("/")).toContain("hello");
    },
  );

  test("leaves nothing behind 10,000 answers that are none", async () => {
    const application = await listening();
    const call = (path: string) => ask(application, path).catch(() => undefined);
    for (const number of answers.keys()) await call(`/kind-${number}`);
    await call("/");
    const before = holdings();
    await flood(10_000, 32, (index) => call(`/kind-${index % answers.length}`));
    await expectGivenBack(before);
    expect((await call("/"))?.text).toBe("hello");
  });
});
