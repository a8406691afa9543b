import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { codeOf } from "../../src/catalogue/errors.ts";
import { testFolder } from "../catalogue/folder.ts";
import { buildBooks } from "../penny/books.ts";
import { freePort } from "../support/free-port.ts";
import { eventually } from "../support/promises.ts";
import { textOf } from "../support/raw-client.ts";
import { FAILURES, writeFailures } from "./failures.ts";
import { answering, ERROR_PAGES, MODULES } from "./modules.ts";
import { compile, PROJECT, serve } from "./running.ts";

// Each test starts a process or two, and the machine may have other work.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const folder = testFolder();
const database = join(folder, "books.sqlite");
const missing = join(folder, "missing.sqlite");

/** Writes a file of the test's folder and gives its path. */
function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** The text of a page. */
const fetched = async (url: string) => (await fetch(url)).text();

beforeAll(async () => {
  await buildBooks(database, [["To Kill a Mockingbird", "Harper Lee"]]);
  await compile();
});

test("npm run serve is what is tested here", () => {
  const { scripts } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
  expect(scripts.serve).toBe(
    "tsc -p tsconfig.build.json && exec node --enable-source-maps --max-semi-space-size=8 --no-memory-reducer dist/runserver.js",
  );
});

describe("npm run serve", () => {
  test("serves Penny and says where", async () => {
    const server = serve(["0", "--database", database]);
    const url = await server.url;
    expect(await fetched(url)).toContain("welcome to Penny.com");
    expect(await fetched(`${url}searchresults?author=lee`)).toContain("To Kill a Mockingbird");
    expect(await fetched(`${url}static/penny.css`)).toContain("Penny.com");
    const { status, stdout } = await server.stop();
    expect(status).toBe(0);
    const { port } = new URL(url);
    expect(stdout).toBe(`Listening on port ${port}\nhttp://localhost:${port}/\n`);
    expect(Number(port)).toBeGreaterThan(0);
  });

  test("listens on the port that is named", async () => {
    const port = await freePort();
    const server = serve([String(port), "--database", database]);
    expect(await server.url).toBe(`http://localhost:${port}/`);
    await server.stop();
  });

  test.concurrent.each<[args: string[]]>([
    [["--database", database, "0", "--host", "127.0.0.1"]],
    [["0", "--host=127.0.0.1", `--database=${database}`]],
    [["--host", "127.0.0.1", "--database", database, "--", "0"]],
  ])("takes options before and behind the port: %j", async (args) => {
    const server = serve(args);
    const url = await server.url;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(await fetched(`${url}searchresults?author=lee`)).toContain("To Kill a Mockingbird");
    await server.stop();
  });

  test("takes what is not given from the environment", async () => {
    const app = write("environment.mjs", `export default ${answering("from the environment")};`);
    const port = await freePort();
    const env = { PENNY_PORT: String(port), PENNY_HOST: "127.0.0.1", PENNY_DATABASE: database };
    const penny = serve([], env);
    expect(await penny.url).toBe(`http://127.0.0.1:${port}/`);
    expect(await fetched(`${await penny.url}searchresults?author=lee`)).toContain("To Kill a Mockingbird");
    await penny.stop();
    const other = serve(["0"], { PENNY_APP: app });
    expect(await fetched(await other.url)).toBe("from the environment");
    await other.stop();
  });

  test("takes what is given first", async () => {
    const env = { PENNY_PORT: "nonsense", PENNY_HOST: "192.0.2.1", PENNY_DATABASE: missing };
    const penny = serve(["0", "--host", "localhost", "--database", database], env);
    expect(await fetched(`${await penny.url}searchresults?author=lee`)).toContain("To Kill a Mockingbird");
    await penny.stop();
    const app = write("given.mjs", `export default ${answering("given")};`);
    const other = serve(["0", "--app", app], { PENNY_APP: missing });
    expect(await fetched(await other.url)).toBe("given");
    await other.stop();
  });

  test("an empty PENNY_HOST is none, so that only this machine is served", async () => {
    const server = serve(["0", "--database", database], { PENNY_HOST: "" });
    expect(await server.url).toMatch(/^http:\/\/localhost:\d+\/$/);
    await server.stop();
  });

  test.concurrent.each<[args: string[]]>([
    [["--help"]],
    [["-h"]],
    [["--help", "70000", "--host"]],
    [["0", "-h"]],
  ])("%j prints the usage and ends", async (args) => {
    const server = serve(args.filter((arg) => arg !== "--host"));
    const { status, stdout, stderr } = await server.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: npm run serve -- \[options\] port\n/);
    for (const word of ["--host", "--database", "--app", "PENNY_PORT", "--help"])
      expect(stdout).toContain(word);
  });
});

