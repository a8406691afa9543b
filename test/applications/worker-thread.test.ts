import { Buffer } from "node:buffer";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { ThreadFailure } from "../../src/applications/worker-thread/thread-failure.ts";
import { ThreadEach } from "../../src/applications/worker-thread/threads.ts";
import { type WorkerThreadOptions, workerThread } from "../../src/applications/worker-thread.ts";
import {
  type Application,
  BodyInput,
  discard,
  iterate,
  RequestError,
  report,
  respond,
  validator,
} from "../../src/gateway/index.ts";
import { testFolder } from "../catalogue/folder.ts";
import { ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { collectErrors } from "../support/errors.ts";
import { eventually } from "../support/promises.ts";
import { textOf } from "../support/raw-client.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { serving } from "../support/serving.ts";

failOnUnhandled();

const MODULE = new URL("./worker-thread/application.ts", import.meta.url);
const folder = testFolder();
const one = workerThread(MODULE, { threads: 1 });
afterAll(() => one.close());

/** To start a thread takes its time on a busy machine, and longer where it has to read TypeScript. */
vi.setConfig({ testTimeout: 30_000 });

const until = (holds: () => boolean) => eventually(holds, 20_000);

/** The application of the module between two validators: the module has one of its own. */
const pool: Application = validator(one);

/** Threads of the test's own. */
function started(options: WorkerThreadOptions, module: string | URL = MODULE) {
  const threads = workerThread(module, options);
  onTestFinished(() => threads.close());
  return threads;
}

/** Writes a module of JavaScript. */
function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const answering = (text: string) => `(environ, startResponse) => {
  startResponse("200 OK", [["Content-Type", "text/plain"]]);
  return [Buffer.from(${text})];
}`;

async function textsOf(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string[]> {
  const chunks: string[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk).toString("latin1"));
  return chunks;
}

/** What a promise rejects with. */
async function failureOf(promise: Promise<unknown> | unknown): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}

describe("an application in a thread", () => {
  test("gets the environ as it was, with streams of its own", async () => {
    const { text } = await ask(pool, "/environ?a=%20b", {
      HTTP_X_NAME: "caf\u00e9",
      "test.key": { deep: [1] },
    });
    expect(JSON.parse(text)).toMatchObject({
      REQUEST_METHOD: "GET",
      PATH_INFO: "/environ",
      QUERY_STRING: "a=%20b",
      HTTP_X_NAME: "caf\u00e9",
      "test.key": { deep: [1] },
      "tsgi.version": [1, 0],
      "tsgi.input_terminated": true,
    });
  });

  test("does without what cannot be copied", async () => {
    const { text } = await ask(pool, "/environ", {
      "test.function": () => {},
      "test.nested": { f() {} },
      "test.kept": 1,
    });
    const seen = JSON.parse(text);
    expect(Object.keys(seen).filter((key) => key.startsWith("test."))).toEqual(["test.kept"]);
    expect(seen.PATH_INFO).toBe("/environ");
  });

  test("sends the same chunks again and again, each of them its own window alone", async () => {
    for (let round = 0; round < 3; round++)
      expect((await ask(pool, "/constant")).text).toBe("a constant and a windowa constant");
  });

  test("sends its fields in their order, and none", async () => {
    const { headers } = await ask(pool, "/cookies");
    expect(headers.slice(1)).toEqual([
      ["Set-Cookie", "a=1"],
      ["Set-Cookie", "b=\u00e9"],
    ]);
    expect(await ask(pool, "/nothing")).toMatchObject({ status: "204 No Content", headers: [], text: "" });
  });

  test("gives a list as a list, so that the server knows its length", async () => {
    const { body } = await respond(pool, testEnviron({ PATH_INFO: "/thread" }));
    expect(Array.isArray(body)).toBe(true);
  });

  test.each(["list", "later"])("has its body read chunk by chunk to the end: %s", async (path) => {
    const errors = collectErrors();
    const { body } = await respond(pool, testEnviron({ PATH_INFO: `/${path}`, "tsgi.errors": errors }));
    expect((await textsOf(body)).join("|")).toMatch(/^a\|\|?b\|c$/);
    expect(errors.text).toBe("begun\nended\n");
  });

  test.each(["list", "later"])("has its body closed once when nobody wants it: %s", async (path) => {
    const errors = collectErrors();
    const { body } = await respond(pool, testEnviron({ PATH_INFO: `/${path}`, "tsgi.errors": errors }));
    await discard(body);
    expect(errors.text).toBe("begun\nclosed\n");
  });

  test("is asked for a chunk only when one is wanted", async () => {
    const errors = collectErrors();
    const { body } = await respond(pool, testEnviron({ PATH_INFO: "/endless", "tsgi.errors": errors }));
    const iterator = iterate(body);
    for (let count = 0; count < 3; count++) await iterator.next();
    await ask(pool, "/thread"); // whatever the thread did meanwhile has come
    expect(errors.text).toBe("chunk 1\nchunk 2\nchunk 3\n");
    await iterator.return?.();
    expect(errors.text).toBe("chunk 1\nchunk 2\nchunk 3\nclosed\n");
  });

  test("writes to the error stream also when its response has ended", async () => {
    const errors = collectErrors();
    expect((await ask(pool, "/speaks-later", { "tsgi.errors": errors })).text).toBe("hello");
    await until(() => errors.text === "a late word\n");
  });

  test("answers many requests at once, each with its own", async () => {
    const errors = collectErrors();
    const waiting = Array.from({ length: 20 }, () => ask(pool, "/waits", { "tsgi.errors": errors }));
    await until(() => errors.text.split("\n").length === 21);
    expect((await ask(pool, "/go")).text).toBe("20");
    for (const answer of await Promise.all(waiting)) expect(answer.text).toBe("waited");
  });
});

