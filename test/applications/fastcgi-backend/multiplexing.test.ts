import { Buffer } from "node:buffer";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { type FastCgiBackendOptions, fastcgiBackend } from "../../../src/applications/fastcgi-backend.ts";
import {
  type Application,
  BodyInput,
  type Environ,
  RequestError,
  respond,
  validator,
} from "../../../src/gateway/index.ts";
import { formatEnd } from "../../../src/protocols/fastcgi/bodies.ts";
import {
  FCGI_ABORT_REQUEST,
  FCGI_OVERLOADED,
  FCGI_PARAMS,
  FCGI_REQUEST_COMPLETE,
  FCGI_STDIN,
  FCGI_STDOUT,
} from "../../../src/protocols/fastcgi/constants.ts";
import { parsePairs } from "../../../src/protocols/fastcgi/pairs.ts";
import { formatRecord } from "../../../src/protocols/fastcgi/records.ts";
import { bytes, hello, saying, stating, waiting } from "../../conformance/applications.ts";
import { servingFastCgi } from "../../servers/fastcgi/serving.ts";
import { ask } from "../../support/ask.ts";
import { testEnviron } from "../../support/environ.ts";
import { collectErrors } from "../../support/errors.ts";
import { flood } from "../../support/flood.ts";
import { expectGivenBack, holdings } from "../../support/holdings.ts";
import { deferred, eventually, settled } from "../../support/promises.ts";
import { failOnUnhandled } from "../../support/rejections.ts";
import { backend, type Peer } from "./backend.ts";

failOnUnhandled();
vi.setConfig({ testTimeout: 30_000 });

/** What a peer is asked for on a connection: the ids of the requests, by their paths. */
function idsOf(peer: Peer): Map<string, number> {
  const ids = new Map<string, number>();
  for (const { type, requestId, content } of peer.records) {
    if (type === FCGI_PARAMS && content.length > 0)
      ids.set(parsePairs(content).get("PATH_INFO") ?? "", requestId);
  }
  return ids;
}

function output(id: number, text: string): Buffer {
  return formatRecord(FCGI_STDOUT, id, Buffer.from(`Content-Type: text/plain\n\n${text}`));
}

function end(id: number): Buffer {
  return formatEnd(id, { appStatus: 0, protocolStatus: FCGI_REQUEST_COMPLETE });
}

/** A backend whose answers are the test's, and the application before it, which has asked once and keeps a connection. */
async function kept(options: FastCgiBackendOptions = {}) {
  const { address, peers } = await backend(() => {});
  const application = validator(
    fastcgiBackend(address, { maxRequests: 10, keepAliveTimeout: 60_000, ...options }),
  );
  const first = ask(application, "/first");
  await eventually(() => peers[0] !== undefined && idsOf(peers[0]).size === 1);
  const peer = peers[0] as Peer;
  /** Has the paths asked, and gives what will be answered, and the id of each. */
  const askAll = async (paths: readonly string[], overrides: Partial<Environ> = {}) => {
    const answers = paths.map((path) => ask(application, path, overrides));
    for (const answer of answers) answer.catch(() => {});
    await eventually(() => paths.every((path) => idsOf(peer).has(path)));
    return { answers, ids: paths.map((path) => idsOf(peer).get(path) as number) };
  };
  peer.send(output(1, "first"), end(1));
  expect((await first).text).toBe("first");
  return { application, peer, peers, askAll };
}

/** A signal for an environ, and what aborts it. */
function leaving() {
  const controller = new AbortController();
  return { overrides: { "tsgi.signal": controller.signal }, leave: () => controller.abort() };
}

