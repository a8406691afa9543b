import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type Application, type Environ, type Input, validator } from "../../src/gateway/index.ts";
import { formatBegin } from "../../src/protocols/fastcgi/bodies.ts";
import {
  FCGI_ABORT_REQUEST,
  FCGI_AUTHORIZER,
  FCGI_CANT_MPX_CONN,
  FCGI_DATA,
  FCGI_END_REQUEST,
  FCGI_FILTER,
  FCGI_GET_VALUES,
  FCGI_GET_VALUES_RESULT,
  FCGI_OVERLOADED,
  FCGI_PARAMS,
  FCGI_REQUEST_COMPLETE,
  FCGI_RESPONDER,
  FCGI_STDERR,
  FCGI_STDIN,
  FCGI_STDOUT,
  FCGI_UNKNOWN_ROLE,
  FCGI_UNKNOWN_TYPE,
} from "../../src/protocols/fastcgi/constants.ts";
import { formatPairs, parsePairs } from "../../src/protocols/fastcgi/pairs.ts";
import { formatRecord } from "../../src/protocols/fastcgi/records.ts";
import { testFolder } from "../catalogue/folder.ts";
import {
  answering,
  bytes,
  echo,
  hello,
  note,
  saying,
  sayingLater,
  sending,
  showEnviron,
  stating,
  TEXT,
  waiting,
} from "../conformance/applications.ts";
import { bundled } from "../support/bundled.ts";
import { deferred, eventually, settled } from "../support/promises.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { type FastCgiServing, servingFastCgi } from "./fastcgi/serving.ts";
import { begin, stream, VARIABLES, WebServer, whole } from "./fastcgi/web-server.ts";

failOnUnhandled();
const folder = testFolder();
const PROGRAM = await bundled(new URL("fastcgi/program.ts", import.meta.url));

const COMPLETE = { appStatus: 0, protocolStatus: FCGI_REQUEST_COMPLETE };
const NOTHING = new Uint8Array(0);

/** Asks for a path; each application that is called so says what it was asked for. */
const asked = (path: string) => ({ variables: { PATH_INFO: path } });

describe("a FastCGI server", () => {
  test("155: answers with Status, fields, body, the end of the stream and the end of the request", async () => {
    const { send, errors } = await servingFastCgi(validator(hello));
    const web = await send(whole(1));
    const { head, body, stderr, ending, types } = await web.answer(1);
    expect(head).toBe("Status: 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Length: 5");
    expect([body, stderr, ending]).toEqual(["hello", "", COMPLETE]);
    expect(types).toEqual([FCGI_STDOUT, FCGI_STDOUT, FCGI_END_REQUEST]);
    expect(errors.text).toBe("");
  });

  test("145: reads variables that are split between records anywhere", async () => {
    const { connect } = await servingFastCgi(validator(saying(({ HTTP_X: text }) => `${text}`)));
    const web = await connect();
    const pairs = formatPairs(Object.entries({ ...VARIABLES, HTTP_X: "x".repeat(130) }));
    for (let cut = 1; cut < pairs.length; cut++) {
      const parts = [pairs.subarray(0, cut), pairs.subarray(cut), NOTHING];
      web.send(
        formatBegin(cut, { role: FCGI_RESPONDER, keepConnection: true }),
        ...parts.map((part) => formatRecord(FCGI_PARAMS, cut, part)),
      );
      expect((await web.answer(cut)).body).toBe("x".repeat(130));
    }
  });

  test("144: reads requests that come byte by byte", async () => {
    const { connect } = await servingFastCgi(validator(echo));
    const web = await connect();
    for (const byte of whole(1, { body: "abc" })) {
      web.send(Uint8Array.of(byte));
      await nextTurn();
    }
    expect((await web.answer(1)).body).toBe("abc");
  });

  test("gives the environ its flags, its role and the body that ends where the stream does", async () => {
    const { send } = await servingFastCgi(validator(showEnviron));
    const web = await send(
      whole(1, { variables: { HTTP_PROXY: "evil", "tsgi.run_once": "x", HTTP_ACCEPT: "*/*" } }),
    );
    const environ = JSON.parse((await web.answer(1)).body);
    expect(environ).toMatchObject({
      "fastcgi.role": "responder",
      HTTP_ACCEPT: "*/*",
      "tsgi.multithread": false,
      "tsgi.multiprocess": false,
      "tsgi.run_once": false,
      "tsgi.input_terminated": true,
    });
    expect(environ).not.toHaveProperty("HTTP_PROXY");
  });

  test("reads a body of unknown length to the end of its stream", async () => {
    const { send } = await servingFastCgi(validator(echo));
    const web = await send(begin(1, { variables: { CONTENT_LENGTH: "" } }), stream(FCGI_STDIN, 1, "ab"));
    web.send(stream(FCGI_STDIN, 1, "c"), stream(FCGI_STDIN, 1));
    expect((await web.answer(1)).body).toBe("abc");
  });

  test("48: refuses a body that is shorter than its CONTENT_LENGTH", async () => {
    const { send, errors } = await servingFastCgi(validator(echo));
    const web = await send(begin(1, { variables: { CONTENT_LENGTH: "6" } }), stream(FCGI_STDIN, 1, "abc"));
    web.send(stream(FCGI_STDIN, 1));
    expect((await web.answer(1)).head).toMatch(/^Status: 400 Bad Request\r\n/);
    expect(errors.text).toBe("");
  });

  test("says with 500 that there was a fault, and tells the web server's log of it", async () => {
    const application: Application = () => {
      throw new Error("on purpose");
    };
    const { send, errors } = await servingFastCgi(validator(application));
    const web = await send(whole(1));
    const { head, body, stderr, ending } = await web.answer(1);
    expect(head).toMatch(/^Status: 500 Internal Server Error\r\n/);
    expect(body).not.toContain("on purpose");
    expect(stderr).toContain("Error: on purpose");
    expect([ending, errors.text]).toEqual([COMPLETE, ""]);
  });

  test("serves a thousand requests on one connection", async () => {
    const { connect } = await servingFastCgi(validator(echo));
    const web = await connect();
    for (let round = 0; round < 10; round++) {
      const ids = Array.from({ length: 100 }, (_, index) => round * 100 + index + 1);
      web.send(...ids.map((id) => whole(id, { body: `body ${id}` })));
      for (const id of ids) expect((await web.answer(id)).body).toBe(`body ${id}`);
    }
  });

  test("sends five megabytes whole", async () => {
    const { send } = await servingFastCgi(validator(sending(() => [Buffer.alloc(5_000_000, "abc")])));
    const web = await send(whole(1, { keepConnection: false }));
    expect((await web.answer(1)).body).toHaveLength(5_000_000);
    expect(await web.closed).toBe(false);
  });
});

