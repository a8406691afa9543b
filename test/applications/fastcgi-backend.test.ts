import { Buffer } from "node:buffer";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { type FastCgiBackendOptions, fastcgiBackend } from "../../src/applications/fastcgi-backend.ts";
import {
  type Application,
  BodyInput,
  type Environ,
  RequestError,
  respond,
  validator,
} from "../../src/gateway/index.ts";
import { parseBegin } from "../../src/protocols/fastcgi/bodies.ts";
import {
  FCGI_BEGIN_REQUEST,
  FCGI_OVERLOADED,
  FCGI_PARAMS,
  FCGI_STDERR,
  FCGI_STDIN,
  FCGI_UNKNOWN_ROLE,
} from "../../src/protocols/fastcgi/constants.ts";
import { parsePairs } from "../../src/protocols/fastcgi/pairs.ts";
import type { FastCgiOptions } from "../../src/servers/fastcgi.ts";
import {
  answering,
  bytes,
  echo,
  hello,
  later,
  muchLater,
  note,
  saying,
  sending,
  showEnviron,
  stating,
  TEXT,
} from "../conformance/applications.ts";
import { servingFastCgi } from "../servers/fastcgi/serving.ts";
import { type Answer, ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { collectErrors } from "../support/errors.ts";
import { deferred, eventually, settled } from "../support/promises.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { answer, asked, backend, counting, end, stdout, stream } from "./fastcgi-backend/backend.ts";

failOnUnhandled();

/** The application that hands its requests to another one, over FastCGI and between validators. */
async function over(
  application: Application,
  options: FastCgiBackendOptions = {},
  serverOptions: FastCgiOptions = {},
): Promise<Application> {
  const { server } = await servingFastCgi(validator(application), serverOptions);
  return validator(fastcgiBackend(server.path ?? `127.0.0.1:${server.port}`, options));
}

/** Asks with a body whose length is told, unless it is undefined. */
function post(application: Application, chunks: readonly string[], length?: number): Promise<Answer> {
  const rest = chunks.map(bytes);
  return ask(application, "/", {
    REQUEST_METHOD: "POST",
    CONTENT_LENGTH: length === undefined ? undefined : String(length),
    "tsgi.input": new BodyInput(async () => rest.shift()),
  } as Partial<Environ>);
}

/** What a request was refused with: the status, and what the error stream was told. */
async function refusal(
  application: Application,
  overrides: Partial<Environ> = {},
): Promise<{ status: string; errors: string }> {
  const errors = collectErrors();
  const failure: unknown = await ask(application, "/", { "tsgi.errors": errors, ...overrides }).catch(
    (error) => error,
  );
  if (!(failure instanceof RequestError)) throw failure;
  return { status: failure.status, errors: errors.text };
}

describe("an application behind FastCGI answers as it does without", () => {
  test("with status, fields and body", async () => {
    const application = await over(
      answering("404 Nowhere", [...TEXT, ["Set-Cookie", "a=1"], ["Set-Cookie", "b=\xe9"]]),
    );
    const { status, headers, text } = await ask(application, "/");
    expect([status, text]).toEqual(["404 Nowhere", "hello"]);
    expect(headers).toEqual([
      ...TEXT,
      ["Set-Cookie", "a=1"],
      ["Set-Cookie", "b=\xe9"],
      ["Content-Length", "5"],
    ]);
  });

  test("and sees the same environ", async () => {
    const application = await over(showEnviron);
    const environ = testEnviron({
      PATH_INFO: "/a//\xe9",
      QUERY_STRING: "q=%20",
      HTTP_ACCEPT: "x",
      HTTPS: "",
    });
    const { body } = await ask(application, "/", { ...environ, "tsgi.url_scheme": "https" });
    const seen = JSON.parse(body.toString());
    expect(seen).toMatchObject({
      REQUEST_METHOD: "GET",
      PATH_INFO: "/a//\xe9",
      QUERY_STRING: "q=%20",
      HTTP_ACCEPT: "x",
      GATEWAY_INTERFACE: "CGI/1.1",
      "tsgi.url_scheme": "https",
    });
    expect(seen).not.toHaveProperty("CONTENT_LENGTH");
  });

  test("with the body of the request, whether or not its length is known", async () => {
    const application = await over(echo);
    expect((await post(application, ["ab", "", "c"], 3)).text).toBe("abc");
    expect((await post(application, ["ab", "c"])).text).toBe("abc");
    expect((await post(application, [], 0)).text).toBe("");
    expect((await post(application, ["x".repeat(300_000)], 300_000)).text).toHaveLength(300_000);
  });

  test("with a body in chunks, none, and one of five megabytes", async () => {
    expect((await ask(await over(sending(() => muchLater("a", "b"))), "/")).text).toBe("ab");
    expect((await ask(await over(sending(() => later())), "/")).text).toBe("");
    const large = await over(sending(() => [Buffer.alloc(5_000_000, "abc")]));
    expect((await ask(large, "/")).body).toHaveLength(5_000_000);
  });

  test("to HEAD, and with 204 and 304", async () => {
    const head = await ask(await over(hello), "/", { REQUEST_METHOD: "HEAD" });
    expect([head.field("Content-Length"), head.text]).toEqual(["5", ""]);
    for (const status of ["204 No Content", "304 Not Modified"]) {
      const { status: answered, text } = await ask(await over(answering(status, [], () => [])), "/");
      expect([answered, text]).toEqual([status, ""]);
    }
  });

  test("over a Unix socket", async () => {
    const folder = mkdtempSync(join(tmpdir(), "fastcgi-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const application = await over(hello, {}, { path: join(folder, "socket") });
    expect((await ask(application, "/")).text).toBe("hello");
  });

  test("154: and what it reports goes to the error stream", async () => {
    const errors = collectErrors();
    const application = await over((environ, startResponse) => {
      note(environ, "première");
      environ["tsgi.errors"].write("no line end");
      return hello(environ, startResponse);
    });
    await ask(application, "/", { "tsgi.errors": errors });
    expect(errors.text).toBe("première\nno line end\n");
  });

  test("but with 92: a body that is broken off fails", async () => {
    const application = await over(stating(10, () => muchLater("short")));
    await expect(ask(application, "/")).rejects.toThrow("the FastCGI server broke its answer off");
  });
});

describe("the variables", () => {
  const shown = (name: string) => saying((environ) => String(environ[name]));

  test("may be more, as UTF-8, and they win", async () => {
    const application = await over(shown("DOCUMENT_ROOT"), { variables: { DOCUMENT_ROOT: "/srv/łódź" } });
    expect((await ask(application, "/")).text).toBe("/srv/łódź");
    const method = await over(shown("REMOTE_USER"), { variables: { REMOTE_USER: "eve" } });
    expect((await ask(method, "/", { REMOTE_USER: "adam" })).text).toBe("eve");
  });

  test("may be made of the environ, byte by byte", async () => {
    const application = await over(shown("SCRIPT_FILENAME"), {
      variables: ({ PATH_INFO }) => ({ SCRIPT_FILENAME: `/srv${PATH_INFO}` }),
    });
    expect((await ask(application, "/%C3%A9.php")).text).toBe("/srv/é.php");
  });

  test("may be longer than a record", async () => {
    const application = await over(shown("HTTP_X"), {}, { maxParams: 1_000_000 });
    const { text } = await ask(application, "/", { HTTP_X: "x".repeat(200_000) });
    expect(text).toHaveLength(200_000);
  });
});

describe("158: connections", () => {
  test("are kept, and one is enough for requests one by one", async () => {
    const { address, peers } = await backend(counting);
    const application = validator(fastcgiBackend(address));
    for (let count = 0; count < 3; count++) expect((await ask(application, "/")).text).toBe(`0.${count}`);
    expect(peers).toHaveLength(1);
  });

  test("are asked to be kept, or not", async () => {
    for (const keepAliveTimeout of [1000, 0]) {
      const { address, peers } = await backend(async (peer) => {
        await peer.until(() => peer.records.length > 0);
        const [first] = peer.records;
        expect(first?.type).toBe(FCGI_BEGIN_REQUEST);
        const { role, keepConnection } = parseBegin(first?.content ?? Buffer.alloc(0));
        await asked(peer);
        peer.send(answer(`${role} ${keepConnection}`));
      });
      const application = validator(fastcgiBackend(address, { keepAliveTimeout }));
      expect((await ask(application, "/")).text).toBe(`1 ${keepAliveTimeout > 0}`);
      if (keepAliveTimeout === 0) expect(await peers[0]?.closed).toBe(false);
    }
  });

  test("that nobody uses are closed", async () => {
    const { address, peers } = await backend(counting);
    await ask(validator(fastcgiBackend(address, { keepAliveTimeout: 20 })), "/");
    expect(await peers[0]?.closed).toBe(false);
  });

  test("are kept for a limited time, however busy they are", async () => {
    const { address, peers } = await backend(counting);
    const application = validator(fastcgiBackend(address, { keepAliveTimeout: 50 }));
    for (let last = ""; !last.startsWith("1."); ) last = (await ask(application, "/")).text;
    expect(await peers[0]?.closed).toBe(false);
  });

  test("that are kept end for new ones, where a backend serves one at a time", async () => {
    let turn: Promise<unknown> = Promise.resolve();
    const { address, peers } = await backend((peer, index) => {
      turn = turn.then(() => counting(peer, index));
    });
    const application = validator(fastcgiBackend(address, { keepAliveTimeout: 60_000 }));
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(application, "/")));
    expect(answers.map(({ text }) => text)).toEqual(["0.0", "1.0", "2.0", "3.0", "4.0", "5.0"]);
    expect((await ask(application, "/")).text).toBe("5.1"); // whom nobody waited for
    expect(peers).toHaveLength(6);
  });

  test("are kept also where the first answer was long in coming", async () => {
    const { address, peers } = await backend(async (peer) => {
      while (await asked(peer)) await delay(50).then(() => peer.send(answer("well")));
    });
    const application = validator(fastcgiBackend(address, { keepAliveTimeout: 60_000 }));
    for (let count = 0; count < 2; count++) expect((await ask(application, "/")).text).toBe("well");
    expect(peers).toHaveLength(1);
  });

  test("hold no process open while nobody asks", async () => {
    const sockets = () => process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;
    const { address } = await backend(counting);
    await settled(sockets); // those of the tests before are closed
    const before = sockets();
    await ask(validator(fastcgiBackend(address, { keepAliveTimeout: 60_000 })), "/");
    await eventually(() => sockets() === before + 1); // that of the backend alone
  });

  test("are as many as there are requests, up to the limit; who comes then waits", async () => {
    const gate = deferred();
    const { address, peers } = await backend(async (peer) => {
      for (; await asked(peer); ) {
        await gate.promise;
        peer.send(answer("well"));
      }
    });
    const application = validator(fastcgiBackend(address, { maxConnections: 2 }));
    const answers = Array.from({ length: 6 }, () => ask(application, "/"));
    await eventually(() => peers.length > 0);
    await settled(() => peers.length);
    expect(peers).toHaveLength(2);
    gate.resolve();
    for (const { text } of await Promise.all(answers)) expect(text).toBe("well");
  });

  test("that the backend has closed meanwhile are not used", async () => {
    const { address, peers } = await backend(async (peer, index) => {
      await asked(peer);
      peer.send(answer(String(index)));
      peer.socket.end();
    });
    const application = validator(fastcgiBackend(address));
    expect((await ask(application, "/")).text).toBe("0");
    await peers[0]?.closed;
    expect((await ask(application, "/")).text).toBe("1");
  });

  test("that turn out dead are replaced, once, where nothing of the answer has come", async () => {
    const { address, peers } = await backend(async (peer, index) => {
      await asked(peer);
      if (index === 0) peer.send(answer("0"));
      if (index === 0) await asked(peer);
      peer.socket.destroy();
    });
    const application = validator(fastcgiBackend(address));
    expect((await ask(application, "/")).text).toBe("0");
    const { status, errors } = await refusal(application);
    expect(status).toBe("502 Bad Gateway");
    expect(errors).toContain("closed the connection before its answer was whole");
    expect(peers).toHaveLength(2);
  });

  test("that are kept serve no request that must not be asked twice", async () => {
    const { address, peers } = await backend(counting);
    const application = validator(fastcgiBackend(address, { maxConnections: 1 }));
    expect((await ask(application, "/")).text).toBe("0.0");
    expect((await post(application, ["abc"], 3)).text).toBe("1.0");
    expect((await ask(application, "/", { REQUEST_METHOD: "PATCH" })).text).toBe("2.0");
    expect((await ask(application, "/")).text).toBe("2.1");
    expect(await peers[0]?.closed).toBe(false);
  });

  test("are given up when something comes that nobody asked for", async () => {
    const { address, peers } = await backend(async (peer, index) => {
      await asked(peer);
      peer.send(answer(String(index)), stdout("more"));
    });
    const application = validator(fastcgiBackend(address));
    expect((await ask(application, "/")).text).toBe("0");
    await peers[0]?.closed;
    expect((await ask(application, "/")).text).toBe("1");
  });

  test("are not used again while the body of a request that is answered already still comes", async () => {
    const { address, peers } = await backend(async (peer, index) => {
      await peer.until(() => peer.records.some(({ type }) => type === FCGI_STDIN));
      peer.send(answer(String(index)));
    });
    const application = validator(fastcgiBackend(address));
    const gate = deferred<Uint8Array | undefined>();
    const chunks = [Promise.resolve(bytes("ab")), gate.promise];
    const { text } = await ask(application, "/", {
      REQUEST_METHOD: "POST",
      CONTENT_LENGTH: "3",
      "tsgi.input": new BodyInput(async () => chunks.shift()),
    });
    expect(text).toBe("0");
    expect(await peers[0]?.closed).toBe(false);
    gate.resolve(bytes("c"));
    expect((await ask(application, "/")).text).toBe("1");
  });
});

describe("158: a backend that fails", () => {
  test("is answered for with 502 where nobody listens", async () => {
    const { port } = await freePort();
    const application = validator(fastcgiBackend(`127.0.0.1:${port}`, { maxConnections: 1 }));
    await refusal(application);
    expect(await refusal(application)).toEqual({
      status: "502 Bad Gateway",
      errors: `BackendError: the FastCGI server cannot be reached: connect ECONNREFUSED 127.0.0.1:${port} (127.0.0.1:${port})\n`,
    });
    expect((await refusal(validator(fastcgiBackend("/nowhere/at/all.sock")))).status).toBe("502 Bad Gateway");
  });

  test.each([
    ["no FastCGI", Buffer.from("HTTP/1.1 200 OK\r\n\r\nhello"), "the version of a record is 72"],
    ["no head", Buffer.concat([stdout("hello"), end()]), "no empty line ends the head"],
    ["a head that is none", answer("").fill("?", 8, 20), "is no response"],
    ["nothing", end(), "there is no output"],
    ["an end that is too short", stream(3, "abc"), "FCGI_END_REQUEST has 3 bytes"],
    ["that it is no responder", end(FCGI_UNKNOWN_ROLE), "is no responder"],
  ])("is answered for with 502 where it says %s", async (_, said, reason) => {
    const { address } = await backend(async (peer) => {
      await asked(peer);
      peer.send(said);
    });
    const { status, errors } = await refusal(validator(fastcgiBackend(address)));
    expect(status).toBe("502 Bad Gateway");
    expect(errors).toContain(reason);
    expect(errors).not.toContain("    at ");
  });

  test("is answered for with 502 where it dies before the head, and is not asked again", async () => {
    const { address, peers } = await backend(async (peer) => {
      await asked(peer);
      peer.socket.destroy();
    });
    expect((await refusal(validator(fastcgiBackend(address)))).status).toBe("502 Bad Gateway");
    expect(peers).toHaveLength(1);
  });

  test("is answered for with 503 where it has too much to do", async () => {
    const { address } = await backend(async (peer) => {
      await asked(peer);
      peer.send(end(FCGI_OVERLOADED));
    });
    expect((await refusal(validator(fastcgiBackend(address)))).status).toBe("503 Service Unavailable");
  });

  test("is answered for with 504 where it is silent, and its connection is dropped", async () => {
    const { address, peers } = await backend(() => {});
    const { status, errors } = await refusal(validator(fastcgiBackend(address, { timeout: 20 })));
    expect(status).toBe("504 Gateway Timeout");
    expect(errors).toBe(`BackendError: the FastCGI server was silent for 20 ms (${address})\n`);
    await peers[0]?.closed;
  });

  test("is not blamed for the silence of the client", async () => {
    const { address } = await backend(counting);
    const application = validator(fastcgiBackend(address, { timeout: 20 }));
    const gate = deferred<Uint8Array | undefined>();
    const chunks = [gate.promise];
    setTimeout(() => gate.resolve(bytes("abc")), 100);
    const { text } = await ask(application, "/", {
      REQUEST_METHOD: "POST",
      CONTENT_LENGTH: "3",
      "tsgi.input": new BodyInput(async () => chunks.shift()),
    });
    expect(text).toBe("0.0");
  });

  test("makes the body fail where it dies in the middle", async () => {
    const { address } = await backend(async (peer) => {
      await asked(peer);
      peer.send(stdout("Content-Type: text/plain\n\nhello"));
      peer.socket.end();
    });
    const response = await respond(validator(fastcgiBackend(address)), testEnviron());
    const read = async () => {
      for await (const chunk of response.body) expect(Buffer.from(chunk).toString()).toBe("hello");
    };
    await expect(read()).rejects.toThrow("closed the connection before its answer was whole");
  });

  test("makes the body fail where it falls silent in the middle", async () => {
    const { address } = await backend(async (peer) => {
      await asked(peer);
      peer.send(stdout("Content-Type: text/plain\n\nhello"));
    });
    const application = validator(fastcgiBackend(address, { timeout: 20 }));
    await expect(ask(application, "/")).rejects.toThrow("the FastCGI server was silent for 20 ms");
  });

  test("reports line by line, whatever it writes at a time", async () => {
    const { address } = await backend(async (peer) => {
      await asked(peer);
      for (const text of ["on", "e\ntw", "o\nthree", ""]) peer.send(stream(FCGI_STDERR, text));
      peer.send(answer(""));
    });
    const said: string[] = [];
    const errors = { write: (text: string) => said.push(text), flush: () => {} };
    await ask(validator(fastcgiBackend(address)), "/", { "tsgi.errors": errors });
    expect(said).toEqual(["one\n", "two\n", "three\n"]);
  });

  test("144: may answer byte by byte", async () => {
    const { address } = await backend(async (peer) => {
      await asked(peer);
      for (const byte of Buffer.concat([stream(FCGI_STDERR, "aé"), answer("hello")])) {
        peer.send(Uint8Array.of(byte));
        await nextTurn();
      }
    });
    expect((await ask(validator(fastcgiBackend(address)), "/")).text).toBe("hello");
  });

  test("harms nobody after it, and takes no place for ever", async () => {
    const { address } = await backend(async (peer, index) => {
      await asked(peer);
      if (index < 5) peer.socket.destroy();
      else peer.send(answer("well"));
    });
    const application = validator(fastcgiBackend(address, { maxConnections: 1 }));
    for (let count = 0; count < 5; count++) await refusal(application);
    expect((await ask(application, "/")).text).toBe("well");
  });
});

describe("a client", () => {
  /** An environ whose client leaves when `leave` is called. */
  function leaving(): { overrides: Partial<Environ>; leave: () => void } {
    const controller = new AbortController();
    return { overrides: { "tsgi.signal": controller.signal }, leave: () => controller.abort() };
  }

  test("that leaves before the answer ends the connection, and no fault is reported", async () => {
    const { address, peers } = await backend(() => {});
    const { overrides, leave } = leaving();
    const refused = refusal(validator(fastcgiBackend(address)), overrides);
    await eventually(() => peers.length === 1);
    leave();
    expect((await refused).errors).toBe("");
    await peers[0]?.closed;
  });

  test("that leaves while it waits for its turn takes no place", async () => {
    const { address } = await backend(async (peer) => {
      while (await asked(peer)) await gate.promise.then(() => peer.send(answer("well")));
    });
    const gate = deferred();
    const application = validator(fastcgiBackend(address, { maxConnections: 1 }));
    const first = ask(application, "/");
    const { overrides, leave } = leaving();
    const second = refusal(application, overrides);
    const third = ask(application, "/");
    leave();
    expect((await second).errors).toBe("");
    gate.resolve();
    expect([(await first).text, (await third).text]).toEqual(["well", "well"]);
  });

  test("that leaves in the middle of the body ends the connection", async () => {
    const { address, peers } = await backend(async (peer) => {
      await asked(peer);
      peer.send(stdout("Content-Type: text/plain\n\nhello"));
    });
    const { body } = await respond(validator(fastcgiBackend(address)), testEnviron());
    const iterator = (body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.return?.();
    await peers[0]?.closed;
  });

  test("whose body does not come whole ends the connection, and is told its own fault", async () => {
    const { address, peers } = await backend(() => {});
    const chunks = [bytes("ab")];
    const application = validator(fastcgiBackend(address));
    const { status } = await refusal(application, {
      REQUEST_METHOD: "POST",
      CONTENT_LENGTH: "3",
      "tsgi.input": new BodyInput(async () => {
        const chunk = chunks.shift();
        if (chunk) return chunk;
        throw new RequestError("413 Content Too Large", "the body is too large");
      }),
    });
    expect(status).toBe("413 Content Too Large");
    await peers[0]?.closed;
  });

  test("that reads slowly holds the backend up", async () => {
    let sent = 0;
    const { address } = await backend(async (peer) => {
      await asked(peer);
      peer.send(stdout("Content-Type: text/plain\n\n"));
      for (; sent < 1000; sent++) {
        if (!peer.socket.write(stdout("x".repeat(60_000)))) await once(peer.socket, "drain");
      }
      peer.send(end());
    });
    const { body } = await respond(validator(fastcgiBackend(address)), testEnviron());
    await settled(() => sent);
    expect(sent).toBeLessThan(500);
    let length = 0;
    for await (const chunk of body) length += chunk.length;
    expect(length).toBe(60_000_000);
  });

  test("that sends faster than the backend reads is held up", async () => {
    const gate = deferred();
    const { address } = await backend(async (peer) => {
      peer.socket.pause();
      await gate.promise;
      peer.socket.resume();
      await asked(peer);
      peer.send(answer("well"));
    });
    let given = 0;
    const answered = ask(validator(fastcgiBackend(address)), "/", {
      REQUEST_METHOD: "POST",
      CONTENT_LENGTH: String(1000 * 60_000),
      "tsgi.input": new BodyInput(async () => (given++ < 1000 ? Buffer.alloc(60_000) : undefined)),
    });
    await settled(() => given);
    expect(given).toBeLessThan(500);
    gate.resolve();
    expect((await answered).text).toBe("well");
  });
});

describe("what makes no sense is said at once", () => {
  test.each(["", "localhost", "localhost:0", "localhost:99999", "a b:1"])("the address %j", (address) => {
    expect(() => fastcgiBackend(address)).toThrow(RangeError);
  });

  test.each([
    { maxConnections: 0 },
    { timeout: -1 },
    { connectTimeout: 1.5 },
    { keepAliveTimeout: Number.NaN },
  ])("the option %j", (options) =>
    expect(() => fastcgiBackend("localhost:9000", options)).toThrow(RangeError),
  );
});

/** A port on which nobody listens. */
async function freePort(): Promise<{ port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("there is no port");
  return address;
}

test("variables are handed over as pairs", async () => {
  const { address, peers } = await backend(async (peer) => {
    await peer.until(() => peer.records.some(({ type }) => type === FCGI_STDIN));
    const content = peer.records.filter(({ type }) => type === FCGI_PARAMS).map((record) => record.content);
    peer.send(answer(JSON.stringify([...parsePairs(Buffer.concat(content))])));
  });
  const { text } = await ask(validator(fastcgiBackend(address)), "/", { HTTP_PROXY: undefined });
  const seen = new Map(JSON.parse(text));
  expect([seen.get("REQUEST_METHOD"), seen.get("CONTENT_LENGTH")]).toEqual(["GET", ""]);
  expect([...seen.keys()].filter((name) => String(name).includes("."))).toEqual([]);
  expect(peers).toHaveLength(1);
});