describe("the body of a request", () => {
  const input = (chunks: readonly Uint8Array[]) => {
    const left = [...chunks];
    let read = 0;
    const source = new BodyInput(async () => {
      read++;
      return left.shift();
    });
    return { source, taken: () => read };
  };

  test("arrives whole, whatever memory its chunks share", async () => {
    const all = Buffer.from("0123456789");
    const { source } = input([
      all.subarray(2, 4),
      Buffer.alloc(300_000, "x"),
      new Uint8Array(0),
      all.subarray(4, 5),
    ]);
    const { text } = await ask(pool, "/echo", { REQUEST_METHOD: "POST", "tsgi.input": source });
    expect(text).toBe(`23${"x".repeat(300_000)}4`);
    expect(all.toString()).toBe("0123456789");
  });

  test("is not read before the thread asks, and no further than it asks", async () => {
    const chunks = Array.from({ length: 5 }, () => Buffer.alloc(1000));
    const unread = input(chunks);
    await ask(pool, "/thread", { "tsgi.input": unread.source });
    expect(unread.taken()).toBe(0);
    const sipped = input(chunks);
    expect((await ask(pool, "/sip", { "tsgi.input": sipped.source })).text).toBe("1000");
    expect(sipped.taken()).toBe(1);
  });

  test("is read line by line", async () => {
    const { source } = input([Buffer.from("a li"), Buffer.from("ne\nand more")]);
    expect((await ask(pool, "/line", { "tsgi.input": source })).text).toBe("a line\n");
  });

  test.each<[what: string, error: unknown]>([
    ["an error", new Error("the client left")],
    ["a refusal", new RequestError("413 Content Too Large", "the body is too large")],
  ])("that will not come is told by the very same error: %s", async (_, error) => {
    const source = new BodyInput(() => Promise.reject(error));
    expect(await failureOf(ask(pool, "/echo", { "tsgi.input": source }))).toBe(error);
  });
});

describe("an error in a thread", () => {
  test("is reported with its own stack, cause and properties", async () => {
    const error = await failureOf(ask(pool, "/throws"));
    expect(error).toMatchObject({ name: "TypeError", message: "odd" });
    const text = report(error);
    expect(text).toMatch(/^TypeError: odd\n {4}at .*worker-thread\/application\.ts/);
    expect(text).toContain("[cause]: Error: the cause\n");
    expect(text).toContain("detail: 42");
  });

  test("that is no Error is said to be none", async () => {
    expect(report(await failureOf(ask(pool, "/rejects")))).toBe(
      "An error that is no Error was thrown: 'a text'\n",
    );
  });

  test("that refuses the request keeps its status and fields", async () => {
    const error = await failureOf(ask(pool, "/refuses"));
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject({
      status: "429 Too Many Requests",
      message: "slow down",
      headers: [["Retry-After", "5"]],
    });
  });

  test("behind the first byte comes out of the body", async () => {
    const { body } = await respond(pool, testEnviron({ PATH_INFO: "/breaks" }));
    expect(report(await failureOf(textsOf(body)))).toMatch(/^TypeError: too late\n {4}at /);
  });

  test("in the body's return() comes out of its return()", async () => {
    const { body } = await respond(pool, testEnviron({ PATH_INFO: "/breaks-at-close" }));
    expect(report(await failureOf(discard(body)))).toMatch(/^TypeError: cannot close\n {4}at /);
  });
});