describe("147, 148: management", () => {
  test("tells the values that are known, and no others", async () => {
    const { connect } = await servingFastCgi(validator(hello), { maxConnections: 7, maxRequests: 3 });
    const web = await connect();
    const names = ["FCGI_MPXS_CONNS", "FCGI_WHATEVER", "FCGI_MAX_REQS", "FCGI_MAX_CONNS"];
    web.send(formatRecord(FCGI_GET_VALUES, 0, formatPairs(names.map((name) => [name, ""]))));
    await web.until(() => web.records.length === 1);
    expect(web.records[0]).toMatchObject({ type: FCGI_GET_VALUES_RESULT, requestId: 0 });
    expect(Object.fromEntries(parsePairs(web.records[0]?.content ?? NOTHING))).toEqual({
      FCGI_MAX_CONNS: "7",
      FCGI_MAX_REQS: "21",
      FCGI_MPXS_CONNS: "1",
    });
  });

  test("tells nothing where nothing is known", async () => {
    const { send } = await servingFastCgi(validator(hello));
    const web = await send(formatRecord(FCGI_GET_VALUES, 0, formatPairs([["X", ""]])));
    await web.until(() => web.records.length === 1);
    expect(web.records[0]).toEqual({ type: FCGI_GET_VALUES_RESULT, requestId: 0, content: Buffer.alloc(0) });
  });

  test("names a type that it does not know, and goes on", async () => {
    const { send } = await servingFastCgi(validator(hello));
    const web = await send(formatRecord(99, 0, bytes("whatever")), whole(1));
    await web.answer(1);
    expect(web.records[0]).toMatchObject({ type: FCGI_UNKNOWN_TYPE, requestId: 0 });
    expect(web.records[0]?.content[0]).toBe(99);
  });

  test("ignores records of requests that there are none of", async () => {
    const { connect, errors } = await servingFastCgi(validator(hello));
    const web = await connect();
    for (const type of [FCGI_PARAMS, FCGI_STDIN, FCGI_DATA, FCGI_ABORT_REQUEST, 99]) {
      web.send(stream(type, 9, "whatever"), stream(type, 9));
    }
    web.send(whole(1));
    await web.answer(1);
    expect([web.of(9), errors.text]).toEqual([[], ""]);
  });
});

