import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { cgiProgram } from "../../src/applications/cgi-program.ts";
import { fastcgiBackend } from "../../src/applications/fastcgi-backend.ts";
import { scgiBackend } from "../../src/applications/scgi-backend.ts";
import { MODES } from "../../src/command-line/modes.ts";
import { validator } from "../../src/gateway/index.ts";
import { serveHttp } from "../../src/servers/http.ts";
import { testFolder } from "../catalogue/folder.ts";
import { request } from "../conformance/case.ts";
import { nameOf, REQUESTS, timeless } from "../penny/acceptance.ts";
import { buildBooks } from "../penny/books.ts";
import { ask } from "../support/ask.ts";
import { answering } from "./modules.ts";
import { compile, PROJECT, serve } from "./running.ts";

// Each test starts a process or more, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = testFolder();
const database = join(folder, "books.sqlite");

beforeAll(async () => {
  await buildBooks(database, [["To Kill a Mockingbird", "Harper Lee"]]);
  await compile();
});

/** What a page says but for its clock. */
async function asked(url: string, init?: RequestInit) {
  const response = await fetch(url, init);
  const fields = [...response.headers].filter(([name]) => !/^(?:date|connection|keep-alive)$/.test(name));
  const page = await response.text();
  return { status: response.status, fields, text: timeless(page) };
}

/** Two servers, by the URLs of their roots, give the same answers to all that Penny must answer. */
async function expectAlike(one: string, two: string): Promise<void> {
  for (const each of REQUESTS) {
    const { method, target, fields: headers, body = null } = each;
    const [first, second] = [one, two].map((url) =>
      asked(url.slice(0, -1) + target, { method, headers, body, redirect: "manual" }),
    );
    expect(await second, nameOf(each)).toEqual(await first);
  }
}

describe("npm run serve --mode", () => {
  test.each(MODES.filter((mode) => mode !== "in-process"))("%s answers as in-process does", async (mode) => {
    const direct = serve(["0", "--database", database]);
    const other = serve(["--mode", mode, "0", "--database", database]);
    const [one, two] = await Promise.all([direct.url, other.url]);
    await expectAlike(one, two);
    await direct.stop();
    expect((await other.stop()).status).toBe(0);
  });

  test.each(MODES)("%s serves a module of one's own, with its environment", async (mode) => {
    const file = join(folder, `own-${mode}.ts`);
    writeFileSync(
      file,
      `const text: string = process.env.OWN;\nexport const application = ${answering("own ")};`,
    );
    const server = serve(["--mode", mode, "--app", file, "0"], { OWN: "settings" });
    expect(await (await fetch(await server.url)).text()).toBe("own ");
    await server.stop();
  });
});

test("a database that a variable names is found from the working folder in the mode cgi, too", async () => {
  const cgi = serve(["--mode", "cgi", "0"], { PENNY_DATABASE: "books.sqlite" }, folder);
  expect((await asked(`${await cgi.url}searchresults?author=lee`)).text).toContain("To Kill a Mockingbird");
  await cgi.stop();
});

test.runIf(process.platform === "linux")(
  "no process stays when the mode fastcgi is stopped in a hurry",
  async () => {
    const file = join(folder, "slow.mjs");
    const slow = "new Promise((resolve) => setTimeout(resolve, 20_000))";
    writeFileSync(
      file,
      `export const application = () => { console.error("a request runs"); return ${slow}; };`,
    );
    const server = serve(["--mode", "fastcgi", "--app", file, "0"]);
    const client = await server.connect();
    await client.send(request("GET", "/"));
    await vi.waitFor(() => expect(server.stderr).toContain("a request runs"), 5000);
    const { pid } = server.child;
    const child = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8"));
    server.child.kill("SIGINT");
    await delay(500); // sooner, it would be the same Ctrl-C
    server.child.kill("SIGINT");
    expect((await server.ended).status).toBe(1);
    // That one has its request to finish, unless it is told again.
    await delay(500);
    process.kill(child, "SIGTERM");
    await vi.waitFor(() => expect(() => process.kill(child, 0)).toThrow("ESRCH"), 5000);
    await client.destroy();
  },
);