describe("158: several requests on one connection", () => {
  test("are answered in any order, in pieces that mix", async () => {
    const { peer, peers, askAll } = await kept();
    const { answers, ids } = await askAll(["/a", "/b", "/c"]);
    expect(new Set(ids).size).toBe(3);
    const [a = 0, b = 0, c = 0] = ids;
    peer.send(output(c, "see"), output(a, "a"), end(c), output(b, "be"));
    peer.send(formatRecord(FCGI_STDOUT, a, bytes("bc")), end(b), end(a));
    expect((await Promise.all(answers)).map(({ text }) => text)).toEqual(["abc", "be", "see"]);
    expect(peers).toHaveLength(1);
  });

  test("are no more than there may be; one more goes over another connection", async () => {
    const { peers, askAll, application } = await kept({ maxRequests: 2 });
    await askAll(["/a", "/b"]);
    ask(application, "/c").catch(() => {});
    await eventually(() => peers[1] !== undefined && idsOf(peers[1]).has("/c"));
  });

  test("are 300 at once, each answered as without the connection between", async () => {
    const echo: Application = saying((environ) => `${environ.PATH_INFO}?${environ.QUERY_STRING}`.repeat(50));
    const { server } = await servingFastCgi(validator(echo), { maxConnections: 3 });
    const address = `127.0.0.1:${server.port}`;
    const application = validator(fastcgiBackend(address, { maxConnections: 3, maxRequests: 100 }));
    const paths = Array.from({ length: 300 }, (_, index) => `/${index}`);
    const answers = await Promise.all(
      paths.map((path) => ask(application, path, { QUERY_STRING: `q=${path}` })),
    );
    expect(answers.map(({ text }) => text)).toEqual(paths.map((path) => `${path}?q=${path}`.repeat(50)));
  });

  test("leave nothing behind when many are broken off, given up or silent", async () => {
    const applications: readonly Application[] = [
      hello,
      stating(10, async function* () {
        yield bytes("short");
      }),
      waiting(new Promise(() => {}), hello),
      saying(() => "x".repeat(300_000)),
    ];
    const { server } = await servingFastCgi((environ, startResponse) => {
      const application = applications[Number(environ.QUERY_STRING)] ?? hello;
      return application(environ, startResponse);
    });
    const address = `127.0.0.1:${server.port}`;
    const application = fastcgiBackend(address, { maxConnections: 4, maxRequests: 20, timeout: 200 });
    const call = (index: number) => {
      const { overrides, leave } = leaving();
      if (index % 7 === 0) setTimeout(leave, index % 5);
      return ask(application, "/", { QUERY_STRING: String(index % 4), ...overrides }).catch(() => undefined);
    };
    await flood(50, 25, call);
    const before = holdings();
    await flood(2000, 60, call);
    await expectGivenBack(before);
    expect((await ask(application, "/")).status).toBe("200 OK");
  });

  test("that must not be asked twice go over connections of their own, of which there are no more than may be", async () => {
    let open = 0;
    let most = 0;
    const { address } = await backend(async (peer) => {
      most = Math.max(most, ++open);
      peer.closed.then(() => open--);
      const ended = () =>
        peer.records.filter(({ type, content }) => type === FCGI_STDIN && content.length === 0);
      for (
        let count = 0;
        await peer
          .until(() => ended().length > count)
          .then(
            () => true,
            () => false,
          );
        count++
      ) {
        const { requestId = 0 } = ended()[count] ?? {};
        peer.send(output(requestId, "well"), end(requestId));
      }
    });
    const options = { maxConnections: 2, maxRequests: 10, keepAliveTimeout: 60_000 };
    const application = validator(fastcgiBackend(address, options));
    const posts = Array.from({ length: 6 }, () => ask(application, "/", { REQUEST_METHOD: "POST" }));
    const gets = Array.from({ length: 6 }, () => ask(application, "/"));
    for (const { text } of await Promise.all([...posts, ...gets])) expect(text).toBe("well");
    expect(most).toBeLessThanOrEqual(2 + 1); // the backend may hear of one that has ended behind the next one
  });

  test("know which of them is broken off", async () => {
    const gate = deferred();
    const short = stating(10, async function* () {
      yield bytes("short");
    });
    const paths: string[] = [];
    const applications: Readonly<Record<string, Application>> = {
      "/short": short,
      "/slow": waiting(
        gate.promise,
        saying(() => "whole"),
      ),
    };
    const { server } = await servingFastCgi((environ, startResponse) => {
      paths.push(environ.PATH_INFO);
      return (applications[environ.PATH_INFO] ?? hello)(environ, startResponse);
    });
    const application = fastcgiBackend(`127.0.0.1:${server.port}`, { maxRequests: 10 });
    await ask(application, "/"); // opens the connection
    const slow = ask(application, "/slow");
    await eventually(() => paths.includes("/slow"));
    await expect(ask(application, "/short")).rejects.toThrow("the FastCGI server broke its answer off");
    gate.resolve();
    expect((await slow).text).toBe("whole");
    expect(paths).toEqual(["/", "/slow", "/short"]);
  });

  test("are asked again over a new one where it dies, if nothing of theirs has come", async () => {
    const { peer, peers, askAll } = await kept();
    const { answers, ids } = await askAll(["/begun", "/not"]);
    const [begun = 0] = ids;
    peer.send(output(begun, "be"));
    await settled(() => peer.records.length);
    peer.socket.end();
    await expect(answers[0]).rejects.toThrow("closed the connection before its answer was whole");
    await eventually(() => peers[1] !== undefined && idsOf(peers[1]).has("/not"));
    peers[1]?.send(output(1, "now"), end(1));
    expect((await answers[1])?.text).toBe("now");
  });
});