describe("149: a request that cannot begin", () => {
  test("is refused where its role is not known; the connection serves on", async () => {
    const { send } = await servingFastCgi(validator(hello));
    const web = await send(begin(1, { role: 17, keepConnection: false }), stream(FCGI_STDIN, 1), whole(2));
    expect(await web.answer(1)).toMatchObject({
      ending: { appStatus: 0, protocolStatus: FCGI_UNKNOWN_ROLE },
      types: [FCGI_END_REQUEST],
    });
    expect((await web.answer(2)).body).toBe("hello");
  });

  test("ends the connection where its id is taken", async () => {
    const gone = deferred();
    const application = sayingLater(async ({ "tsgi.signal": signal }) => {
      await once(signal, "abort");
      gone.resolve();
      return "";
    });
    const { send, errors } = await servingFastCgi(validator(application));
    const web = await send(whole(1), begin(1));
    await Promise.all([web.closed, gone.promise]);
    expect(errors.text).toBe(
      "FastCgiError: the request 1 began twice; the connection of the web server is ended.\n",
    );
  });

  test("150: is refused where the connection has its number of requests", async () => {
    for (const [maxRequests, protocolStatus] of [
      [1, FCGI_CANT_MPX_CONN],
      [2, FCGI_OVERLOADED],
    ] as const) {
      const { connect } = await servingFastCgi(validator(echo), { maxRequests });
      const web = await connect();
      for (let id = 1; id <= maxRequests; id++) web.send(begin(id, { body: "abc" }));
      web.send(whole(9));
      expect((await web.answer(9)).ending).toEqual({ appStatus: 0, protocolStatus });
      web.send(stream(FCGI_STDIN, 1, "abc"));
      expect((await web.answer(1)).body).toBe("abc");
      web.send(whole(10, { body: "x" }));
      expect((await web.answer(10)).body).toBe("x");
    }
  });
});

describe("150: requests at once on one connection", () => {
  test("are answered each under its own id, in whatever order", async () => {
    const { send } = await servingFastCgi(validator(echo));
    const web = await send(begin(1, { body: "abcd" }), begin(2, { body: "wxyz" }));
    web.send(stream(FCGI_STDIN, 2, "wx"), stream(FCGI_STDIN, 1, "ab"));
    web.send(stream(FCGI_STDIN, 2, "yz"), stream(FCGI_STDIN, 2));
    expect((await web.answer(2)).body).toBe("wxyz");
    expect(web.of(1)).toEqual([]);
    web.send(stream(FCGI_STDIN, 1, "cd"), stream(FCGI_STDIN, 1));
    expect((await web.answer(1)).body).toBe("abcd");
  });

  test("stream their answers side by side", async () => {
    const turns = [deferred(), deferred()];
    const application = sending(async function* ({ PATH_INFO }: Environ) {
      yield bytes(`${PATH_INFO} begins`);
      await turns[PATH_INFO === "/1" ? 0 : 1]?.promise;
      yield bytes(" and ends");
    } as (environ: Environ) => AsyncIterable<Uint8Array>);
    const { send } = await servingFastCgi(validator(application));
    const web = await send(whole(1, asked("/1")), whole(2, asked("/2")));
    await web.until(() => web.of(1).length > 0 && web.of(2).length > 0);
    turns[1]?.resolve();
    expect((await web.answer(2)).body).toBe("/2 begins and ends");
    turns[0]?.resolve();
    expect((await web.answer(1)).body).toBe("/1 begins and ends");
  });
});

describe("151: the connection", () => {
  test("is kept where the web server wants so", async () => {
    const { connect } = await servingFastCgi(validator(echo));
    const web = await connect();
    for (const body of ["a", "b", "c"]) {
      web.send(whole(1, { body }));
      expect((await web.answer(1)).body).toBe(body);
      web.records.length = 0;
    }
  });

  test("is closed behind the end of the request otherwise", async () => {
    const { send } = await servingFastCgi(validator(hello));
    const web = await send(whole(1, { keepConnection: false }));
    expect((await web.answer(1)).body).toBe("hello");
    expect(await web.closed).toBe(false);
  });

  test("is closed behind the last one where several run", async () => {
    const { send } = await servingFastCgi(validator(echo));
    const web = await send(begin(1, { body: "abc" }), whole(2, { keepConnection: false, body: "x" }));
    expect((await web.answer(2)).body).toBe("x");
    web.send(stream(FCGI_STDIN, 1, "abc"));
    expect((await web.answer(1)).body).toBe("abc");
    expect(await web.closed).toBe(false);
  });

  test("does not lose the answer to a reset while a body that nobody reads still comes", async () => {
    const { connect } = await servingFastCgi(validator(answering("413 Too Much", TEXT)));
    const web = await connect();
    const body = "x".repeat(2_000_000);
    web.socket.pause();
    web.send(whole(1, { keepConnection: false, body }));
    await nextTurn();
    web.socket.resume();
    expect((await web.answer(1)).head).toMatch(/^Status: 413 Too Much/);
    expect(await web.closed).toBe(false);
  });

  test("is read to the end of a body that held it up", async () => {
    const gate = deferred();
    const { send } = await servingFastCgi(
      validator(
        waiting(
          gate.promise,
          saying(() => "not read"),
        ),
      ),
    );
    const web = await send(whole(1, { keepConnection: false, body: "x".repeat(20_000_000) }));
    await settled(() => web.socket.writableLength);
    expect(web.socket.writableLength).toBeGreaterThan(0);
    gate.resolve();
    expect((await web.answer(1)).body).toBe("not read");
    await eventually(() => web.socket.writableLength === 0);
  });

  test("that is over the limit is closed, and recovers", async () => {
    const { connect, send } = await servingFastCgi(validator(hello), { maxConnections: 1 });
    const web = await send(whole(1));
    await web.answer(1);
    const second = await connect();
    await second.closed;
    await web.destroy();
    await eventuallyServes(send);
  });
});