describe("through HTTP", () => {
  test("a client that leaves while it waits is told to the application", async () => {
    const { errors, send } = await serving(pool);
    const client = await send("GET /watches HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await until(() => errors.text === "watching\n");
    await client.destroy();
    await until(() => errors.text === "watching\naborted\n");
  });

  test("a client that does not read keeps the body paused, and one that leaves has it closed", async () => {
    const { errors, connect } = await serving(pool);
    const client = await connect();
    client.socket.pause();
    await client.send("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let asked = -1;
    // When nothing more is asked for during many turns of the thread, the connection is full.
    for (let still = 0; still < 50; ) {
      await ask(pool, "/thread");
      const { length } = errors.text;
      still = length > 0 && length === asked ? still + 1 : 0;
      asked = length;
    }
    expect(errors.text.split("\n").length).toBeLessThan(300); // 64 KiB each: what the system's buffers hold
    await client.destroy();
    await until(() => errors.text.endsWith("closed\n"));
    expect(errors.text.match(/closed/g)).toHaveLength(1);
  });

  test("a client that leaves is told to who listens, also when the response was there as a whole", async () => {
    const errors = collectErrors();
    const leaving = new AbortController();
    const environ = testEnviron({
      PATH_INFO: "/watches-list",
      "tsgi.errors": errors,
      "tsgi.signal": leaving.signal,
    });
    const { body } = await respond(pool, environ);
    const iterator = iterate(body);
    await iterator.next();
    leaving.abort();
    await iterator.return?.();
    expect(errors.text).toBe("aborted\n");
  });

  test("what a thread throws is answered with 500 and reported once", async () => {
    const { errors, send } = await serving(pool);
    const client = await send("GET /throws HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const response = await client.response();
    expect(response?.status).toBe(500);
    expect(textOf(response)).toBe("500 Internal Server Error\n");
    expect(errors.text.match(/TypeError: odd/g)).toHaveLength(1);
  });

  test("a thread that ends in the middle of a body breaks the response off", async () => {
    const { errors, send } = await serving(started({ threads: 1 }));
    const client = await send("GET /exits-later HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(await client.response()).toMatchObject({ status: 200, complete: false });
    expect(errors.text).toMatch(/^the thread of .*application\.ts ended with status 4\n$/);
  });
});

describe("a thread that ends", () => {
  test.each<[path: string, reason: RegExp]>([
    ["/exits", /^the thread of file:.*application\.ts ended with status 3\n$/],
    [
      "/crashes",
      /^the thread of file:.*application\.ts failed: RangeError.*: in the dark\n {4}at .*application\.ts/,
    ],
  ])("while a request runs is answered with 500, and the reason is reported: %s", async (path, reason) => {
    const errors = collectErrors();
    const error = await failureOf(ask(validator(started({ threads: 1 })), path, { "tsgi.errors": errors }));
    expect(error).toMatchObject({ name: "RequestError", status: "500 Internal Server Error" });
    expect(errors.text).toMatch(reason);
  });

  test("takes the requests with it that run in it, and no other thread's", async () => {
    const errors = collectErrors();
    const threads = started({ threads: 2 });
    const [victim, other] = [1, 2].map(() => ask(threads, "/waits", { "tsgi.errors": errors }));
    const failure = failureOf(victim);
    await until(() => errors.text === "waiting\nwaiting\n");
    await failureOf(ask(threads, "/exits"));
    expect(await failure).toMatchObject({ status: "500 Internal Server Error" });
    expect((await ask(threads, "/go")).text).toBe("1");
    expect((await other)?.text).toBe("waited");
  });

  test("is replaced, and while there is none the answer is 503", async () => {
    const threads = started({ threads: 1 });
    const { text: first } = await ask(threads, "/thread");
    await failureOf(ask(threads, "/exits"));
    const errors = collectErrors();
    expect(await failureOf(ask(threads, "/thread", { "tsgi.errors": errors }))).toMatchObject({
      name: "RequestError",
      status: "503 Service Unavailable",
    });
    expect(errors.text).toContain("ended with status 3");
    let second: string | undefined;
    while (second === undefined) {
      // Until it is there again.
      second = await ask(threads, "/thread").then(
        ({ text }) => text,
        () => new Promise((resolve) => setImmediate(resolve, undefined)),
      );
    }
    expect(second).not.toBe(first);
  });
});

describe("a thread in an endless loop", () => {
  test.each(["/loops", "/loops-later"])(
    "does not hold up the other threads, and is ended in time: %s",
    async (path) => {
      const errors = collectErrors();
      const threads = started({ threads: 2, timeout: 500 });
      await Promise.all([1, 2].map(() => ask(threads, "/thread"))); // both are loaded
      const looping = failureOf(ask(threads, path, { "tsgi.errors": errors }));
      for (let round = 0; round < 3; round++) expect((await ask(threads, "/thread")).status).toBe("200 OK");
      const error = await looping;
      expect(report(error)).toMatch(/took longer than 500 milliseconds/);
      if (path === "/loops") {
        expect(error).toMatchObject({ name: "RequestError", status: "504 Gateway Timeout" });
        expect(errors.text).toMatch(
          /^begun\nthe thread of .*application\.ts took longer than 500 milliseconds\n$/,
        );
      }
    },
  );

  test("is not what waits for the client", async () => {
    const threads = started({ threads: 1, timeout: 300 });
    await ask(threads, "/thread");
    let send: (chunk: Uint8Array) => void = () => {};
    const chunks = [new Promise<Uint8Array>((resolve) => (send = resolve))];
    const answer = ask(threads, "/echo", { "tsgi.input": new BodyInput(async () => chunks.shift()) });
    setTimeout(() => send(Buffer.from("late")), 600);
    expect((await answer).text).toBe("late");
  });
});

describe("a module", () => {
  test.each<[name: string, text: string]>([
    ["named.mjs", `export const application = ${answering('"named.mjs"')};`],
    ["default.mjs", `export default ${answering('"default.mjs"')};`],
    ["plain.cjs", `module.exports = ${answering('"plain.cjs"')};`],
    ["exports.cjs", `exports.application = ${answering('"exports.cjs"')};`],
    ["typed.mts", `export const application: unknown = ${answering('"typed.mts"')};`],
    ["typed.cts", `export default ${answering('"typed.cts" as string')};`],
  ])("%s is found by its path and by its URL", async (name, text) => {
    const path = write(name, text);
    for (const module of [path, relative(process.cwd(), path), pathToFileURL(path)]) {
      expect((await ask(started({ threads: 1 }, module), "/")).text).toBe(name);
    }
  });

  test.each<[name: string, text: string | undefined, reason: RegExp]>([
    ["missing.mjs", undefined, /Cannot find module/],
    ["wrong.mjs", "export const application = (", /SyntaxError/],
    ["none.mjs", "export const other = 1;", /it exports no application/],
    ["throws.mjs", 'throw new Error("not today");', /Error: not today\n {4}at .*throws\.mjs/],
    ["exits.mjs", "process.exit(7);", /ended with status 7/],
  ])(
    "that does not load is answered with 503, and the reason is reported: %s",
    async (name, text, reason) => {
      const path = text === undefined ? join(folder, name) : write(name, text);
      for (const options of [{ threads: 2 }, {}]) {
        const threads = started(options, path);
        for (let round = 0; round < 3; round++) {
          const errors = collectErrors();
          const error = await failureOf(ask(validator(threads), "/", { "tsgi.errors": errors }));
          expect(error).toMatchObject({ name: "RequestError", status: "503 Service Unavailable" });
          expect(errors.text).toMatch(/^the module .*mjs does not load: /);
          expect(errors.text).toMatch(reason);
        }
      }
    },
  );

  test("that does not load is tried again more and more slowly", async () => {
    const log = join(folder, "tries");
    const text = `(await import("node:fs")).appendFileSync(${JSON.stringify(log)}, "x"); throw 1;`;
    started({ threads: 1 }, write("tries.mjs", text));
    const tried = (count: number) =>
      until(() => existsSync(log) && readFileSync(log, "utf8").length >= count);
    await tried(1);
    const first = performance.now();
    await tried(4);
    expect(performance.now() - first).toBeGreaterThan(650); // 100, 200 and 400 milliseconds
  });
});

describe("threads", () => {
  test("are told whether there are others, and whether they serve once", async () => {
    const flags = async (options: WorkerThreadOptions) =>
      (await ask(validator(started(options)), "/flags")).text;
    expect(await flags({ threads: 1 })).toBe("[false,false,false]");
    expect(await flags({ threads: 2 })).toBe("[true,false,false]");
    expect(await flags({})).toBe("[true,false,true]");
  });

  test("that stay share the requests: the next one goes to the thread that does the least", async () => {
    const errors = collectErrors();
    const threads = started({ threads: 3 });
    for (let count = 1; count <= 2; count++) {
      ask(threads, "/waits", { "tsgi.errors": errors }).catch(() => {});
      await until(() => errors.text.length === count * "waiting\n".length);
    }
    const seen = new Set<string>();
    for (let round = 0; round < 5; round++) seen.add((await ask(threads, "/thread")).text);
    expect(seen.size).toBe(1);
  });

  test("of one request each are many, and each is a new one", async () => {
    const threads = started({});
    const answers = await Promise.all([1, 2, 3].map(() => ask(threads, "/thread")));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(3);
  });

  test.each(["list", "generator", "closed"])(
    "of one request each end with its response: %s",
    async (path) => {
      const text = `export default (environ, startResponse) => {
      startResponse("200 OK", [["Content-Type", "text/plain"]]);
      const beats = new Int32Array(environ["test.beats"]);
      setInterval(() => Atomics.add(beats, 0, 1), 1);
      return environ.PATH_INFO === "/list" ? [Buffer.from("ab")] : (function* () {
        yield Buffer.from("a");
        yield Buffer.from("b");
      })();
    };`;
      const threads = started({}, write("beating.mjs", text));
      const beats = new SharedArrayBuffer(4);
      const overrides = { PATH_INFO: `/${path}`, "test.beats": beats };
      if (path === "closed") await discard((await respond(threads, testEnviron(overrides))).body);
      else expect((await ask(threads, `/${path}`, overrides)).text).toBe("ab");
      for (let last = -1, now = 0; now !== last; now = new Int32Array(beats)[0] ?? 0) {
        last = now;
        await delay(30);
      }
    },
  );

  test("of one request each are not too many at once: the next request waits for its turn", async () => {
    const url = MODULE.href;
    const threads = new ThreadEach({ name: url, module: url, timeout: undefined, once: true }, 2);
    onTestFinished(() => threads.close());
    const environ = testEnviron();
    const first = await threads.take(environ);
    await threads.take(environ);
    let over = 0;
    const [second, ...later] = Array.from({ length: 3 }, () => threads.take(environ).then(() => over++));
    const closed = later.map(failureOf);
    const gone = failureOf(threads.take(testEnviron({ "tsgi.signal": AbortSignal.abort() })));
    await first.terminate(new ThreadFailure("500 Internal Server Error", "no longer wanted"));
    await second;
    expect(over).toBe(1);
    await threads.close();
    for (const error of [...closed, gone])
      expect(await error).toMatchObject({ status: "503 Service Unavailable" });
    expect(over).toBe(1);
  });

  test.each([{ threads: 2 }, {}])("that are closed are gone, and a request gets 503: %j", async (options) => {
    const errors = collectErrors();
    const threads = started(options);
    const running = failureOf(ask(threads, "/waits", { "tsgi.errors": errors }));
    await until(() => errors.text === "waiting\n");
    await threads.close();
    expect(await running).toMatchObject({ status: "503 Service Unavailable" });
    expect(await failureOf(ask(threads, "/thread"))).toMatchObject({ status: "503 Service Unavailable" });
    await threads.close();
  });

  test.each<[name: string, options: WorkerThreadOptions]>([
    ["threads", { threads: 0 }],
    ["threads", { threads: 1.5 }],
    ["timeout", { timeout: -1 }],
    ["timeout", { timeout: Number.NaN }],
  ])("are not started with an option %s that makes no sense: %j", (name, options) => {
    expect(() => workerThread(MODULE, options)).toThrow(RangeError);
    expect(() => workerThread(MODULE, options)).toThrow(
      `the option ${name} must be a whole number from 1 up`,
    );
  });
});
