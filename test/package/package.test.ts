import { mkdirSync, readdirSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { fastcgiBackend } from "../../src/applications/fastcgi-backend.ts";
import { validator } from "../../src/gateway/index.ts";
import { ROOT } from "../../src/root.ts";
import { ask } from "../support/ask.ts";
import { CONSUMER, output, README, shell, start, write } from "./consumer.ts";
import { everything, PLAIN, RESOLVED, SERVERS } from "./programs.ts";

// npm packs and installs, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ROOMS = ["gateway", "protocols", "servers", "applications", "middleware"];
const PACKAGE = join(CONSUMER, "node_modules/penny");

/** The packages that come with the tarball. */
let brought: readonly string[] = [];

beforeAll(async () => {
  const [pack = "", install = "", ...more] = README.commands;
  const earlier = join(ROOT, "dist/package/gateway");
  mkdirSync(earlier, { recursive: true });
  writeFileSync(join(earlier, "moved.js"), "");
  await shell(pack, ROOT);
  write("package.json", '{ "private": true, "type": "module" }\n');
  await shell(install, CONSUMER);
  brought = readdirSync(join(CONSUMER, "node_modules")).filter((name) => !name.startsWith("."));
  for (const command of more) await shell(command, CONSUMER);

  const [application = "", serve = ""] = README.modules;
  const files = { "hello.ts": application, "serve.ts": serve, "everything.ts": everything(README.exports) };
  for (const [name, content] of Object.entries(files)) write(name, content);
  write("plain.js", PLAIN);
  write("resolved.js", RESOLVED);
  for (const [name, program] of Object.entries(SERVERS)) write(`${name}.js`, program);
  await compile("--noCheck");
});

/** The files of a folder and of those in it, without `suffix`; others are left out. */
function files(folder: string, suffix = ""): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((name) => name.slice(0, name.length - suffix.length))
    .sort();
}

/** Compiles the consumer's TypeScript with the project's compiler. */
function compile(...options: readonly string[]): Promise<string> {
  const compilerOptions = { module: "nodenext", target: "es2023", strict: true, types: ["node"] };
  write("tsconfig.json", JSON.stringify({ compilerOptions }));
  return shell(`"${ROOT}/node_modules/.bin/tsc" ${options.join(" ")}`, CONSUMER);
}

test("The package has the gateway and what stands on it, with the types, and nothing else", () => {
  const packed = files(PACKAGE);
  const modules = ROOMS.flatMap((room) =>
    files(join(ROOT, "src", room), ".ts").map((name) => `${room}/${name}`),
  );
  expect(packed.filter((name) => !name.startsWith("dist/"))).toEqual([
    "LICENSE",
    "README.md",
    "docs/tsgi.md",
    "package.json",
  ]);
  expect(packed.filter((name) => name.startsWith("dist/"))).toEqual(
    modules.flatMap((name) => [`dist/package/${name}.d.ts`, `dist/package/${name}.js`]).sort(),
  );
});

test("It brings four packages and what one of those needs", () => {
  expect(brought).toEqual(["etag", "fresh", "mime-db", "mime-types", "penny", "range-parser"]);
});

test("What README names can be imported, and nothing else", async () => {
  const names = files(join(PACKAGE, "dist/package"), ".js");
  const importable = (await output("resolved.js", {}, "gateway", ...names)).trim().split("\n");
  const extra = importable.filter((name) => !README.exports.includes(name));
  expect(extra, "parts of others get a null in package.json, modules for everybody a word in README").toEqual(
    [],
  );
  expect(README.exports.filter((name) => !importable.includes(name))).toEqual([]);
});

test("TypeScript finds its types whether or not it checks those of packages, and Node runs what it makes", async () => {
  await compile("--noEmit", "--skipLibCheck", "true");
  await compile("--noEmit", "--skipLibCheck", "false");
  await compile("--noEmit", "--skipLibCheck", "false", "--module", "esnext", "--moduleResolution", "bundler");
  expect(await output("everything.js")).toBe("");
});

describe.each([
  ["TypeScript", "./hello.js", "Hello my friend!\n"],
  ["plain JavaScript", "./plain.js", "You are at /a.\n"],
])("a five-line application in %s", (_, module, body) => {
  test("is served on HTTP", async () => {
    const server = start("http.js", module);
    const response = await fetch(`${await server.line}a`);
    expect([response.status, await response.text()]).toEqual([200, body]);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await server.stop()).toBe("");
  });

  test("is a CGI program", async () => {
    const variables = {
      REQUEST_METHOD: "GET",
      SERVER_NAME: "example.org",
      SERVER_PORT: "80",
      PATH_INFO: "/a",
    };
    expect(await output("cgi.js", { ...variables, SERVER_PROTOCOL: "HTTP/1.1" }, module)).toBe(
      `Status: 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  });

  test("is a FastCGI server", async () => {
    const server = start("fastcgi.js", module);
    const { status, text, field } = await ask(validator(fastcgiBackend(await server.line)), "/a");
    expect([status, text]).toEqual(["200 OK", body]);
    expect(field("Content-Type")).toBe("text/plain; charset=utf-8");
    expect(await server.stop()).toBe("");
  });

  test("runs in threads", async () => {
    const server = start("thread.js", module);
    expect(await (await fetch(`${await server.line}a`)).text()).toBe(body);
    expect(await server.stop()).toBe("");
  });
});

test("README's example serves", async () => {
  const server = start("serve.js");
  expect(await (await fetch(await server.line)).text()).toBe("Hello my friend!\n");
  expect(await server.stop()).toBe("");
});

describe("a thread of TypeScript", () => {
  test("runs where tsx is installed", async () => {
    const tsx = join(CONSUMER, "node_modules/tsx");
    symlinkSync(join(ROOT, "node_modules/tsx"), tsx);
    const server = start("thread.js", "hello.ts");
    expect(await (await fetch(await server.line)).text()).toBe("Hello my friend!\n");
    expect(await server.stop()).toBe("");
    unlinkSync(tsx);
  });

  // Later ones read it themselves.
  test.runIf(process.version.startsWith("v20."))("says what it lacks where tsx is not", async () => {
    const server = start("thread.js", "hello.ts");
    expect((await fetch(await server.line)).status).toBeGreaterThanOrEqual(500);
    expect(await server.stop()).toContain("tsx");
  });
});