async function eventuallyServes(send: FastCgiServing["send"]): Promise<void> {
  for (;;) {
    const web = await send(whole(1));
    const served = await web.answer(1).then(
      () => true,
      () => false,
    );
    if (served) return;
  }
}

describe("152, 153: a client that leaves", () => {
  /** Streams for ever; tells when its body was closed, and how reading the request's body went. */
  function endless(): {
    application: Application;
    closed: Promise<void>;
    read: Promise<string>;
    count: () => number;
  } {
    const closed = deferred();
    const read = deferred<string>();
    let count = 0;
    const application = sending(({ "tsgi.input": input }) => {
      input.read().then(
        () => read.resolve("whole"),
        (error) => read.resolve(error.message),
      );
      return {
        [Symbol.asyncIterator]: () => ({
          next: async () => {
            await nextTurn();
            return { done: false, value: bytes("more ") };
          },
          return: async () => {
            count++;
            closed.resolve();
            return { done: true, value: undefined };
          },
        }),
      };
    });
    return { application, closed: closed.promise, read: read.promise, count: () => count };
  }

  test("is told to the application, and the request ends once", async () => {
    const { application, closed, read, count } = endless();
    const { send, errors } = await servingFastCgi(validator(application));
    const web = await send(begin(1, { body: "abc" }));
    await web.until(() => web.of(1).length > 0);
    web.send(formatRecord(FCGI_ABORT_REQUEST, 1, NOTHING), formatRecord(FCGI_ABORT_REQUEST, 1, NOTHING));
    const { ending } = await web.answer(1);
    expect(ending).toEqual({ appStatus: 1, protocolStatus: FCGI_REQUEST_COMPLETE });
    await closed;
    expect(await read).toContain("the client left");
    web.send(whole(2, asked("/2")));
    await web.until(() => web.of(2).length > 0);
    expect(web.of(1).filter(({ type }) => type === FCGI_END_REQUEST)).toHaveLength(1);
    expect([count(), errors.text]).toEqual([1, ""]);
  });

  test("is told by the signal, and what is answered nevertheless is dropped", async () => {
    const aborted = deferred();
    const application = sayingLater(async ({ "tsgi.signal": signal }) => {
      await once(signal, "abort");
      aborted.resolve();
      return "too late";
    });
    const { send } = await servingFastCgi(validator(application));
    const web = await send(whole(1), formatRecord(FCGI_ABORT_REQUEST, 1, NOTHING));
    await aborted.promise;
    expect((await web.answer(1)).types).toEqual([FCGI_END_REQUEST]);
  });

  test("before its variables have come does not call the application", async () => {
    let called = false;
    const { send } = await servingFastCgi(
      saying(() => {
        called = true;
        return "";
      }),
    );
    const web = await send(formatBegin(1, { role: FCGI_RESPONDER, keepConnection: true }));
    web.send(formatRecord(FCGI_ABORT_REQUEST, 1, NOTHING), formatRecord(FCGI_PARAMS, 1, NOTHING));
    expect((await web.answer(1)).types).toEqual([FCGI_END_REQUEST]);
    expect(called).toBe(false);
  });

  test("with all the others, where the web server closes the connection", async () => {
    const { application, closed, read, count } = endless();
    const { send, errors } = await servingFastCgi(validator(application));
    const web = await send(begin(1, { body: "abc" }), begin(2, { body: "abc" }));
    await web.until(() => web.of(1).length > 0 && web.of(2).length > 0);
    await web.destroy();
    await closed;
    expect(await read).toContain("the client left");
    await eventually(() => count() === 2);
    expect(errors.text).toBe("");
  });
});