test.runIf(process.platform === "linux")("no process stays when the one that serves is killed", async () => {
  const file = join(folder, "killed.mjs");
  const show = `(environ, startResponse) => {
    startResponse("200 OK", [["Content-Type", "text/plain"]]);
    return [Buffer.from(process.pid + " " + process.env.TMPDIR + " " + Object.keys(process.env).some((name) => name.startsWith("PENNY_")))];
  }`;
  writeFileSync(file, `export const application = ${show};`);
  const own = join(folder, "temporary");
  mkdirSync(own);
  const server = serve(["--mode", "fastcgi", "--app", file, "0"], { TMPDIR: own });
  const [pid = "", temporary, toldOfPenny] = (await (await fetch(await server.url)).text()).split(" ");
  expect([temporary, toldOfPenny]).toEqual([own, "false"]);
  expect(readdirSync(own)).toHaveLength(1);
  server.child.kill("SIGKILL");
  await server.ended;
  await vi.waitFor(() => expect(() => process.kill(Number(pid), 0)).toThrow("ESRCH"), 5000);
  expect(readdirSync(own)).toEqual([]);
});

test.each(MODES)(
  "what a module's own copy of the gateway refuses is refused in the mode %s",
  async (mode) => {
    const file = join(folder, `refuses-${mode}.ts`);
    writeFileSync(
      file,
      `import { RequestError } from ${JSON.stringify(join(PROJECT, "src/gateway/index.ts"))};
export const application = () => { throw new RequestError("410 Gone", "it was here"); };`,
    );
    const server = serve(["--mode", mode, "--app", file, "0"]);
    expect((await fetch(await server.url)).status).toBe(410);
    expect((await server.stop()).stderr).not.toContain("it was here");
  },
);

describe("npm run serve --processes", () => {
  test("has several processes share the port, replaces one that dies, and stops them all", async () => {
    const file = join(folder, "pid.mjs");
    const pid = `(environ, startResponse) => {
      startResponse("200 OK", [["Content-Type", "text/plain"]]);
      return [Buffer.from(process.pid + " " + environ["tsgi.multiprocess"])];
    }`;
    writeFileSync(file, `export const application = ${pid};`);
    const server = serve(["--processes", "2", "--app", file, "0"]);
    const url = await server.url;
    const seen = new Set<string>();
    const answer = async () => {
      const [response] = await once(get(url, { agent: false }), "response");
      return text(response);
    };
    const meet = async (count: number) => {
      for (const late = Date.now() + 20_000; seen.size < count && Date.now() < late; )
        seen.add(await answer());
      expect(seen.size).toBe(count);
    };
    await meet(2);
    expect([...seen].every((said) => /^\d+ true$/.test(said))).toBe(true);
    const [first = ""] = seen;
    process.kill(Number.parseInt(first, 10), "SIGKILL");
    await meet(3);
    const { status } = await server.stop();
    expect(status).toBe(0);
    for (const said of seen) expect(() => process.kill(Number.parseInt(said, 10), 0)).toThrow("ESRCH");
  });

  test("says once what is wrong when it cannot listen", async () => {
    const other = serve(["0", "--database", database]);
    const { port } = new URL(await other.url);
    const { status, stderr } = await serve(["--processes", "2", port, "--database", database]).ended;
    expect([status, stderr]).toEqual([
      1,
      `Port ${port} is in use; stop what uses it, or choose another port.\n`,
    ]);
    await other.stop();
  });
});

describe("npm run serve --protocol", () => {
  test.each([
    ["scgi", scgiBackend],
    ["fastcgi", fastcgiBackend],
  ] as const)("%s answers as HTTP does", async (protocol, backend) => {
    const path = join(folder, `${protocol}.sock`);
    const direct = serve(["0", "--database", database]);
    const other = serve(["--protocol", protocol, "--socket", path, "--database", database]);
    expect(await other.url).toBe(`For a web server that speaks ${protocol}`);
    const front = await serveHttp(backend(path));
    const one = await direct.url;
    await expectAlike(one, front.url);
    await front.close();
    await direct.stop();
    expect(await other.stop()).toMatchObject({ status: 0, stderr: "" });
    expect(existsSync(path)).toBe(false);
  });

  test("a process of an application in the mode fastcgi that dies is replaced", async () => {
    const file = join(folder, "dies.mjs");
    const dies = `(environ, startResponse) => {
      if (environ.PATH_INFO === "/die") process.exit(3);
      startResponse("200 OK", [["Content-Type", "text/plain"]]);
      return [Buffer.from(String(process.pid))];
    }`;
    writeFileSync(file, `export const application = ${dies};`);
    const server = serve(["--mode", "fastcgi", "--app", file, "0"]);
    const url = await server.url;
    const pid = async () => {
      const response = await fetch(url);
      return response.status === 200 ? Number(await response.text()) : undefined;
    };
    const first = await pid();
    expect((await fetch(`${url}die`)).status).toBe(502);
    let second = await pid();
    for (let tries = 0; second === undefined && tries < 100; tries++) {
      await delay(50);
      second = await pid();
    }
    expect(second).not.toBe(first);
    const { status, stderr } = await server.stop();
    expect(status).toBe(0);
    expect(stderr).toContain("The process of the application ended with status 3; another one is started.");
    expect(() => process.kill(second ?? 0, 0)).toThrow("ESRCH");
  });

  test("http listens on a Unix socket too", async () => {
    const path = join(folder, "http.sock");
    const server = serve(["--database", database], { PENNY_SOCKET: path });
    expect(await server.url).toBe(`unix:${path}`);
    const [response] = await once(get({ socketPath: path, path: "/searchform", agent: false }), "response");
    expect(await text(response)).toContain("Author Search");
    expect((await server.stop()).stderr).toMatch(/^- - - \[.*\] "GET \/searchform HTTP\/1.1" 200 \d+\n$/);
  });
});

