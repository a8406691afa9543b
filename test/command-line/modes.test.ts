import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { cgiProgram } from "../../src/applications/cgi-program.ts";
import { scgiBackend } from "../../src/applications/scgi-backend.ts";
import { validator } from "../../src/gateway/index.ts";
import { MODES } from "../../src/modes.ts";
import { serveHttp } from "../../src/servers/http.ts";
import { testFolder } from "../catalogue/folder.ts";
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
  return { status: response.status, fields, text: page.replace(/<time.*?<\/time>|Good \w+/gs, "") };
}

const REQUESTS: ReadonlyArray<readonly [target: string, init?: RequestInit]> = [
  [""],
  ["searchform"],
  ["searchresults?author=lee"],
  ["searchresults?author=nobody"],
  ["searchresults?author="],
  ["searchresults?author=%ff"],
  ["searchform", { headers: { Cookie: "prev_author=Lee%20%C3%A9" } }],
  ["static/penny.css"],
  ["static/penny.css", { headers: { Range: "bytes=10-19" } }],
  ["static/nothing.css"],
  ["%E3%81%82/nowhere"],
  ["searchform", { method: "POST", body: "author=lee" }],
  ["searchform", { method: "HEAD" }],
];

describe("npm run serve --mode", () => {
  test.each(MODES.filter((mode) => mode !== "in-process"))("%s answers as in-process does", async (mode) => {
    const direct = serve(["0", "--database", database]);
    const other = serve(["--mode", mode, "0", "--database", database]);
    const [one, two] = await Promise.all([direct.url, other.url]);
    for (const [target, init] of REQUESTS) {
      expect(await asked(two + target, init), `${init?.method ?? "GET"} /${target}`).toEqual(
        await asked(one + target, init),
      );
    }
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

describe("npm run serve --protocol", () => {
  test.each([["scgi", scgiBackend]] as const)("%s answers as HTTP does", async (protocol, backend) => {
    const path = join(folder, `${protocol}.sock`);
    const direct = serve(["0", "--database", database]);
    const other = serve(["--protocol", protocol, "--socket", path, "--database", database]);
    expect(await other.url).toBe(`For a web server that speaks ${protocol}`);
    const front = await serveHttp(backend(path));
    const one = await direct.url;
    for (const [target, init] of REQUESTS) {
      expect(await asked(front.url + target, init), `${init?.method ?? "GET"} /${target}`).toEqual(
        await asked(one + target, init),
      );
    }
    await front.close();
    await direct.stop();
    expect(await other.stop()).toMatchObject({ status: 0, stderr: "" });
    expect(existsSync(path)).toBe(false);
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

describe("npm run build", () => {
  const build = (...args: string[]) =>
    promisify(execFile)(process.execPath, ["--import", "tsx", "scripts/build.ts", ...args], { cwd: PROJECT });

  test("makes a CGI program of Penny", async () => {
    const { stdout } = await build();
    expect(stdout).toBe(`${join(PROJECT, "dist/penny.cgi")}\n`);
    const penny = validator(cgiProgram(stdout.trim(), { variables: { PENNY_DATABASE: database } }));
    const { status, text } = await ask(penny, "/searchresults?author=lee");
    expect(status).toBe("200 OK");
    expect(text).toContain("To Kill a Mockingbird");
  });

  test("makes one of a module of one's own", async () => {
    const file = join(folder, "a module.mjs");
    writeFileSync(file, `export const application = ${answering("built")};`);
    const { stdout } = await build(file);
    expect((await ask(validator(cgiProgram(stdout.trim())), "/")).text).toBe("built");
    expect(existsSync(`${stdout.trim()}.mjs`)).toBe(true);
  });

  test.each([
    [["nowhere.ts"], /^There is no module nowhere.ts/],
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