describe("of several requests on one connection, one", () => {
  test("whose client leaves is aborted, and its number is not given away before it has ended", async () => {
    const { peer, askAll } = await kept({ maxRequests: 3 });
    const { answers, ids } = await askAll(["/stays"]);
    const { overrides, leave } = leaving();
    const left = await askAll(["/leaves"], overrides);
    leave();
    await expect(left.answers[0]).rejects.toThrow("the client left");
    const [leftId = 0] = left.ids;
    await eventually(() => peer.of(leftId).some(({ type }) => type === FCGI_ABORT_REQUEST));
    const next = await askAll(["/next"]);
    expect(next.ids).not.toContain(leftId);
    peer.send(output(leftId, "late"), end(leftId));
    for (const id of [...ids, ...next.ids]) peer.send(output(id, "well"), end(id));
    for (const answer of [...answers, ...next.answers]) expect((await answer).text).toBe("well");
  });

  test("that is the last whose client leaves ends the connection", async () => {
    const { peer, askAll } = await kept();
    const { overrides, leave } = leaving();
    await askAll(["/a", "/b"], overrides);
    leave();
    expect(await peer.closed).toBe(false);
  });

  test("that is silent is given up for itself", async () => {
    const { peer, askAll } = await kept({ timeout: 500 });
    const { answers, ids } = await askAll(["/silent", "/lively"]);
    const [silent = 0, lively = 0] = ids;
    peer.send(output(lively, "1"));
    const more = setInterval(() => peer.send(formatRecord(FCGI_STDOUT, lively, bytes("2"))), 20);
    await expect(answers[0]).rejects.toThrow("the FastCGI server was silent for 500 ms");
    clearInterval(more);
    await eventually(() => peer.of(silent).some(({ type }) => type === FCGI_ABORT_REQUEST));
    peer.send(end(lively));
    expect((await answers[1])?.text).toMatch(/^12+$/);
  });

  test("that has a body has the connection for itself", async () => {
    const { application, peer, peers } = await kept();
    const gate = deferred();
    const post = ask(application, "/post", {
      REQUEST_METHOD: "POST",
      CONTENT_LENGTH: "3",
      "tsgi.input": new BodyInput(async () => {
        await gate.promise;
        throw new RequestError("413 Content Too Large", "the body is too large");
      }),
    });
    post.catch(() => {});
    await peer.closed; // it was kept, and made room for the one of the POST
    await eventually(() => peers[1] !== undefined && idsOf(peers[1]).has("/post"));
    const other = ask(application, "/other");
    await eventually(() => peers[2] !== undefined && idsOf(peers[2]).has("/other"));
    gate.resolve();
    await expect(post).rejects.toThrow("the body is too large");
    await peers[1]?.closed;
    peers[2]?.send(output(1, "well"), end(1));
    expect((await other).text).toBe("well");
  });

  test("that never ends though its client has left ends the connection with the last of the others", async () => {
    const { peer, peers, askAll, application } = await kept();
    const { answers, ids } = await askAll(["/stays"]);
    const { overrides, leave } = leaving();
    const left = await askAll(["/leaves"], overrides);
    leave();
    await expect(left.answers[0]).rejects.toThrow("the client left");
    peer.send(output(ids[0] as number, "well"), end(ids[0] as number));
    expect((await answers[0])?.text).toBe("well");
    expect(await peer.closed).toBe(false);
    const next = ask(application, "/next");
    await eventually(() => peers[1] !== undefined && idsOf(peers[1]).has("/next"));
    peers[1]?.send(output(1, "next"), end(1));
    expect((await next).text).toBe("next");
  });

  test("that is refused is asked over a new one, and so is whoever comes then", async () => {
    const { peer, peers, askAll, application } = await kept();
    const running = await askAll(["/runs"]);
    const refused = await askAll(["/refused"]);
    const [id = 0] = refused.ids;
    peer.send(formatEnd(id, { appStatus: 0, protocolStatus: FCGI_OVERLOADED }));
    await eventually(() => peers[1] !== undefined && idsOf(peers[1]).has("/refused"));
    const next = ask(application, "/next");
    await eventually(() => idsOf(peers[1] as Peer).has("/next"));
    for (const other of idsOf(peers[1] as Peer).values()) peers[1]?.send(output(other, "well"), end(other));
    expect((await refused.answers[0])?.text).toBe("well");
    expect((await next).text).toBe("well");
    const [runs = 0] = running.ids;
    peer.send(output(runs, "still"), end(runs));
    expect((await running.answers[0])?.text).toBe("still");
  });

  test("that is long lets others join again when it has ended, though another goes on", async () => {
    const { peer, askAll, application } = await kept({ maxConnections: 1 });
    const { answers, ids } = await askAll(["/long", "/goes-on"]);
    const [long = 0, goesOn = 0] = ids;
    peer.send(output(goesOn, "begun"), output(long, "x".repeat(60_000)));
    for (let count = 0; count < 3; count++)
      peer.send(formatRecord(FCGI_STDOUT, long, Buffer.alloc(60_000, "x")));
    await settled(() => peer.records.length);
    const { overrides, leave } = leaving();
    const leaves = ask(application, "/leaves", overrides);
    const waits = ask(application, "/waits");
    await settled(() => peer.records.length);
    expect(idsOf(peer).has("/waits")).toBe(false);
    leave();
    await expect(leaves).rejects.toThrow("the client left");
    peer.send(end(long));
    expect((await answers[0])?.text).toHaveLength(240_000);
    await eventually(() => idsOf(peer).has("/waits"));
    const id = idsOf(peer).get("/waits") as number;
    peer.send(output(id, "well"), end(id), end(goesOn));
    expect((await waits).text).toBe("well");
    expect((await answers[1])?.text).toBe("begun");
  });

  test("is not blamed for its silence while the client of another holds the connection up", async () => {
    const { application, peer, askAll } = await kept({ timeout: 1000 });
    const environ = testEnviron({ PATH_INFO: "/slow", "tsgi.errors": collectErrors() });
    const slow = respond(application, environ);
    const { answers, ids } = await askAll(["/b"]);
    const id = idsOf(peer).get("/slow") as number;
    peer.send(output(id, "x".repeat(60_000)));
    const { body } = await slow;
    for (let count = 0; count < 400; count++)
      peer.send(formatRecord(FCGI_STDOUT, id, Buffer.alloc(60_000, "x")));
    peer.send(end(id), output(ids[0] as number, "well"), end(ids[0] as number));
    await delay(1500);
    let length = 0;
    for await (const chunk of body) length += chunk.length;
    expect(length).toBe(401 * 60_000);
    expect((await answers[0])?.text).toBe("well");
  });

  test("that is slow to be taken holds up none of the others, and no new one joins them", async () => {
    const { application, peer, peers, askAll } = await kept();
    const environ = testEnviron({ PATH_INFO: "/long", "tsgi.errors": collectErrors() });
    const long = respond(application, environ);
    await eventually(() => idsOf(peer).has("/long"));
    const { answers, ids } = await askAll(["/beside"]);
    const id = idsOf(peer).get("/long") as number;
    peer.send(output(id, "x".repeat(60_000)));
    const { body } = await long;
    for (let count = 0; count < 50; count++)
      peer.send(formatRecord(FCGI_STDOUT, id, Buffer.alloc(60_000, "x")));
    peer.send(output(ids[0] as number, "well"), end(ids[0] as number));
    expect((await answers[0])?.text).toBe("well");
    ask(application, "/new").catch(() => {});
    await eventually(() => peers[1] !== undefined && idsOf(peers[1]).has("/new"));
    peer.send(end(id));
    let length = 0;
    for await (const chunk of body) length += chunk.length;
    expect(length).toBe(51 * 60_000);
  });
});

