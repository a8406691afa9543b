import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Application, type Environ, RequestError, respond, validator } from "../../src/gateway/index.ts";
import { timeout } from "../../src/middleware/timeout.ts";
import {
  answering,
  bytes,
  hello,
  later,
  noting,
  notingLater,
  sending,
  TEXT,
  throwing,
  waiting,
} from "../conformance/applications.ts";
import { ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { collectErrors } from "../support/errors.ts";
import { deferred } from "../support/promises.ts";
import { failOnUnhandled } from "../support/rejections.ts";

failOnUnhandled();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const between = (application: Application, milliseconds = 1500) =>
  validator(timeout(milliseconds)(validator(application)));

const never = new Promise<void>(() => {});

/** What is reported when an application goes on after its time is over, and its client was refused. */
async function reportedLate(application: Application): Promise<string> {
  const errors = collectErrors();
  const gate = deferred();
  const answer = ask(between(waiting(gate.promise, application)), "/", { "tsgi.errors": errors });
  const refused = Promise.all([
    expect(answer).rejects.toThrow(RequestError),
    expect(answer).rejects.toThrow("no answer came within 1500 ms"),
  ]);
  await vi.advanceTimersByTimeAsync(1500);
  await refused;
  gate.resolve();
  await vi.advanceTimersByTimeAsync(0);
  return errors.text;
}

describe("175: a time-out", () => {
  test("leaves an answer in time as it is, and leaves no timer", async () => {
    const gate = deferred();
    const answer = ask(between(waiting(gate.promise, hello)), "/");
    await vi.advanceTimersByTimeAsync(1499);
    expect(vi.getTimerCount()).toBe(1);
    gate.resolve();
    expect((await answer).text).toBe("hello");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("leaves an answer that is there at once so, without a timer", async () => {
    expect(respond(between(hello), testEnviron())).not.toBeInstanceOf(Promise);
    expect(respond(between(sending(() => later("a"))), testEnviron())).not.toBeInstanceOf(Promise);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each<[what: string, Application]>([
    ["does not answer", () => never.then(() => [])],
    [
      "answers with a body that does not begin",
      (_environ, startResponse) => {
        startResponse("200 OK", TEXT);
        return (async function* () {
          yield bytes("");
          await never;
        })();
      },
    ],
  ])("refuses a request with 503 and Retry-After where the application %s", async (_, application) => {
    const refused = expect(ask(between(application), "/")).rejects.toMatchObject({
      name: "RequestError",
      status: "503 Service Unavailable",
      headers: [["Retry-After", "2"]],
    });
    await vi.advanceTimersByTimeAsync(1500);
    await refused;
    expect(vi.getTimerCount()).toBe(0);
  });

  test("does not limit how long a body takes that has begun", async () => {
    const gate = deferred();
    const application = between(
      sending(async function* () {
        yield bytes("one ");
        await gate.promise;
        yield bytes("two");
      }),
    );
    const answer = ask(application, "/");
    await vi.advanceTimersByTimeAsync(100_000);
    gate.resolve();
    expect((await answer).text).toBe("one two");
  });

  test("does not keep the process alive", async () => {
    vi.useRealTimers();
    const set = vi.spyOn(globalThis, "setTimeout");
    const gate = deferred();
    const answer = ask(between(waiting(gate.promise, hello)), "/");
    const [timer] = set.mock.results.map(({ value }) => value);
    set.mockRestore();
    expect(timer.hasRef()).toBe(false);
    gate.resolve();
    await answer;
  });

  test.each([
    ["array", () => [bytes("late")], ""],
    ["body", (environ: Environ) => noting(environ, [bytes("late")]), "begun\nclosed\n"],
    ["asynchronous body", (environ: Environ) => notingLater(environ, [bytes("late")]), "begun\nclosed\n"],
  ] as const)("closes an %s that comes later, once", async (_, body, noted) => {
    expect(await reportedLate(sending(body))).toBe(noted);
  });

  test.each<[what: string, error: unknown, reported: RegExp]>([
    ["an error", new Error("odd"), /^Error: odd\n +at /],
    ["no error", "odd", /^An error that is no Error was thrown: 'odd'\n$/],
    ["a refusal", new RequestError("404 Not Found", "odd"), /^$/],
  ])("reports what the application throws later, and lets it harm nobody: %s", async (_, error, reported) => {
    const [failing] = throwing(error);
    expect(await reportedLate(failing)).toMatch(reported);
  });

  test("reports what the clean-up of a later body throws", async () => {
    const body = () => ({
      [Symbol.iterator]: () => ({
        next: () => ({ done: false as const, value: bytes("a") }),
        return: () => {
          throw new Error("cannot close");
        },
      }),
    });
    expect(await reportedLate(sending(body))).toMatch(/^Error: cannot close/);
  });

  test("passes on what the application throws in time", async () => {
    const [failing] = throwing(new Error("odd"));
    await expect(ask(between(failing), "/")).rejects.toThrow("odd");
    await expect(ask(between(waiting(Promise.resolve(), failing)), "/")).rejects.toThrow("odd");
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])(
    "is not of %d ms",
    (milliseconds) => {
      expect(() => timeout(milliseconds)).toThrow(RangeError);
    },
  );
});

describe("the signal behind a time-out", () => {
  /** The signal that an application is given, which never answers. */
  function signalOf(outer: AbortController): { signal: AbortSignal; answer: Promise<unknown> } {
    const signals: AbortSignal[] = [];
    const application = between((environ) => {
      signals.push(environ["tsgi.signal"]);
      return never.then(() => []);
    });
    const answer = ask(application, "/", { "tsgi.signal": outer.signal }).catch((error) => error);
    const [signal = outer.signal] = signals;
    return { signal, answer };
  }

  test("is aborted when the time is over, with the refusal for its reason, and the server's is not", async () => {
    const outer = new AbortController();
    const { signal, answer } = signalOf(outer);
    await vi.advanceTimersByTimeAsync(1499);
    expect(signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toBe(await answer);
    expect(outer.signal.aborted).toBe(false);
  });

  test("is aborted when the client leaves, then or before", async () => {
    const outer = new AbortController();
    const { signal, answer } = signalOf(outer);
    outer.abort("gone");
    expect(signal.reason).toBe("gone");
    expect(signalOf(outer).signal.reason).toBe("gone");
    await vi.advanceTimersByTimeAsync(1500);
    await answer;
  });

  test("lets the server know that its own is listened to, so that no other request is given it", () => {
    const outer = new AbortController();
    respond(between(hello), testEnviron({ "tsgi.signal": outer.signal }));
    expect(getEventListeners(outer.signal, "abort").length).toBe(1);
  });

  test("is not aborted after an answer in time", async () => {
    const signals: AbortSignal[] = [];
    const application = between(async (environ, startResponse) => {
      signals.push(environ["tsgi.signal"]);
      return answering("204 No Content", [], () => [])(environ, startResponse);
    });
    await ask(application, "/");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(signals.map((signal) => signal.aborted)).toEqual([false]);
  });
});
