import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { cgiProgram } from "../../src/applications/cgi-program.ts";
import { fastcgiBackend } from "../../src/applications/fastcgi-backend.ts";
import { pairsIn, recordsIn, recordsOf, STDOUT } from "../../src/examples/from-scratch/fastcgi-records.ts";
import { serveHttp } from "../../src/examples/from-scratch/http.ts";
import { validator } from "../../src/gateway/index.ts";
import { formatPairs } from "../../src/protocols/fastcgi/pairs.ts";
import { formatRecord } from "../../src/protocols/fastcgi/records.ts";
import { ROOT } from "../../src/root.ts";
import type { Case, Kind } from "../conformance/case.ts";
import { cases } from "../conformance/cases.ts";
import { applicationOf, verify } from "../conformance/verify.ts";
import { ask } from "../support/ask.ts";
import { freePort } from "../support/free-port.ts";
import { startNode } from "../support/node-process.ts";
import { deferred } from "../support/promises.ts";
import { RawClient } from "../support/raw-client.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { type Ask, askCgi, askFastCgi, askHttp, listening } from "./from-scratch/servers.ts";

failOnUnhandled();
// Some tests start a process, and the machine may have other work.
vi.setConfig({ testTimeout: 30_000 });

const FOLDER = join(ROOT, "src/examples/from-scratch");

test.each(readdirSync(FOLDER))("%s is read on a screen: 20 to 60 lines", (name) => {
  const lines = readFileSync(join(FOLDER, name), "utf8").trimEnd().split("\n").length;
  expect([lines >= 20, lines <= 60], `${lines} lines`).toEqual([true, true]);
});

/** A server, and the part of the conformance table that it passes: the numbers of which it passes every row. */
interface Part {
  readonly name: string;
  /** What kind of server the rows are for: "call" are those that every server can answer. */
  readonly kind: Kind;
  readonly numbers: readonly number[];
  readonly ask: Ask;
}

const to = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** What all of them pass. The rest is about lengths, kept connections and limits. */
const COMMON = [
  ...[...to(1, 21), ...to(24, 27), ...to(29, 41), 43, 46, 47, 50, 51, 52, ...to(55, 67), 69, 70, 71, 73],
  ...[...to(75, 79), ...to(83, 86), 89, 90, 91, 97, 98],
];

const PARTS: readonly Part[] = [
  { name: "http.ts", kind: "call", numbers: [...COMMON, 28], ask: askHttp },
  { name: "http.ts, where it reads HTTP,", kind: "http", numbers: [100, 101, 102, 107], ask: askHttp },
  { name: "cgi.ts", kind: "cgi", numbers: [...COMMON, 22, 23], ask: askCgi },
  {
    name: "fastcgi.ts",
    kind: "fastcgi",
    numbers: [...COMMON, 22, 23, 28, 68, 74, 92, 93],
    ask: askFastCgi,
  },
];

describe.each(PARTS)("$name passes", ({ kind, numbers, ask }) => {
  const isMeant = ({ number, on, beyond }: Case) =>
    numbers.includes(number) && (on?.includes(kind) ?? true) && beyond?.[kind] === undefined;
  const rows = cases.filter(isMeant);

  test.each(rows.map((row) => [`${row.number}: ${row.name}`, row] as const))("%s", async (_, row) =>
    verify(await ask(applicationOf(row), row), row),
  );

  test("a row at least of each number", () => {
    expect(numbers.filter((number) => !rows.some((row) => row.number === number))).toEqual([]);
  });
});

test("92: http.ts resets the connection where a response fails in its middle", async () => {
  const read = deferred();
  const server = await listening(
    serveHttp(
      (_environ, startResponse) => {
        startResponse("200 OK", [["Content-Type", "text/plain"]]);
        return (async function* () {
          yield Buffer.from("hello");
          await read.promise;
          throw new Error("gone wrong");
        })();
      },
      0,
      { write: () => {}, flush: () => {} },
    ),
  );
  const client = await RawClient.connect(server.port);
  await client.send("GET / HTTP/1.0\r\n\r\n");
  await vi.waitFor(() => expect(client.received).toMatch(/hello$/));
  read.resolve();
  expect(await client.closed, "reset").toBe(true);
  await client.destroy();
  await server.close();
});

