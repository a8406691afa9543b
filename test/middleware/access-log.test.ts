import { describe, expect, test } from "vitest";
import { type Application, iterate, RequestError, respond, validator } from "../../src/gateway/index.ts";
import { accessLogged } from "../../src/middleware/access-log.ts";
import {
  answering,
  bytes,
  hello,
  later,
  muchLater,
  noting,
  notingLater,
  sending,
  throwing,
  wrong,
} from "../conformance/applications.ts";
import { ask } from "../support/ask.ts";
import { standingClock } from "../support/clock.ts";
import { testEnviron } from "../support/environ.ts";
import { collectErrors } from "../support/errors.ts";
import { eventually } from "../support/promises.ts";
import { serving } from "../support/serving.ts";

standingClock(Date.UTC(2014, 7, 19, 10, 31, 39));

/** A log, and its lines. */
function logging(options: Parameters<typeof accessLogged>[1] = {}) {
  const lines: string[] = [];
  return { log: accessLogged((line) => lines.push(line), options), lines };
}

/** The application with a log before it, and the lines of that. */
function logged(application: Application, options?: Parameters<typeof accessLogged>[1]) {
  const { log, lines } = logging(options);
  return { application: validator(log(validator(application))), lines };
}

const lineOf = (request: string, status: number, bytes: string) =>
  `127.0.0.1 - - [19/Aug/2014:10:31:39 +0000] "${request}" ${status} ${bytes}`;