/** The descriptor of a server's socket, which Node keeps to itself. */
function fileDescriptorOf(server: Server): number {
  const handle: unknown = Reflect.get(server, "_handle");
  return typeof handle === "object" && handle !== null ? Number(Reflect.get(handle, "fd")) : -1;
}

describe("npm run build", () => {
  const build = (...args: string[]) =>
    promisify(execFile)(process.execPath, ["--import", "tsx", "scripts/build.ts", ...args], { cwd: PROJECT });

  test("makes a CGI program of Penny", async () => {
    const [program = ""] = (await build()).stdout.split("\n");
    expect(program).toBe(join(PROJECT, "dist/penny.cgi"));
    const penny = validator(cgiProgram(program, { variables: { PENNY_DATABASE: database } }));
    const { status, text: page } = await ask(penny, "/searchresults?author=lee");
    expect(status).toBe("200 OK");
    expect(page).toContain("To Kill a Mockingbird");
  });

  test("makes one of a module of one's own", async () => {
    const file = join(folder, "a module.mjs");
    writeFileSync(file, `console.log("loaded");\nexport const application = ${answering("built")};`);
    const [, program = ""] = (await build(file)).stdout.split("\n");
    expect((await ask(validator(cgiProgram(program)), "/")).text).toBe("built");
    expect(existsSync(`${program}.program`)).toBe(true);
  });

  test("makes a FastCGI program, which serves on the socket that it is given, and ends when it is told to", async () => {
    const [, program = ""] = (await build()).stdout.split("\n");
    const socket = createServer().listen(0, "127.0.0.1");
    await once(socket, "listening");
    const address = socket.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const env = { ...process.env, PENNY_DATABASE: database };
    // The child has the socket as descriptor 0, as under a web server.
    const child = spawn(program, [], { env, stdio: [fileDescriptorOf(socket), "ignore", "pipe"] });
    socket.close(); // or this process would take connections too
    const ended = once(child, "exit");
    const penny = validator(fastcgiBackend(`127.0.0.1:${port}`));
    expect((await ask(penny, "/searchresults?author=lee")).text).toContain("To Kill a Mockingbird");
    expect((await ask(penny, "/searchform")).text).toContain("Author Search");
    child.kill("SIGTERM");
    expect((await ended)[0]).toBe(0);
  });

  test("makes a FastCGI program that says what it lacks where there is no socket", async () => {
    const [, program = ""] = (await build()).stdout.split("\n");
    const child = spawn(program, [], { stdio: ["ignore", "ignore", "pipe"] });
    const [said, [status]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    expect(said).toMatch(
      /^Standard input is no socket to listen on \(.*\); a web server or a process manager/,
    );
    expect(status).toBe(1);
  });

  test.each([
    [["nowhere.ts"], /^There is no module nowhere.ts/],
    [[""], /^The module has an empty name; leave it out for Penny, or see --help\.\n$/],
    [["one.ts", "two.ts"], /^One module is enough/],
    [["--nonsense"], /^Unknown option '--nonsense'; see --help/],
  ])("with %j says what is wrong", async (args, message) => {
    const failure = await build(...args).catch((error: { code: number; stderr: string }) => error);
    expect(failure).toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
  });

  test("says how it is used", async () => {
    expect((await build("--help")).stdout).toMatch(/^Usage: npm run build/);
  });
});
