import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Catalogue } from "../../src/catalogue/catalogue.ts";
import { validator } from "../../src/gateway/index.ts";
import { createPenny } from "../../src/penny/application.ts";
import { type HttpServer, serveHttp } from "../../src/servers/http.ts";
import { request } from "../conformance/case.ts";
import { type AcceptanceRequest, nameOf, REQUESTS, timeless } from "../penny/acceptance.ts";
import { buildBooks } from "../penny/books.ts";
import { collectErrors } from "../support/errors.ts";
import { RawClient } from "../support/raw-client.ts";
import { type Behind, startBehind } from "./behind.ts";
import { hostings } from "./hostings.ts";
import { describeWith } from "./require-program.ts";
import type { WebServer } from "./web-server.ts";

// A CGI program is a process for each request, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const SITE = fileURLToPath(new URL("../../src/penny/site.ts", import.meta.url));
const MANY = 200;
const AT_ONCE = 8;

const folder = mkdtempSync(join(tmpdir(), "penny-hosted-"));
chmodSync(folder, 0o755); // for a web server that is another user
const database = join(folder, "books.sqlite");

let catalogue: Catalogue;
let direct: HttpServer;
const errors = collectErrors();

const penny = validator(createPenny(() => catalogue));

beforeAll(async () => {
  await buildBooks(database);
  catalogue = Catalogue.open(database);
  direct = await serveHttp(penny, { errors });
});
afterAll(async () => {
  await direct.close();
  catalogue.close();
  rmSync(folder, { recursive: true });
});

describe.each(hostings)("Penny behind $name", ({ programs, protocol, start }) => {
  describeWith(programs[0] ?? "", programs, (program) => {
    let behind: Behind;
    let server: WebServer;
    beforeAll(async () => {
      behind = await startBehind(protocol, { application: penny, module: SITE, errors });
      const ofProgram = protocol === "cgi" || protocol === "fcgi";
      server = await start(program, ofProgram ? withDatabase(behind.place, protocol) : behind.place);
    });
    afterAll(async () => {
      await server.close();
      await behind.close();
    });

    test.each(REQUESTS.map((each) => [nameOf(each), each] as const))("%s", async (_, each) => {
      expect(await answer(server.port, each)).toEqual(await answer(direct.port, each));
    });

    test(`answers ${MANY} requests of ${AT_ONCE} clients at once`, async () => {
      const asked = REQUESTS.slice(0, 20);
      const known = await Promise.all(asked.map((each) => answer(direct.port, each)));
      let begun = 0;
      const client = async () => {
        while (begun < MANY) {
          const index = begun++ % asked.length;
          const each = asked[index];
          if (each) expect(await answer(server.port, each)).toEqual(known[index]);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, client));
    });

    test("and in all that there was nothing to report", () => {
      const lines = server.log().split("\n");
      expect(
        lines.filter((line) => !/^$|notice\]|: server started/.test(line.replace(/\(.*?\) /, ""))),
      ).toEqual([]);
      expect(errors.text).toBe("");
    });
  });
});

/** A program that starts another one, with the catalogue of the tests. */
function withDatabase(program: string, kind: string): string {
  const script = join(folder, `penny.${kind}`);
  writeFileSync(script, `#!/bin/sh\nPENNY_DATABASE='${database}' exec '${program}'\n`);
  chmodSync(script, 0o755);
  return script;
}

// What belongs to a connection, to a web server, or to the hour.
const ITS_OWN = /^(?:date|server|connection|keep-alive|via|transfer-encoding|content-length)$/;

/** What comes of a request: the status, the fields in the order of their names, and the body. */
async function answer(port: number, { method, target, fields, body }: AcceptanceRequest) {
  const client = await RawClient.connect(port);
  try {
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
    const length = body === undefined ? [] : [`Content-Length: ${body.length}`];
    await client.send(request(method, target, ...lines, ...length) + (body ?? ""));
    const response = await client.response(method);
    if (!response) throw new Error("there is no response");
    return {
      status: response.status,
      complete: response.complete,
      fields: response.fields
        .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
        .filter((line) => !ITS_OWN.test(line.split(":", 1)[0] ?? ""))
        .sort(),
      body: timeless(Buffer.from(response.body).toString("latin1")),
    };
  } finally {
    await client.destroy();
  }
}