describe("154: what the application reports", () => {
  test("goes to the web server, and nothing where it is nothing", async () => {
    const { send } = await servingFastCgi(
      validator((environ, startResponse) => {
        note(environ, "première");
        environ["tsgi.errors"].write("");
        note(environ, "deuxième");
        return hello(environ, startResponse);
      }),
    );
    const web = await send(whole(1));
    const { body, stderr, types } = await web.answer(1);
    expect([body, Buffer.from(stderr, "latin1").toString()]).toEqual(["hello", "première\ndeuxième\n"]);
    expect(types).toEqual([FCGI_STDERR, FCGI_STDERR, FCGI_STDOUT, FCGI_STDOUT, FCGI_END_REQUEST]);
  });

  test("may be five megabytes long", async () => {
    const { send } = await servingFastCgi(
      validator((environ, startResponse) => {
        note(environ, "x".repeat(5_000_000));
        return hello(environ, startResponse);
      }),
    );
    const web = await send(whole(1));
    const { body, stderr } = await web.answer(1);
    expect([body, stderr.length]).toEqual(["hello", 5_000_001]);
  });

  test("behind the end of its request goes to the server's own error stream", async () => {
    const gate = deferred();
    const { send, errors } = await servingFastCgi((environ, startResponse) => {
      gate.promise.then(() => note(environ, "late"));
      return hello(environ, startResponse);
    });
    const web = await send(whole(1));
    await web.answer(1);
    gate.resolve();
    await eventually(() => errors.text === "late\n");
  });
});

describe("an answer that breaks off", () => {
  const short = stating(10, async function* () {
    yield bytes("short");
  });

  test("92: ends the connection without an end of the request, so that the web server knows", async () => {
    const { send } = await servingFastCgi(validator(short));
    const web = await send(whole(1));
    expect(await web.closed).toBe(false);
    const types = web.of(1).map(({ type }) => type);
    expect(types).toEqual([FCGI_STDOUT, FCGI_STDERR, FCGI_ABORT_REQUEST]);
  });

  test("ends by the status of the application where other requests run on the connection", async () => {
    const gate = deferred();
    const { send } = await servingFastCgi((environ, startResponse) =>
      environ.PATH_INFO === "/short"
        ? short(environ, startResponse)
        : waiting(
            gate.promise,
            saying(() => "whole"),
          )(environ, startResponse),
    );
    const web = await send(whole(1), whole(2, { ...asked("/short"), keepConnection: true }));
    expect((await web.answer(2)).ending).toEqual({ appStatus: 1, protocolStatus: FCGI_REQUEST_COMPLETE });
    gate.resolve();
    expect((await web.answer(1)).body).toBe("whole");
  });
});

describe("back-pressure", () => {
  test("a web server that reads slowly holds the body up", async () => {
    let made = 0;
    const application = sending(function* () {
      for (; made < 1000; made++) yield Buffer.alloc(64 * 1024);
    } as () => Iterable<Uint8Array>);
    const { connect } = await servingFastCgi(validator(application));
    const web = await connect();
    web.socket.pause();
    web.send(whole(1));
    await settled(() => made);
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(500);
    web.socket.resume();
    const { body } = await web.answer(1);
    expect(body.length).toBe(1000 * 64 * 1024);
  });

  test("a body that is not read holds the web server up, and comes whole when it is", async () => {
    const gate = deferred();
    let length = 0;
    const application = sayingLater(async ({ "tsgi.input": input }) => {
      await gate.promise;
      for await (const chunk of input) length += chunk.length;
      return String(length);
    });
    const { connect } = await servingFastCgi(validator(application));
    const web = await connect();
    const most = 64 * 1024 * 1024;
    web.send(begin(1, { variables: { CONTENT_LENGTH: String(most) } }));
    const part = formatRecord(FCGI_STDIN, 1, Buffer.alloc(64 * 1024, 1));
    for (let sent = 0; sent < most; sent += 64 * 1024) web.socket.write(part);
    web.send(stream(FCGI_STDIN, 1));
    await settled(() => web.socket.writableLength);
    expect(web.socket.writableLength).toBeGreaterThan(most / 2);
    gate.resolve();
    expect((await web.answer(1)).body).toBe(String(most));
  });

  test("a web server that asks for more and more and does not read is not read on", async () => {
    let made = 0;
    const application = sending(() => {
      made++;
      return [Buffer.alloc(60_000)];
    });
    const { connect } = await servingFastCgi(validator(application));
    const web = await connect();
    web.socket.pause();
    for (let id = 1; id <= 5000; id++) web.send(whole(id));
    await settled(() => made);
    expect(made).toBeLessThan(1000);
    await web.destroy();
  });
});