describe("a request", () => {
  test("whose client has left before is not asked, and ends no connection", async () => {
    for (const maxRequests of [1, 10]) {
      const { peer, peers, askAll, application } = await kept({ maxRequests });
      const gone = ask(application, "/gone", { "tsgi.signal": AbortSignal.abort() });
      await expect(gone).rejects.toThrow("the client left");
      const { answers, ids } = await askAll(["/next"]);
      const [id = 0] = ids;
      peer.send(output(id, "well"), end(id));
      expect((await answers[0])?.text).toBe("well");
      expect(peers).toHaveLength(1);
    }
  });

  test("that needs a connection of its own takes the place of one that nobody asks", async () => {
    const { peer, peers, askAll, application } = await kept({ maxConnections: 2, timeout: 2000 });
    await askAll(["/goes-on"]);
    for (let count = 1; count < 4; count++) {
      const post = ask(application, `/post-${count}`, { REQUEST_METHOD: "POST" });
      await eventually(() => peers[count] !== undefined && idsOf(peers[count] as Peer).has(`/post-${count}`));
      peers[count]?.send(output(1, "posted"), end(1));
      expect((await post).text).toBe("posted");
    }
    expect(peer.socket.destroyed).toBe(false);
  });

  test("has a connection for itself where none are kept", async () => {
    const { server } = await servingFastCgi(validator(hello));
    const options = { maxRequests: 10, keepAliveTimeout: 0 };
    const application = validator(fastcgiBackend(`127.0.0.1:${server.port}`, options));
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(application, "/")));
    for (const { status } of answers) expect(status).toBe("200 OK");
  });
});

describe("an answer over a kept connection", () => {
  test("that does not come in time is answered for with 504", async () => {
    for (const maxRequests of [1, 10]) {
      const { peer, askAll } = await kept({ maxRequests, timeout: 100 });
      const { answers } = await askAll(["/silent"]);
      await expect(answers[0]).rejects.toThrow("the FastCGI server was silent for 100 ms");
      await peer.closed;
    }
  });

  test.each([0, 1.5, 65_536, Number.NaN])("is one of 1 to 65,535 requests, and not of %s", (maxRequests) => {
    expect(() => fastcgiBackend("/a.sock", { maxRequests })).toThrow(RangeError);
  });

  test("is whole with an empty body on STDIN", async () => {
    const { peer, askAll } = await kept();
    const { answers, ids } = await askAll(["/a"]);
    const id = ids[0] as number;
    expect(peer.of(id).filter(({ type }) => type === FCGI_STDIN)).toHaveLength(1);
    peer.send(output(id, ""), end(id));
    expect((await answers[0])?.text).toBe("");
  });
});
