import { chmodSync, existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { type CgiProgramOptions, cgiProgram } from "../../src/applications/cgi-program.ts";
import { type Application, RequestError, validator } from "../../src/gateway/index.ts";
import { isAlive } from "../../src/is-alive.ts";
import { localRedirects } from "../../src/middleware/local-redirects.ts";
import { testFolder } from "../catalogue/folder.ts";
import { get, post, postChunked, request } from "../conformance/case.ts";
import { ask } from "../support/ask.ts";
import { eventually } from "../support/promises.ts";
import { textOf } from "../support/raw-client.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { serving } from "../support/serving.ts";

failOnUnhandled();

const folder = testFolder();

let scripts = 0;

/** Writes a shell script and gives its path. */
function script(lines: string, name = `${++scripts}.sh`): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${lines}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** The application that runs a script, under the validator. */
function running(lines: string, options: CgiProgramOptions = {}): Application {
  return validator(cgiProgram(script(lines), options));
}

const PLAIN = "printf 'Content-Type: text/plain\\n\\n'";

/** Sends the bytes of a request over a socket; gives the response, what the error stream was told, and the client. */
async function send(application: Application, bytes: string) {
  const { errors, send } = await serving(application);
  const client = await send(bytes);
  const response = await client.response(bytes.slice(0, bytes.indexOf(" ")));
  return { response, text: textOf(response), errors, client };
}

describe.skipIf(process.platform === "win32")("a CGI program", () => {
  test("answers with what it writes", async () => {
    const { status, headers, text } = await ask(running(`${PLAIN}; echo hello`), "/");
    expect(status).toBe("200 OK");
    expect(headers).toEqual([["Content-Type", "text/plain"]]);
    expect(text).toBe("hello\n");
  });

  test("124, 125: is told of the request", async () => {
    const file = script(`${PLAIN}; env`);
    const { text } = await ask(cgiProgram(file), "/a%20b?c=d", { SCRIPT_NAME: "/cgi" });
    for (const line of [
      "GATEWAY_INTERFACE=CGI/1.1",
      "REQUEST_METHOD=GET",
      "SCRIPT_NAME=/cgi",
      "PATH_INFO=/a b",
      "QUERY_STRING=c=d",
      "SERVER_NAME=localhost",
      "SERVER_PORT=80",
      `SCRIPT_FILENAME=${file}`,
      "REQUEST_URI=/a%20b?c=d",
    ]) {
      expect(text.split("\n")).toContain(line);
    }
  });

  test("126: sees of this process's variables only those that are named", async () => {
    process.env.PENNY_SECRET = "secret";
    process.env.PENNY_OPEN = "open";
    onTestFinished(() => {
      delete process.env.PENNY_SECRET;
      delete process.env.PENNY_OPEN;
    });
    const options = { inherit: ["PENNY_OPEN"], variables: { SERVER_PORT: "8443", MINE: "é" } };
    const { text } = await ask(running(`${PLAIN}; env`, options), "/");
    const lines = text.split("\n");
    expect(lines).toContain("PENNY_OPEN=open");
    expect(text).not.toContain("PENNY_SECRET");
    expect(lines).toContain("SERVER_PORT=8443"); // the caller's win
    expect(lines).toContain("MINE=é");
    expect(text).toMatch(/^PATH=/m);
  });

  test("30: is not told of a client's Proxy field", async () => {
    const { text } = await send(
      running(`${PLAIN}; env`),
      get("/", "Proxy: http://evil.example/", "X-One: 1"),
    );
    expect(text).toContain("HTTP_X_ONE=1");
    expect(text).not.toMatch(/proxy/i);
  });

  test("121: gets every byte of a path, UTF-8 or not", async () => {
    const show = running(`${PLAIN}; printf %s "$PATH_INFO" | od -An -tx1`);
    const hex = async (target: string) => (await ask(show, target)).text.replace(/\s/g, "");
    expect(await hex("/%80%E3%27%22%24%0A%0A")).toBe("2f80e32722240a0a");
    expect(await hex("/%E3%81%82")).toBe("2fe38182");
  });

  test("refuses a path that no environment can hold", async () => {
    await expect(ask(running(PLAIN), "/a%00b")).rejects.toMatchObject({ status: "400 Bad Request" });
  });

  test("127: runs in its own folder", async () => {
    expect((await ask(running(`${PLAIN}; pwd -P`), "/")).text.trim()).toBe(realpathSync(folder));
  });

  test("128: reads the body, and its end", async () => {
    const { text } = await send(running(`${PLAIN}; echo $CONTENT_LENGTH; cat`), post("some bytes"));
    expect(text).toBe("10\nsome bytes");
  });

  test("138: is told the length of a body that came in chunks", async () => {
    const { text } = await send(
      running(`${PLAIN}; echo $CONTENT_LENGTH; cat`),
      postChunked("3\r\nabc\r\n0\r\n\r\n"),
    );
    expect(text).toBe("3\nabc");
  });

  test("128: need not read a large body", async () => {
    const { text } = await send(running(`${PLAIN}; echo done`), post("x".repeat(900_000)));
    expect(text).toBe("done\n");
  });

  test("129: may write its head in pieces", async () => {
    const slow =
      "printf 'Content-'; sleep 0.05; printf 'Type: text/plain\\r\\n'; sleep 0.05; printf '\\r\\nbody'";
    expect((await ask(running(slow), "/")).text).toBe("body");
  });

  test("131: redirects within the server where the site follows, and the client where it does not", async () => {
    const redirect = cgiProgram(script("printf 'Location: /there?x=1\\n\\n'"));
    const site: Application = (environ, startResponse) => {
      if (environ.PATH_INFO === "/go") return redirect(environ, startResponse);
      startResponse("200 OK", [["Content-Type", "text/plain"]]);
      return [Buffer.from([environ.REQUEST_METHOD, environ.PATH_INFO, environ.QUERY_STRING].join(" "))];
    };
    const followed = await send(validator(localRedirects(validator(site))), request("GET", "/go"));
    expect(followed.text).toBe("GET /there x=1");
    const { status, field } = await ask(validator(site), "/go");
    expect([status, field("location")]).toEqual(["302 Found", "/there?x=1"]);
  });

  test("131: local redirects that lead nowhere end", async () => {
    const site = localRedirects(cgiProgram(script("printf 'Location: /again\\n\\n'")));
    const { response, errors } = await send(site, get("/"));
    expect(response?.status).toBe(500);
    expect(errors.text).toBe("The local redirect to /again is one too many.\n");
  });

  test.each([
    ["writes nothing", ":", "there is no output"],
    ["writes no head", "echo hello", "no empty line"],
    ["writes a line that is no field", "printf 'hello\\n\\n'", "is no field"],
    ["writes an invalid status", "printf 'Status: 20\\n\\n'", "is no status"],
    ["writes a body of no type", "printf 'Status: 200\\n\\nbody'", "no Content-Type"],
    ["fails", "echo oh no >&2; exit 3", "there is no output"],
  ])("132: that %s is a bad gateway, and the error stream is told why", async (_, lines, reason) => {
    const { response, errors } = await send(running(lines), get("/"));
    expect(response?.status).toBe(502);
    expect(errors.text).toContain(reason);
  });

  test("133: with the status 304 has no body", async () => {
    const { response } = await send(
      running("printf 'Status: 304\\nContent-Type: text/plain\\n\\nbody'"),
      get("/"),
    );
    expect(response).toMatchObject({ status: 304, framing: "none", complete: true });
  });

  test("134: sets two cookies", async () => {
    const { response } = await send(
      running("printf 'Set-Cookie: a=1\\nSet-Cookie: b=2\\nStatus: 200\\n\\n'"),
      get("/"),
    );
    expect(response?.fields.filter(([name]) => name === "Set-Cookie").map(([, value]) => value)).toEqual([
      "a=1",
      "b=2",
    ]);
  });

  test("135: may write five megabytes to its standard error", async () => {
    const { text, errors } = await send(
      running(`head -c 5000000 /dev/zero | tr '\\0' e >&2; ${PLAIN}; echo hello`),
      get("/"),
    );
    expect(text).toBe("hello\n");
    await eventually(() => errors.text.length === 5_000_000);
  });

  test("136: is cut at its Content-Length, and broken off when it ends before", async () => {
    const long = await send(
      running("printf 'Content-Type: text/plain\\nContent-Length: 3\\n\\nabcdef'"),
      get("/"),
    );
    expect(long.text).toBe("abc");
    expect(long.errors.text).toContain("longer than its Content-Length");
    const short = await send(
      running("printf 'Content-Type: text/plain\\nContent-Length: 9\\n\\nabcdef'"),
      get("/"),
    );
    expect(short.response?.complete).toBe(false);
  });

  test("136: is broken off when a signal ends it, and not when it ends with a status of failure", async () => {
    const killed = await send(running(`${PLAIN}; echo half; kill -SEGV $$`), get("/"));
    expect(killed.response).toMatchObject({ status: 200, complete: false });
    expect(killed.errors.text).toContain("the program was ended by SIGSEGV");
    const failed = await send(running(`${PLAIN}; echo whole; exit 3`), get("/"));
    expect(failed).toMatchObject({ text: "whole\n", response: { complete: true } });
    const early = await send(running("kill -SEGV $$"), get("/"));
    expect(early.response?.status).toBe(502);
    const detached = await send(
      running(`${PLAIN}; echo whole; exec >&- 2>&-; sleep 1; kill -SEGV $$`),
      get("/"),
    );
    expect(detached).toMatchObject({ text: "whole\n", response: { complete: true } });
  });

  test("137: has its output dropped for HEAD, and is not ended for it", async () => {
    const ended = join(folder, "head-ended");
    const { response } = await send(
      running(`${PLAIN}; head -c 300000 /dev/zero; : > ${ended}`),
      request("HEAD", "/"),
    );
    expect(response).toMatchObject({ status: 200, framing: "none" });
    await eventually(() => existsSync(ended));
  });

  test("137: is ended when the client leaves, and killed when it does not want to", async () => {
    const pid = join(folder, "pid");
    const stubborn = `trap '' TERM; echo $$ > ${pid}; ${PLAIN}; while :; do echo more; sleep 0.05; done`;
    const { send } = await serving(running(stubborn, { killDelay: 100 }));
    const client = await send(get("/"));
    await eventually(() => client.received.includes("more"));
    await client.destroy();
    const child = Number(readFileSync(pid, "utf8"));
    await eventually(() => !isAlive(child));
  });

  test("139: is 404 when it is missing, and 403 when it may not be run", async () => {
    const status = (file: string) =>
      ask(cgiProgram(file), "/").then(
        () => "ran",
        (error: unknown) => error instanceof RequestError && error.status,
      );
    expect(await status(join(folder, "missing"))).toBe("404 Not Found");
    expect(await status(folder)).toBe("404 Not Found");
    const file = script(PLAIN);
    expect(await status(`${file} `)).toBe("404 Not Found");
    chmodSync(file, 0o644);
    expect(await status(file)).toBe("403 Forbidden");
  });

  test("a file that no system can run is a fault, and the next request is served", async () => {
    const file = join(folder, "no-format");
    writeFileSync(file, "#!/there/is/no/such/interpreter\n");
    chmodSync(file, 0o755);
    const { response, errors, client } = await send(cgiProgram(file), get("/"));
    expect(response?.status).toBe(500);
    expect(errors.text).toContain("ENOENT");
    await client.send(get("/"));
    expect((await client.response())?.status).toBe(500);
  });

  test("140: whose name begins with nph- answers in HTTP's own form", async () => {
    const file = script(
      "printf 'HTTP/1.1 418 Teapot\\r\\nContent-Type: text/plain\\r\\n\\r\\nshort'",
      "nph-tea",
    );
    const { response, text } = await send(validator(cgiProgram(file)), get("/"));
    expect(response).toMatchObject({ status: 418, reason: "Teapot" });
    expect(text).toBe("short");
    const wrong = script("printf 'HTTP/1.1 999 No\\r\\n\\r\\n'", "nph-wrong");
    expect((await send(cgiProgram(wrong), get("/"))).response?.status).toBe(502);
  });

  test("is run by a command, where one is given", async () => {
    const file = join(folder, "plain.txt");
    writeFileSync(file, "Content-Type: text/plain\n\nfrom a file");
    expect((await ask(validator(cgiProgram(file, { command: ["cat"] })), "/")).text).toBe("from a file");
  });

  test("that takes too long to answer is ended, and the client told", async () => {
    const pid = join(folder, "late-pid");
    const { response, errors } = await send(
      running(`echo $$ > ${pid}; exec sleep 60`, { timeout: 100 }),
      get("/"),
    );
    expect(response?.status).toBe(504);
    await eventually(() => !isAlive(Number(readFileSync(pid, "utf8"))));
    expect(errors.text).toBe("The program was ended: its answer did not begin within 100 ms.\n");
  });

  test.each([
    ["it stays behind its output", "echo $$ >> staying; exec sleep 60 >&- 2>&-"],
    ["what it has started itself holds its standard error", "sleep 60 >&- & echo $! >> staying; exit 0"],
  ])("gives its place back when %s", async (_, line) => {
    const program = running(`${PLAIN}; echo whole; ${line}`, { maxProcesses: 1, timeout: 1000 });
    for (let request = 0; request < 2; request++) {
      expect((await ask(program, "/")).text).toBe("whole\n");
    }
    for (const pid of readFileSync(join(folder, "staying"), "utf8").trim().split("\n")) {
      if (isAlive(Number(pid))) process.kill(Number(pid));
    }
  });

  test("gives its place back when it cannot be started", async () => {
    const program = running(PLAIN, { maxProcesses: 1, variables: { BIG: "x".repeat(200_000) } });
    await expect(ask(program, "/")).rejects.toThrow("E2BIG");
    await expect(ask(program, "/")).rejects.toThrow("E2BIG");
  });

  test("gives its place back when what it has started itself holds its output", async () => {
    const program = running("sleep 20 & echo $! >> children; exit 0", { maxProcesses: 1, timeout: 50 });
    for (let request = 0; request < 2; request++) {
      await expect(ask(program, "/")).rejects.toMatchObject({ status: "504 Gateway Timeout" });
    }
    for (const pid of readFileSync(join(folder, "children"), "utf8").trim().split("\n"))
      process.kill(Number(pid));
  });

  test("runs no more often at once than it may", async () => {
    const log = join(folder, "log");
    const program = running(`echo in >> ${log}; sleep 0.02; echo out >> ${log}; ${PLAIN}`, {
      maxProcesses: 2,
    });
    await Promise.all(Array.from({ length: 6 }, () => ask(program, "/")));
    let now = 0;
    let most = 0;
    for (const line of readFileSync(log, "utf8").trim().split("\n")) {
      now += line === "in" ? 1 : -1;
      most = Math.max(most, now);
    }
    expect([now, most <= 2]).toEqual([0, true]);
  });

  test("a request that waits for its turn is given up when its client leaves", async () => {
    const { send } = await serving(running(`${PLAIN}; sleep 0.2`, { maxProcesses: 1 }));
    const first = await send(get("/"));
    await delay(50);
    const second = await send(get("/"));
    await delay(20);
    await second.destroy();
    expect((await first.response())?.status).toBe(200);
    await first.send(get("/"));
    expect((await first.response())?.status).toBe(200);
  });

  test("refuses a number of processes that is none", () => {
    expect(() => cgiProgram("x", { maxProcesses: 0 })).toThrow(RangeError);
  });
});
