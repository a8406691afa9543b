import { describe, expect, test, vi } from "vitest";
import { type Application, type Environ, respond, validator } from "../../src/gateway/index.ts";
import { microcache } from "../../src/middleware/microcache.ts";
import { sending } from "../conformance/applications.ts";
import { ask } from "../support/ask.ts";
import { standingClock } from "../support/clock.ts";
import { testEnviron } from "../support/environ.ts";
import { deferred } from "../support/promises.ts";

standingClock(1_000_000_000);

const key = ({ REQUEST_METHOD, PATH_INFO }: Environ) => (REQUEST_METHOD === "GET" ? PATH_INFO : undefined);

const between = (application: Application) => validator(microcache(key)(validator(application)));

/** Answers with the number of times it was called, between two validators behind the cache. */
function counting(): { application: Application; called: () => number } {
  let count = 0;
  const application: Application = (_environ, startResponse) => {
    count++;
    startResponse("203 Counted", [
      ["Content-Type", "text/plain"],
      ["X-Count", String(count)],
    ]);
    return [Buffer.from(`call ${count}`)];
  };
  return { application: between(application), called: () => count };
}

describe("175: the cache of a second", () => {
  test("answers a question asked twice within the second from memory", async () => {
    const { application, called } = counting();
    await ask(application, "/a");
    const second = await ask(application, "/a");
    vi.setSystemTime(1_000_000_999);
    const third = await ask(application, "/a");
    expect(third.status).toBe("203 Counted");
    expect(third.headers).toEqual(second.headers);
    expect(third.text).toBe("call 2");
    expect(called()).toBe(2);
  });

  test("asks again in the next second of the clock, and when the clock was set back", async () => {
    const { application } = counting();
    vi.setSystemTime(1_000_000_999);
    expect((await ask(application, "/a")).text).toBe("call 1");
    vi.setSystemTime(1_000_001_000);
    expect((await ask(application, "/a")).text).toBe("call 2");
    vi.setSystemTime(1_000_000_000);
    expect((await ask(application, "/a")).text).toBe("call 3");
  });

  test("tells questions apart, and never answers what has no key", async () => {
    const { application } = counting();
    for (const target of ["/a", "/b", "/a", "/b"]) await ask(application, target);
    expect((await ask(application, "/a")).text).toBe("call 3");
    expect((await ask(application, "/b")).text).toBe("call 4");
    for (const call of [5, 6, 7]) {
      expect((await ask(application, "/a", { REQUEST_METHOD: "HEAD" })).text).toBe(`call ${call}`);
    }
  });

  test("serves a body that is read piece by piece, and does not remember it", async () => {
    let count = 0;
    const streaming = sending(async function* () {
      count++;
      yield Buffer.from("one ");
      yield Buffer.from(`call ${count}`);
    });
    const application = between(streaming);
    for (const call of [1, 2, 3]) expect((await ask(application, "/")).text).toBe(`one call ${call}`);
  });

  test("does not remember a failure", async () => {
    let count = 0;
    const application = between(() => {
      throw new Error(`call ${++count}`);
    });
    for (const call of [1, 2, 3]) await expect(ask(application, "/")).rejects.toThrow(`call ${call}`);
  });

  test("gives no answer that began in an earlier second", async () => {
    const gate = deferred();
    let count = 0;
    const slow: Application = async (_environ, startResponse) => {
      const call = ++count;
      if (call === 2) await gate.promise;
      startResponse("200 OK", [["Content-Type", "text/plain"]]);
      return [Buffer.from(`call ${call}`)];
    };
    const application = between(slow);
    await ask(application, "/slow");
    const second = ask(application, "/slow");
    vi.setSystemTime(1_000_001_000);
    await ask(application, "/other");
    gate.resolve();
    expect((await second).text).toBe("call 2");
    expect((await ask(application, "/slow")).text).toBe("call 4");
  });

  test("remembers so many answers at most, and goes on", async () => {
    const { application, called } = counting();
    for (let index = 0; index < 600; index++) await ask(application, `/${index >> 1}`);
    expect(called()).toBe(600);
    await ask(application, "/299");
    expect(called()).toBe(600);
    await ask(application, "/0"); // long forgotten
    expect(called()).toBe(601);
  });

  test("answers at once where the application does", () => {
    const { application } = counting();
    for (let round = 0; round < 3; round++) {
      expect(respond(application, testEnviron())).not.toBeInstanceOf(Promise);
    }
  });

  test("is not changed by who changes the fields behind it", async () => {
    const fields: [string, string][] = [["Content-Type", "text/plain"]];
    const application = microcache(key)((_environ, startResponse) => {
      startResponse("200 OK", fields);
      return [Buffer.from("x")];
    });
    await ask(application, "/");
    await ask(application, "/");
    fields.push(["X-Later", "1"]);
    expect((await ask(application, "/")).headers).toEqual([["Content-Type", "text/plain"]]);
  });
});
