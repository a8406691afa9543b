import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { testFolder } from "../catalogue/folder.ts";
import { telling } from "../command-line/modules.ts";
import { compile, serve } from "../command-line/running.ts";
import { hostings } from "./hostings.ts";
import { describeWith } from "./require-program.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = testFolder();
const file = join(folder, "told.ts");

beforeAll(async () => {
  writeFileSync(file, telling("[environ.REMOTE_ADDR, requestUrl(environ)]"));
  await compile();
});

// All that a client could say of itself.
const FORGED = {
  Host: "books.example",
  Forwarded: "for=6.6.6.6;proto=https;host=evil.example",
  "X-Forwarded-For": "6.6.6.6",
  "X-Forwarded-Proto": "https",
  "X-Forwarded-Host": "evil.example",
  "X-Forwarded-Port": "8443",
};

/** Where we are, as a web server and as an option are told. */
const PLACES = [
  ["a port", ["0"], "127.0.0.1"],
  ["a Unix socket", ["--socket", join(folder, "penny.sock")], "unix"],
] as const;

const hosted = hostings.filter(({ protocol }) => protocol === "http");

// Another address than that of the web server, on the same machine.
describe.runIf(process.platform === "linux").each(hosted)("behind $name", ({ name, programs, start }) => {
  // The pages on the others have no Unix socket for HTTP.
  const places = PLACES.filter(([, , trusted]) => trusted !== "unix" || name.startsWith("nginx"));
  describeWith(programs[0] ?? "", programs, (program) => {
    test.each(places)("with --trusted-proxy, on %s, a client is who it is", async (_, place, trusted) => {
      const penny = serve(["--app", file, "--trusted-proxy", trusted, ...place]);
      const url = await penny.url;
      const server = await start(program, url.replace(/^http:\/\/localhost:(\d+)\/$/, "127.0.0.1:$1"));
      const options = { port: server.port, localAddress: "127.0.0.2", headers: FORGED, agent: false };
      const [response] = await once(get(options), "response");
      expect(await json(response)).toEqual(["127.0.0.2", "http://books.example/"]);
      await server.close();
      expect((await penny.stop()).stderr).toMatch(/^127\.0\.0\.2 - - [^\n]*\n$/);
    });
  });
});