describe("npm run serve says in one sentence that", () => {
  beforeAll(writeFailures);

  test.concurrent.each(FAILURES)("%s", async (_, args, message) => {
    const { status, stdout, stderr } = await serve(args, { PENNY_DATABASE: database }).ended;
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^[^\n]+[.]\n$/);
    expect(stderr.trimEnd()).toMatch(message);
  });

  test("the port is in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const { status, stdout, stderr } = await serve([String(port), "--database", database]).ended;
    other.close();
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe(`Port ${port} is in use; stop what uses it, or choose another port.\n`);
  });

  test("a variable of the environment is wrong", async () => {
    const { status, stderr } = await serve([], { PENNY_PORT: "99999", PENNY_DATABASE: database }).ended;
    expect(status).toBe(1);
    expect(stderr).toBe(
      'The port must be a whole number from 1 to 65535, or 0 for any free one, not "99999".\n',
    );
  });

  test("something failed, and where, for who asks with PENNY_DEBUG", async () => {
    const { status, stderr } = await serve(["x"], { PENNY_DEBUG: "1" }).ended;
    expect(status).toBe(1);
    expect(stderr).toMatch(/^The port must be .*\nUsageError: the port must be .*\n +at /);
  });
});

describe("--app serves", () => {
  test.concurrent.each(MODULES)("%s: %s", async (_, name, text) => {
    const server = serve(["0", "--app", write(name, text)]);
    expect(await fetched(await server.url)).toBe(basename(name).split(".")[0]);
    expect((await server.stop()).status).toBe(0);
  });

  test.concurrent("a package's TypeScript and JavaScript, from the working folder, with what they import", async () => {
    write("package/package.json", '{ "type": "module" }');
    write("package/word.ts", "export const WORD: string = `from a package`;");
    write(
      "package/app.ts",
      `import { WORD } from "./word.ts";\nexport const application = ${answering("$")};`.replace(
        '"$"',
        "WORD",
      ),
    );
    write("package/app.js", `export const application = ${answering("from a script")};`);
    const servers = ["app.ts", "./app.js"].map((app) =>
      serve(["0", "--app", app], {}, join(folder, "package")),
    );
    const texts = servers.map(async (server) => {
      const text = await fetched(await server.url);
      await server.stop();
      return text;
    });
    expect(await Promise.all(texts)).toEqual(["from a package", "from a script"]);
  });

  test.concurrent("Penny too, by its path", async () => {
    const server = serve(["0", "--app", "src/penny/index.ts"], { PENNY_DATABASE: database });
    expect(await fetched(await server.url)).toContain("welcome to Penny.com");
    await server.stop();
  });

  test.concurrent.each(ERROR_PAGES)("%s with an error page of its own", async (name, text) => {
    const server = serve(["0", "--app", write(name, text)]);
    const client = await server.connect();
    await client.send("GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(textOf(await client.response())).toBe("Mine: 400 Bad Request");
    await client.destroy();
    await server.stop();
  });

  test.concurrent("an application that fails with 500, reports it, and serves on", async () => {
    const app = write("fails.mjs", 'export default () => { throw new Error("no luck with this one"); };');
    const server = serve(["0", "--app", app]);
    for (let round = 0; round < 2; round++) {
      const response = await fetch(await server.url);
      expect(response.status).toBe(500);
      expect(await response.text()).toBe("500 Internal Server Error\n");
    }
    const { status, stderr } = await server.stop();
    expect(status).toBe(0);
    expect(stderr.match(/Error: no luck with this one\n +at /g)).toHaveLength(2);
  });
});

describe("the access log", () => {
  test("on standard error has a line a request, in the Common Log Format, and nothing that commands a terminal", async () => {
    const server = serve(["0", "--database", database]);
    const requests = [
      "GET / HTTP/1.1",
      "HEAD /searchform HTTP/1.1",
      "GET /searchresults?author=lee HTTP/1.0",
      'GET /no"where\\ HTTP/1.1',
      "GET /\x1b[2J\x9b\xe9 HTTP/1.1",
      "GET /nowhere HTTP/1.1",
    ];
    for (const line of requests) {
      const client = await server.connect();
      await client.send(`${line}\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      await client.response(line.split(" ", 1)[0]);
      await client.destroy();
    }
    const { stderr } = await server.stop();
    const lines = stderr.trimEnd().split("\n");
    const shape =
      /^127\.0\.0\.1 - - \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000\] "(.*)" (\d{3}) (\d+|-)$/;
    const parts = lines.map((line) => shape.exec(line)?.slice(1, 3).join(" "));
    expect(parts).toEqual([
      "GET / HTTP/1.1 200",
      "HEAD /searchform HTTP/1.1 200",
      "GET /searchresults?author=lee HTTP/1.0 200",
      'GET /no\\"where\\\\ HTTP/1.1 404',
      "GET /\\x1b[2J\\x9b\\xe9 HTTP/1.1 400",
      "GET /nowhere HTTP/1.1 404",
    ]);
    expect(stderr).toMatch(/^[\n -~]*$/);
  });

  test("loses no line when the server is stopped", async () => {
    const server = serve(["0", "--database", database]);
    const url = await server.url;
    for (let count = 0; count < 20; count++) await fetched(`${url}nowhere/${count}`);
    const { stderr } = await server.stop();
    const seen = [...stderr.matchAll(/"GET \/nowhere\/(\d+) HTTP\/1\.1" 404 \d+\n/g)].map(([, count]) =>
      Number(count),
    );
    expect(seen).toEqual(Array.from({ length: 20 }, (_, count) => count));
  });
});

describe("a signal", () => {
  /** An application that answers when the body of its request is whole, so that the test says when. */
  const WAITING = `export const application = async (environ, startResponse) => {
    console.error("a request runs");
    const body = await environ["tsgi.input"].read();
    startResponse("200 OK", [["Content-Type", "text/plain"]]);
    return [body];
  };`;

  /** A server with one request under way, which the byte that the client sends next makes whole. */
  async function withRequest() {
    const server = serve(["0", "--app", write("waiting.mjs", WAITING)]);
    const client = await server.connect();
    await client.send("POST /running HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n");
    await eventually(() => server.stderr.includes("a request runs"));
    return { server, client };
  }

  const refused = async (connect: () => Promise<unknown>) => {
    for (;;) {
      const error = await connect().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      // A connection that the system had taken and the server not yet is reset when the server stops accepting.
      if (error && codeOf(error) !== "ECONNRESET") return error;
      await delay(5);
    }
  };

  test.each<[signal: NodeJS.Signals]>([["SIGTERM"], ["SIGINT"]])(
    "%s ends the server when the running request is done, and no other is accepted",
    async (signal) => {
      const { server, client } = await withRequest();
      server.child.kill(signal);
      expect(await refused(async () => (await server.connect()).destroy())).toMatchObject({
        code: "ECONNREFUSED",
      });
      await client.send("x");
      const response = await client.response();
      expect(response).toMatchObject({ status: 200, complete: true });
      expect(textOf(response)).toBe("x");
      const { status, stderr } = await server.ended;
      expect(status).toBe(0);
      expect(stderr).toMatch(/"POST \/running HTTP\/1\.1" 200 1\n$/);
      await client.destroy();
    },
  );

  test("ends a server at once that has idle connections only", async () => {
    const server = serve(["0", "--database", database]);
    const client = await server.connect();
    await client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await client.response();
    expect((await server.stop()).status).toBe(0);
    await client.destroy();
  });

  test("that comes twice at once, as Ctrl-C does through npm, is one", async () => {
    const { server, client } = await withRequest();
    server.child.kill("SIGINT");
    server.child.kill("SIGTERM");
    await refused(async () => (await server.connect()).destroy());
    await client.send("x");
    expect(textOf(await client.response())).toBe("x");
    expect((await server.ended).status).toBe(0);
    await client.destroy();
  });

  test("that comes a second time later ends the server at once", async () => {
    const { server, client } = await withRequest();
    server.child.kill("SIGINT");
    await refused(async () => (await server.connect()).destroy());
    await delay(350);
    expect(server.child.exitCode).toBeNull();
    server.child.kill("SIGINT");
    const { status } = await server.ended;
    expect(status).toBe(1);
    await client.closed;
    expect(client.received).toBe("");
    await client.destroy();
  });
});

test("a catalogue that is replaced while it is served needs no restart, and one that is gone is said to be", async () => {
  const file = join(folder, "live.sqlite");
  await buildBooks(file, [["Old Book", "Harper Lee"]]);
  const server = serve(["0", "--database", file]);
  const search = `${await server.url}searchresults?author=lee`;
  const until = async (text: string) => {
    for (;;) {
      const response = await fetch(search);
      const page = await response.text();
      if (page.includes(text)) return response;
      await delay(50);
    }
  };
  await until("Old Book");
  rmSync(file);
  const closed = await until("Back soon");
  expect(closed.status).toBe(503);
  expect(closed.headers.get("Retry-After")).toBe("60");
  await buildBooks(file, [["New Book", "Harper Lee"]]);
  expect((await until("New Book")).status).toBe(200);
  const { status, stderr } = await server.stop();
  expect(status).toBe(0);
  expect(stderr).toContain("is gone\n");
});
