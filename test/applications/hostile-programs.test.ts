import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { cgiProgram } from "../../src/applications/cgi-program.ts";
import { type WorkerThread, workerThread } from "../../src/applications/worker-thread.ts";
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
import { BAD_PROGRAMS, writeScript } from "./hostile/programs.ts";

failOnUnhandled();
// Each test starts a process or a thread, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000 });
const folder = testFolder();

/** Serves an application on HTTP; gives what asks for a path, and what the error stream was told. */
async function served(application: Application) {
  const errors = collectErrors();
  const server = await serveHttp(validator(application), { errors });
  onTestFinished(() => server.close());
  const asked = (path: string) => spoken({ port: server.port }, bytes(get(path, "Connection: close")));
  return { errors, asked };
}

describe.skipIf(process.platform === "win32")("a CGI program", () => {
  const script = writeScript(folder);

  test.each(BAD_PROGRAMS.map((program, number) => ({ ...program, number })))(
    "that $name is answered for with $status, and the log says why",
    async ({ number, status, log }) => {
      const { errors, asked } = await served(cgiProgram(script, { killDelay: 100 }));
      expect(await asked(`/${number}`)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      const lines = errors.text.split("\n").slice(0, -1);
      expect(lines).toEqual(log.map((line) => expect.stringContaining(line)));
      expect(await asked("/")).toContain("hello");
    },
  );

  // A process each: 10,000 would take half a minute and tell no more.
  test("leaves nothing behind 250 answers that are none", async () => {
    const unstartable = join(folder, "unstartable");
    writeFileSync(unstartable, "#!/no/such/program\n");
    chmodSync(unstartable, 0o755);
    const application = validator(cgiProgram(script, { killDelay: 100 }));
    const call = async (index: number) => {
      const number = index % (BAD_PROGRAMS.length + 1);
      const called = number < BAD_PROGRAMS.length ? application : cgiProgram(unstartable);
      await ask(called, `/${number}`).catch(() => {});
    };
    for (const number of BAD_PROGRAMS.keys()) await call(number);
    const before = holdings();
    await flood(250, 8, call);
    await expectGivenBack(before);
    expect((await ask(application, "/")).text).toBe("hello");
  });
});

describe("an application in a thread", () => {
  const module = new URL("hostile/thread.mjs", import.meta.url);
  const FAULT = /^GatewayError: /;

  const kinds: readonly (readonly [name: string, status: number, log: RegExp])[] = [
    ["no-start", 500, FAULT],
    ["two-starts", 500, FAULT],
    ["no-status", 500, FAULT],
    ["no-fields", 500, FAULT],
    ["no-value", 500, FAULT],
    ["no-body", 500, FAULT],
    ["text-body", 500, FAULT],
    ["text-chunks", 500, FAULT],
    ["late-text", 200, FAULT],
    ["reports-no-text", 500, FAULT],
    ["throws", 500, /^Error: gone wrong\n/],
    ["rejects", 500, /^Error: gone wrong\n/],
    ["throws-what-cannot-be-told", 500, /^An error was thrown that throws when it is looked at\.\n$/],
    ["posts-nothing", 200, /^$/],
    ["posts-rubbish", 200, /^$/],
  ];
  const ends: typeof kinds = [
    ["exits", 500, /^the thread of .* ended with status 3\n$/],
    ["crashes", 500, /^the thread of .* failed: Error: in the dark\n/],
    ["exits-later", 200, /^the thread of .* ended with status 4\n$/],
  ];

  async function serving(threads?: number): Promise<WorkerThread> {
    const application = workerThread(module, threads === undefined ? {} : { threads });
    onTestFinished(() => application.close());
    return application;
  }

  test("that does what it should not is answered for, and the log says why", async () => {
    const { errors, asked } = await served(await serving(1));
    let told = 0;
    for (const [name, status, log] of kinds) {
      expect(await asked(`/${name}`), name).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(errors.text.slice(told), name).toMatch(log);
      told = errors.text.length;
    }
    expect(await asked("/hello")).toMatch(/\r\n\r\nhello$/);
  });

  test.each(ends)("that %s is answered for, and the log says why", async (name, status, log) => {
    const { errors, asked } = await served(await serving());
    const answer = await asked(`/${name}`);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).not.toMatch(/\r\n0\r\n\r\n$/);
    expect(errors.text).toMatch(log);
    expect(await asked("/hello")).toMatch(/\r\n\r\nhello$/);
  });

  test("leaves nothing behind 10,000 answers that are none, in threads that stay", async () => {
    const application = await serving(2);
    const call = async (index: number) => {
      await ask(application, `/${kinds[index % kinds.length]?.[0]}`).catch(() => {});
    };
    for (const index of kinds.keys()) await call(index);
    const before = holdings();
    await flood(10_000, 32, call);
    await expectGivenBack(before);
    expect((await ask(application, "/hello")).text).toBe("hello");
  });

  // A thread each, and each of them compiles what runs in it: 12 take some seconds.
  test("leaves nothing behind 12 threads that end", async () => {
    const application = await serving();
    const call = async (index: number) => {
      await ask(application, `/${ends[index % ends.length]?.[0]}`).catch(() => {});
    };
    await call(0);
    const before = holdings();
    await flood(12, 4, call);
    await expectGivenBack(before);
    expect((await ask(application, "/hello")).text).toBe("hello");
  });
});