describe("156: an authorizer", () => {
  test("says yes with 200 and variables, which pass as they are", async () => {
    const application = answering("200 OK", [...TEXT, ["Variable-AUTH_METHOD", "database lookup"]], () => []);
    const { send } = await servingFastCgi(validator(application));
    const web = await send(begin(1, { role: FCGI_AUTHORIZER }));
    const { head, ending } = await web.answer(1);
    expect(head).toMatch(/^Status: 200 OK\r\n/);
    expect(head).toContain("\r\nVariable-AUTH_METHOD: database lookup");
    expect(ending).toEqual(COMPLETE);
  });

  test("says no with another status", async () => {
    const { send } = await servingFastCgi(validator(answering("403 Forbidden", TEXT)));
    const web = await send(begin(1, { role: FCGI_AUTHORIZER }));
    expect((await web.answer(1)).head).toMatch(/^Status: 403 Forbidden\r\n/);
  });

  test("has no body, whatever the CONTENT_LENGTH of the request is", async () => {
    const application = sayingLater(async ({ "tsgi.input": input, "fastcgi.role": role, CONTENT_LENGTH }) => {
      return `${role} ${CONTENT_LENGTH} ${(await input.read()).length}`;
    });
    const { send } = await servingFastCgi(validator(application));
    const web = await send(begin(1, { role: FCGI_AUTHORIZER, variables: { CONTENT_LENGTH: "5" } }));
    expect((await web.answer(1)).body).toBe("authorizer undefined 0");
  });
});

describe("a filter", () => {
  const upper: Application = sayingLater(async (environ) => {
    const parameters = Buffer.from(await environ["tsgi.input"].read()).toString("latin1");
    const file = await dataOf(environ).read();
    return `${environ["fastcgi.role"]} ${parameters} ${Buffer.from(file).toString("latin1").toUpperCase()}`;
  });
  const dataOf = (environ: Environ) => environ["fastcgi.data"] as Input;

  test("is given the file to work on behind the body", async () => {
    const { send } = await servingFastCgi(validator(upper));
    const web = await send(
      begin(1, { role: FCGI_FILTER, body: "abc", variables: { FCGI_DATA_LENGTH: "4" } }),
    );
    web.send(stream(FCGI_STDIN, 1, "abc"), stream(FCGI_STDIN, 1));
    web.send(stream(FCGI_DATA, 1, "da"), stream(FCGI_DATA, 1, "ta"), stream(FCGI_DATA, 1));
    expect((await web.answer(1)).body).toBe("filter abc DATA");
  });

  test("is told when the file is not as long as it should be", async () => {
    const { send } = await servingFastCgi(validator(upper));
    const web = await send(
      whole(1, { role: FCGI_FILTER, body: "abc", variables: { FCGI_DATA_LENGTH: "5" } }),
    );
    web.send(stream(FCGI_DATA, 1, "data"), stream(FCGI_DATA, 1));
    expect((await web.answer(1)).head).toMatch(/^Status: 400 Bad Request/);
  });

  test("is told when it waits for the file and leaves a large body unread", async () => {
    const application = sayingLater(async (environ) => String((await dataOf(environ).read()).length));
    const { send } = await servingFastCgi(validator(application));
    const web = await send(whole(1, { role: FCGI_FILTER, body: "x".repeat(1_000_000) }));
    const { head, stderr } = await web.answer(1);
    expect(head).toMatch(/^Status: 500/);
    expect(stderr).toContain("fastcgi.data was read before tsgi.input");
  });

  test("rejects reading the file when the client leaves", async () => {
    const failure = deferred<string>();
    const application = sayingLater(async (environ) => {
      await dataOf(environ)
        .read()
        .catch((error) => failure.resolve(error.message));
      return "";
    });
    const { send } = await servingFastCgi(validator(application));
    const web = await send(whole(1, { role: FCGI_FILTER }), stream(FCGI_DATA, 1, "da"));
    web.send(formatRecord(FCGI_ABORT_REQUEST, 1, NOTHING));
    expect(await failure.promise).toContain("the client left");
  });
});