describe("175: the access log", () => {
  test.each<[what: string, Application, status: number, bytes: string]>([
    ["of one chunk", hello, 200, "5"],
    ["of many chunks", sending(() => [...later("one", "", "three")]), 200, "8"],
    ["that is read", sending(() => later("one", "", "three")), 200, "8"],
    ["that comes later", sending(() => muchLater("one", "", "three")), 200, "8"],
    ["that is empty", sending(() => []), 200, "-"],
    ["of nothing", sending(() => later("")), 200, "-"],
    ["of no kind", answering("204 No Content", [], () => []), 204, "-"],
    ["of an error page", answering("404 Not Found", [["Content-Type", "text/plain"]]), 404, "5"],
  ])("has a line for a response with a body %s", async (_, inner, status, length) => {
    const { application, lines } = logged(inner);
    const [plain, answer] = [await ask(inner, "/a?b=c"), await ask(application, "/a?b=c")];
    expect(lines).toEqual([lineOf("GET /a?b=c HTTP/1.1", status, length)]);
    expect(answer.headers).toEqual(plain.headers);
    expect(answer.text).toBe(plain.text);
  });

  test("has Referer and User-Agent in the Combined format, escaped", async () => {
    const { application, lines } = logged(hello, { format: "combined" });
    await ask(application, "/", { HTTP_REFERER: "http://localhost/", HTTP_USER_AGENT: 'x" 200 1\u00e9' });
    await ask(application, "/");
    const common = lineOf("GET / HTTP/1.1", 200, "5");
    expect(lines).toEqual([`${common} "http://localhost/" "x\\" 200 1\\xe9"`, `${common} "-" "-"`]);
  });

  test("has no bytes of a response to HEAD, which has none", async () => {
    for (const body of [() => [bytes("hello")], () => later("hello"), () => muchLater("hello")]) {
      const { application, lines } = logged(sending(body));
      await ask(application, "/", { REQUEST_METHOD: "HEAD" });
      expect(lines).toEqual([lineOf("HEAD / HTTP/1.1", 200, "-")]);
    }
  });

  test("has the request as it came, whatever the application does to its environ", async () => {
    const { application, lines } = logged((environ, startResponse) => {
      Object.assign(environ, { REQUEST_METHOD: "PUT", REQUEST_URI: "/other", REMOTE_ADDR: "192.0.2.1" });
      return hello(environ, startResponse);
    });
    await ask(application, "/a%20b", { REMOTE_ADDR: "2001:db8::1" });
    expect(lines).toEqual([lineOf("GET /a%20b HTTP/1.1", 200, "5").replace("127.0.0.1", "2001:db8::1")]);
  });

  test("has the path where the target is not known, and a hyphen where the client is not", async () => {
    const { application, lines } = logged(hello);
    const environ = testEnviron({ SCRIPT_NAME: "/a", PATH_INFO: "/b\n", QUERY_STRING: "c=d" });
    delete environ.REQUEST_URI;
    delete environ.REMOTE_ADDR;
    await respond(application, environ);
    expect(lines).toEqual([lineOf("GET /a/b\\x0a?c=d HTTP/1.1", 200, "5").replace("127.0.0.1", "-")]);
  });

  test.each([
    ["at once", noting],
    ["asynchronously", notingLater],
  ])("has a line when a body that is read %s has ended, or was left, and not before", async (_, body) => {
    // The first chunk is taken before the head is sent.
    for (const [taken, length] of [
      [0, "1"],
      [2, "3"],
      [3, "6"],
    ] as const) {
      const errors = collectErrors();
      const { application, lines } = logged(
        sending((environ) => body(environ, [bytes("a"), bytes("bb"), bytes("ccc")])),
      );
      const { body: sent } = await respond(application, testEnviron({ "tsgi.errors": errors }));
      const iterator = iterate(sent);
      for (let count = 0; count < taken; count++) await iterator.next();
      expect(lines).toEqual([]);
      await (taken < 3 ? iterator.return?.() : iterator.next());
      expect(lines).toEqual([lineOf("GET / HTTP/1.1", 200, length)]);
      expect(errors.text).toBe(taken < 3 ? "begun\nclosed\n" : "begun\nended\n");
    }
  });

  test("has a line for a body that fails, which fails as before", async () => {
    const bodies = [
      function* () {
        yield bytes("abc");
        throw new Error("odd");
      },
      async function* () {
        yield bytes("abc");
        throw new Error("odd");
      },
    ];
    for (const body of bodies) {
      const { application, lines } = logged(sending(body));
      await expect(ask(application, "/")).rejects.toThrow("odd");
      expect(lines).toEqual([lineOf("GET / HTTP/1.1", 200, "3")]);
    }
  });

  test.each<[what: string, error: unknown, status: number]>([
    ["a refusal", new RequestError("429 Too Many Requests", "odd"), 429],
    ["a fault", new Error("odd"), 500],
    ["what is no error", undefined, 500],
  ])("has a line for %s, which is passed on", async (_, error, status) => {
    for (const failing of throwing(error)) {
      const { application, lines } = logged(failing);
      const thrown = await ask(application, "/").then(
        () => "nothing",
        (reason) => reason,
      );
      expect(thrown).toBe(error);
      expect(lines).toEqual([lineOf("GET / HTTP/1.1", status, "-")]);
    }
  });

  test("has one line where the server refuses the head", () => {
    for (const body of [() => [bytes("a")], () => later("a")]) {
      const { log, lines } = logging();
      const application = log(sending(body));
      const refuse = () => {
        throw new Error("no such head");
      };
      expect(() => application(testEnviron(), refuse)).toThrow("no such head");
      expect(lines.length).toBe(1);
    }
  });

  test("counts nothing of what is no chunk, which the server refuses", async () => {
    const { log, lines } = logging();
    const broken = sending(function* () {
      yield bytes("a");
      yield wrong("text");
    });
    const { send, errors } = await serving(log(broken));
    const client = await send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    expect((await client.response())?.complete).toBe(false);
    await eventually(() => lines.length > 0);
    expect(lines).toEqual([lineOf("GET / HTTP/1.1", 200, "1")]);
    expect(errors.text).toMatch(/^GatewayError/);
  });

  test("has a line for a client that leaves", async () => {
    const { log, lines } = logging();
    const endless = sending(async function* () {
      yield bytes("abc");
      await new Promise(() => {});
    });
    const { send } = await serving(log(endless));
    const client = await send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
    await eventually(() => client.received.includes("abc"));
    expect(lines).toEqual([]);
    await client.destroy();
    await eventually(() => lines.length > 0);
    expect(lines).toEqual([lineOf("GET /endless HTTP/1.1", 200, "3")]);
  });

  test("answers at once where the application does", () => {
    for (const body of [() => [bytes("a")], () => later("a")]) {
      const { application } = logged(sending(body));
      expect(respond(application, testEnviron())).not.toBeInstanceOf(Promise);
    }
  });
});
