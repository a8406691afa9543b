import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { fastcgiBackend } from "../../src/applications/fastcgi-backend.ts";
import { scgiBackend } from "../../src/applications/scgi-backend.ts";
import { MODES } from "../../src/command-line/modes.ts";
import { serveHttp } from "../../src/servers/http.ts";
import { testFolder } from "../catalogue/folder.ts";
import { telling } from "./modules.ts";
import { compile, serve } from "./running.ts";

// Each test starts a process or more, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = testFolder();
const file = join(folder, "told.ts");

beforeAll(async () => {
  writeFileSync(file, telling("[environ.REMOTE_ADDR, requestUrl(environ)]"));
  await compile();
});

// What a proxy says of a client, behind what the client says of itself.
const FORWARDED = {
  Host: "inner.example",
  "X-Forwarded-For": "6.6.6.6, 192.0.2.17",
  "X-Forwarded-Proto": "https",
  "X-Forwarded-Host": "books.example",
};
const BELIEVED = ["192.0.2.17", "https://books.example/"];
const NOT_BELIEVED = ["127.0.0.1", "http://inner.example/"];

/** What the application is told of a request, to a URL or a Unix socket, that says who the client is. */
async function told(url: string, socketPath?: string): Promise<unknown> {
  const options = { headers: FORWARDED, agent: false, ...(socketPath && { socketPath }) };
  const [response] = await once(get(url, options), "response");
  return json(response);
}

describe("npm run serve --trusted-proxy", () => {
  test.each(MODES)("has the application and the log be told of the client in the mode %s", async (mode) => {
    const server = serve(["--mode", mode, "--app", file, "--trusted-proxy", "10.0.0.0/8, 127.0.0.1", "0"]);
    expect(await told(await server.url)).toEqual(BELIEVED);
    const { status, stderr } = await server.stop();
    expect(status).toBe(0);
    expect(stderr).toMatch(/^192\.0\.2\.17 - - \[.*\] "GET \/ HTTP\/1\.1" 200 \d+\n$/);
  });

  test.each([
    ["another address is trusted", ["--trusted-proxy", "192.0.2.0/24"], {}],
    ["nobody is trusted", [], {}],
    [
      "an option stands before the variable",
      ["--trusted-proxy", "::1"],
      { PENNY_TRUSTED_PROXY: "127.0.0.1" },
    ],
  ])("believes nobody else, where %s", async (_, args, env) => {
    const server = serve(["--app", file, ...args, "0"], env);
    expect(await told(await server.url)).toEqual(NOT_BELIEVED);
    expect((await server.stop()).stderr).toMatch(/^127\.0\.0\.1 - - [^\n]*\n$/);
  });

  test("has a variable, and holds in each of several processes", async () => {
    const server = serve(["--app", file, "--processes", "2", "0"], { PENNY_TRUSTED_PROXY: "127.0.0.1" });
    const url = await server.url;
    for (let times = 0; times < 4; times++) expect(await told(url)).toEqual(BELIEVED);
    expect((await server.stop()).stderr).toMatch(/^(?:192\.0\.2\.17 - - .*\n){4}$/);
  });

  test.each([
    ["unix", BELIEVED, "192.0.2.17"],
    ["127.0.0.1", ["", "http://inner.example/"], "-"],
  ])("%s on a Unix socket has the client be %j", async (trusted, expected, logged) => {
    for (const mode of ["in-process", "fastcgi"]) {
      const socketPath = join(folder, `${mode}-${trusted}.sock`);
      const env = { PENNY_TRUSTED_PROXY: trusted };
      const server = serve(["--mode", mode, "--app", file, "--socket", socketPath], env);
      await server.url;
      expect(await told("http://localhost/", socketPath)).toEqual(expected);
      expect((await server.stop()).stderr).toMatch(new RegExp(`^${logged} - - \\[[^\\n]*\\n$`));
    }
  });

  test("logs the client also where its request is refused, unless that is too bad to be read", async () => {
    const server = serve(["--app", file, "--trusted-proxy", "127.0.0.1", "0"]);
    const statuses: unknown[] = [];
    for (const field of ["Content-Length: 99999999", "X-Too-Much: x, ".repeat(2000), "Nonsense"]) {
      const client = await server.connect();
      await client.send(`POST / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.17\r\n${field}\r\n\r\n`);
      statuses.push((await client.response())?.status);
      await client.destroy();
    }
    expect(statuses).toEqual([413, 431, 400]);
    const { stderr } = await server.stop();
    const clients = stderr.match(/^\S+(?= - - \[.*\] "POST)/gm);
    expect(clients).toEqual(["192.0.2.17", "127.0.0.1", "127.0.0.1"]);
  });

  test.each([
    ["scgi", scgiBackend],
    ["fastcgi", fastcgiBackend],
  ] as const)(
    "goes by the peer that the web server tells of, with --protocol %s",
    async (protocol, backend) => {
      const path = join(folder, `${protocol}.sock`);
      const args = ["--protocol", protocol, "--socket", path, "--app", file];
      const server = serve([...args, "--trusted-proxy", "127.0.0.1"]);
      await server.url;
      const front = await serveHttp(backend(path));
      expect(await told(front.url)).toEqual(BELIEVED);
      await front.close();
      expect((await server.stop()).stderr).toBe("");
    },
  );

  test("stands in the manual", async () => {
    const { stdout } = await serve(["--help"]).ended;
    expect(stdout).toContain("--trusted-proxy ADDRESS[,ADDRESS...]");
  });
});