describe("what is no FastCGI", () => {
  test.each([
    ["another version", Buffer.from("GET / HTTP/1.1\r\n\r\n"), "the version of a record is 71 and not 1"],
    ["a beginning that is too short", stream(1, 1, "abc"), "FCGI_BEGIN_REQUEST has 3 bytes"],
    [
      "variables that are none",
      Buffer.concat([
        formatBegin(1, { role: FCGI_RESPONDER, keepConnection: true }),
        stream(FCGI_PARAMS, 1, "\x05"),
        stream(FCGI_PARAMS, 1),
      ]),
      "a name-value pair ends in a length",
    ],
    ["a question that is none", formatRecord(FCGI_GET_VALUES, 0, Buffer.of(5)), "a name-value pair ends"],
    [
      "a body before the variables",
      Buffer.concat([
        formatBegin(1, { role: FCGI_RESPONDER, keepConnection: true }),
        formatRecord(FCGI_STDIN, 1, Buffer.alloc(200_000)),
      ]),
      "the body of the request 1 comes before its variables",
    ],
  ])("ends the connection, and says why: %s", async (_, sent, message) => {
    const { send, errors } = await servingFastCgi(validator(hello));
    const web = await send(sent);
    await web.closed;
    expect(errors.text).toContain(`FastCgiError: ${message}`);
    expect(errors.text).not.toContain("    at ");
    await eventuallyServes(send);
  });

  test("does not lose the answers before it", async () => {
    const { send } = await servingFastCgi(validator(hello));
    const web = await send(whole(1), Buffer.alloc(100_000, "rubbish"));
    expect((await web.answer(1)).body).toBe("hello");
    expect(await web.closed).toBe(false);
  });

  test("harms nobody, whatever it is", async () => {
    const { send } = await servingFastCgi(validator(echo), { idleTimeout: 1000, stallTimeout: 1000 });
    const type = fc.integer({ min: 0, max: 12 });
    const record = fc
      .tuple(type, fc.integer({ min: 0, max: 3 }), fc.uint8Array({ maxLength: 20 }))
      .map(([one, id, content]) => formatRecord(one, id, content));
    const good = fc.constantFrom(begin(1), begin(2, { body: "abc" }), whole(3, { body: "x" }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(record, good, fc.uint8Array({ maxLength: 30 }))), async (pieces) => {
        const web = await send(...pieces);
        web.socket.end();
        await web.closed;
        await web.destroy();
      }),
      { numRuns: 200 },
    );
    await eventuallyServes(send);
  });
});

describe("limits", () => {
  test("variables that are too long get 431; the connection serves on", async () => {
    const { send } = await servingFastCgi(validator(hello), { maxParams: 1000 });
    const web = await send(whole(1, { variables: { HTTP_X: "x".repeat(1000) } }), whole(2));
    expect((await web.answer(1)).head).toMatch(/^Status: 431 Request Header Fields Too Large/);
    expect((await web.answer(2)).body).toBe("hello");
  });

  test("a record that is not sent whole does not stay for ever, nor variables, nor a body that is waited for", async () => {
    for (const sent of [
      whole(1).subarray(0, 5),
      whole(1).subarray(0, 40),
      formatBegin(1, { role: FCGI_RESPONDER, keepConnection: true }),
      begin(1, { body: "abc" }),
    ]) {
      const { send, errors } = await servingFastCgi(validator(echo), { stallTimeout: 30 });
      const web = await send(sent);
      await web.closed;
      expect(errors.text).toBe(
        "FastCgiError: a web server is silent in the middle of a request; its connection is ended.\n",
      );
    }
  });

  test.each([true, false])(
    "an answer that is not read does not stay for ever: %s",
    async (keepConnection) => {
      const application = validator(sending(() => [Buffer.alloc(50_000_000)]));
      const { connect, errors } = await servingFastCgi(application, { stallTimeout: 30 });
      const web = await connect();
      web.socket.pause();
      web.send(whole(1, { keepConnection }));
      await eventually(() => errors.text !== "");
      expect(errors.text).toBe(
        "FastCgiError: a web server does not read its answer; its connection is ended.\n",
      );
      web.socket.resume();
      await web.closed;
      expect(web.of(1).some(({ type }) => type === FCGI_END_REQUEST)).toBe(false);
    },
  );

  test("an idle connection is closed, without a word", async () => {
    const { connect, errors } = await servingFastCgi(validator(hello), { idleTimeout: 30 });
    const [web, silent] = [await connect(), await connect()];
    web.send(whole(1));
    await web.answer(1);
    await Promise.all([web.closed, silent.closed]);
    expect(errors.text).toBe("");
  });

  test("an application may take longer than any of them", async () => {
    const gate = deferred();
    const application = waiting(
      gate.promise,
      saying(() => "at last"),
    );
    const { send } = await servingFastCgi(validator(application), { idleTimeout: 20, stallTimeout: 20 });
    const web = await send(begin(1, { body: "not read" }), stream(FCGI_STDIN, 1, "not"));
    setTimeout(gate.resolve, 100);
    expect((await web.answer(1)).body).toBe("at last");
  });
});