test("144, 146: fastcgi-records.ts reads records that are cut anywhere, and padded", async () => {
  const contents = ["", "a", "hello", "0123456789".repeat(30)];
  const bytes = Buffer.concat(contents.map((content) => formatRecord(STDOUT, 258, Buffer.from(content))));
  for (let cut = 0; cut <= bytes.length; cut++) {
    const chunks = (async function* () {
      yield bytes.subarray(0, cut);
      yield bytes.subarray(cut);
    })();
    const seen: unknown[] = [];
    for await (const { type, id, content } of recordsIn(chunks)) seen.push([type, id, content.toString()]);
    expect(seen).toEqual(contents.map((content) => [STDOUT, 258, content]));
  }
});

test("142, 143: fastcgi-records.ts reads long names and values, and divides what one record cannot hold", async () => {
  const pairs = { [`N${"n".repeat(126)}`]: "", M: "m".repeat(128), "caf\xe9": "v".repeat(70_000) };
  expect(pairsIn(formatPairs(Object.entries(pairs)))).toEqual(pairs);
  const chunks = (async function* () {
    yield recordsOf(STDOUT, 1, Buffer.alloc(70_000));
  })();
  const lengths: number[] = [];
  for await (const { content } of recordsIn(chunks)) lengths.push(content.length);
  expect(lengths).toEqual([65_535, 4465]);
});

describe("by hand,", () => {
  const start = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
    startNode(["--import", "tsx", `src/examples/from-scratch/${program}`, ...args], { cwd: ROOT, env });

  test("http.ts serves an example", async () => {
    const port = await freePort();
    const { child } = start("http.ts", [String(port), "src/examples/hello.ts"]);
    await once(child.stdout, "data");
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("Hello my friend!\n");
  });

  test("fastcgi.ts serves one to a web server", async () => {
    const port = await freePort();
    const { child } = start("fastcgi.ts", [String(port), "src/examples/hello.ts"]);
    await once(child.stdout, "data");
    const hello = validator(fastcgiBackend(`127.0.0.1:${port}`));
    expect([(await ask(hello, "/")).text, (await ask(hello, "/")).status]).toEqual([
      "Hello my friend!\n",
      "200 OK",
    ]);
  });

  test("cgi.ts answers one request and ends, though its standard input stays open", async () => {
    const env = { ...process.env, REQUEST_METHOD: "GET", PATH_INFO: "/" };
    const { stdout, status } = await start("cgi.ts", ["src/examples/hello.ts"], env).ended;
    expect(stdout).toBe(
      "Status: 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello my friend!\n",
    );
    expect(status).toBe(0);
  });

  test.runIf(process.platform === "linux")("cgi.ts hands variables over to the byte", async () => {
    const command = [process.execPath, "--import", "tsx", join(FOLDER, "cgi.ts")];
    const program = validator(cgiProgram(join(ROOT, "src/examples/environ.ts"), { command }));
    const { body } = await ask(program, "/%80%e3?q");
    expect(body.toString("latin1")).toContain("\nPATH_INFO = /\x80\xe3\n");
  });

  test.each([
    ["http.ts", []],
    ["cgi.ts", ["src/root.ts"]],
    ["fastcgi.ts", ["9000", "8000", "src/examples/hello.ts"]],
    ["http.ts", ["port", "src/examples/hello.ts"]],
  ])("%s says what it takes when it is given %j", async (program, args) => {
    const { stderr, status } = await start(program, args).ended;
    expect([stderr, status]).toEqual([
      expect.stringMatching(/^It takes a port, and the path of a module/),
      1,
    ]);
  });
});