describe("157: who may connect", () => {
  test("are the web servers that are named, in whatever form their address has", async () => {
    for (const [webServers, admitted] of [
      [["127.0.0.1"], true],
      [["192.0.2.1", "127.0.0.1"], true],
      [["::1", "::ffff:127.0.0.1"], true],
      [["192.0.2.1"], false],
      [[], false],
    ] as const) {
      const { send } = await servingFastCgi(validator(hello), { webServers });
      const web = await send(whole(1));
      const answered = await web.answer(1).then(
        () => true,
        () => false,
      );
      expect(answered).toBe(admitted);
    }
  });

  test("are named by the process manager in FCGI_WEB_SERVER_ADDRS", async () => {
    vi.stubEnv("FCGI_WEB_SERVER_ADDRS", "192.0.2.1, 192.0.2.2");
    const { connect } = await servingFastCgi(validator(hello));
    vi.unstubAllEnvs();
    const web = await connect();
    await web.closed;
  });

  test("are addresses and nothing else", async () => {
    await expect(servingFastCgi(hello, { webServers: ["localhost"] })).rejects.toThrow(
      '"localhost" is no address of a web server',
    );
  });

  test("are all that the mode of a Unix socket lets in", async () => {
    const path = join(folder, "socket");
    const { server, send } = await servingFastCgi(validator(hello), { path, webServers: ["192.0.2.1"] });
    expect(server).toMatchObject({ path });
    const web = await send(whole(1));
    expect((await web.answer(1)).body).toBe("hello");
  });
});

test.skipIf(process.platform === "win32")(
  "157: listens on descriptor 0 where a process manager starts it",
  async () => {
    const manager = createServer();
    manager.listen(0, "127.0.0.1");
    await once(manager, "listening");
    const address = manager.address();
    const fd = Number(Reflect.get(Reflect.get(manager, "_handle"), "fd"));
    const child = spawn(process.execPath, [PROGRAM], { stdio: [fd, "ignore", "inherit"] });
    onTestFinished(async () => {
      child.kill();
      await once(child, "exit");
    });
    manager.close(); // the child has it now
    const port = typeof address === "object" && address ? address.port : 0;
    const web = await WebServer.connect({ port, host: "127.0.0.1" });
    web.send(whole(1, { keepConnection: false }));
    expect(JSON.parse((await web.answer(1)).body)).toMatchObject({ "fastcgi.role": "responder" });
    expect(await web.closed).toBe(false);
    await web.destroy();
  },
);

test.each([{ maxRequests: 0 }, { maxParams: -1 }, { idleTimeout: 0.5 }, { stallTimeout: Number.NaN }])(
  "the option %j makes no sense, and is said to",
  async (options) => {
    await expect(servingFastCgi(hello, options)).rejects.toThrow(RangeError);
  },
);

describe("shutting down", () => {
  test("113: lets running requests finish, refuses others, and closes idle connections at once", async () => {
    const gate = deferred();
    const application = waiting(
      gate.promise,
      saying(() => "finished"),
    );
    const { server, connect } = await servingFastCgi(validator(application));
    const [web, idle] = [await connect(), await connect()];
    web.send(whole(1), formatBegin(2, { role: FCGI_RESPONDER, keepConnection: true }), stream(99, 0));
    await web.until(() => web.records.length === 1);
    const closed = server.close();
    const overloaded = { appStatus: 0, protocolStatus: FCGI_OVERLOADED };
    expect((await web.answer(2)).ending).toEqual(overloaded);
    await idle.closed;
    idle.socket.end();
    web.send(whole(3));
    expect((await web.answer(3)).ending).toEqual(overloaded);
    gate.resolve();
    expect((await web.answer(1)).body).toBe("finished");
    expect(await web.closed).toBe(false);
    web.socket.end();
    await closed;
    await expect(connect()).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  test("113: breaks off what does not finish in time, or when asked twice", async () => {
    for (const shutdownTimeout of [30, 60_000]) {
      const { server, send } = await servingFastCgi(
        sayingLater(({ "tsgi.signal": signal }) => once(signal, "abort").then(String)),
        { shutdownTimeout },
      );
      const web = await send(whole(1), stream(99, 0));
      await web.until(() => web.records.length === 1);
      const closed = server.close();
      if (shutdownTimeout > 1000) server.close();
      await closed;
      await web.closed;
    }
  });
});
