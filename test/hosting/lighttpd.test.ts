import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { testFolder } from "../catalogue/folder.ts";
import { hello } from "../conformance/applications.ts";
import { get, post } from "../conformance/case.ts";
import { collectErrors } from "../support/errors.ts";
import { eventually } from "../support/promises.ts";
import { RawClient, textOf } from "../support/raw-client.ts";
import { startBehind } from "./behind.ts";
import { lighttpd } from "./lighttpd.ts";
import { describeWith } from "./require-program.ts";
import type { WebServer } from "./web-server.ts";

vi.setConfig({ testTimeout: 60_000 });

const module = join(testFolder(), "module.mjs");
writeFileSync(
  module,
  `import { setTimeout as delay } from "node:timers/promises";
export const application = async (environ, startResponse) => {
  const body = await environ["tsgi.input"].read();
  startResponse("200 OK", [["Content-Type", "text/plain"]]);
  if (environ.REQUEST_METHOD === "POST") return [body];
  const pid = Buffer.from("process " + process.pid + ".");
  return environ.PATH_INFO === "/on-and-on" ? onAndOn(pid) : [pid];
};
async function* onAndOn(chunk) {
  for (;;) {
    yield chunk;
    await delay(20);
  }
}`,
);

/** lighttpd with a program that it starts, until the test is over. */
async function serving(protocol: "cgi" | "fcgi", program: string): Promise<WebServer> {
  const hosting = lighttpd.find((each) => each.protocol === protocol);
  if (!hosting) throw new Error(`lighttpd starts no ${protocol}`);
  const behind = await startBehind(protocol, { application: hello, module, errors: collectErrors() });
  onTestFinished(() => behind.close());
  const server = await hosting.start(program, behind.place);
  onTestFinished(() => server.close());
  return server;
}

async function asked(server: WebServer, request: string): Promise<string | undefined> {
  const client = await RawClient.connect(server.port);
  onTestFinished(() => client.destroy());
  await client.send(request);
  return textOf(await client.response());
}

function pidIn(text = ""): number {
  const [, pid] = /process ([0-9]+)\./.exec(text) ?? [];
  if (pid === undefined) throw new Error(`no process is named in ${JSON.stringify(text)}`);
  return Number(pid);
}

/** A process that has ended may stand in the list until somebody asks how. */
function isRunning(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}

describe.runIf(process.platform === "linux")("lighttpd", () => {
  describeWith("lighttpd", ["lighttpd"], (program) => {
    test("keeps one process of a FastCGI program, which ends with it", async () => {
      const server = await serving("fcgi", program);
      const pids = await Promise.all(Array.from({ length: 20 }, () => asked(server, get("/"))));
      expect(pids).toEqual(Array(20).fill(pids[0]));
      const pid = pidIn(pids[0]);
      expect(isRunning(pid)).toBe(true);
      await server.close();
      await eventually(() => !isRunning(pid));
    });

    test("starts a FastCGI program anew that has died", async () => {
      const server = await serving("fcgi", program);
      const pid = pidIn(await asked(server, get("/")));
      process.kill(pid, "SIGKILL");
      await eventually(() => !isRunning(pid));
      await vi.waitFor(async () => expect(pidIn(await asked(server, get("/")))).not.toBe(pid), 10_000);
    });

    test("115: ends a CGI program when the client leaves that it is answering", async () => {
      const server = await serving("cgi", program);
      const client = await RawClient.connect(server.port);
      await client.send(get("/on-and-on"));
      await eventually(() => /process [0-9]+\./.test(client.received));
      const pid = pidIn(client.received);
      expect(isRunning(pid)).toBe(true);
      await client.destroy();
      await eventually(() => !isRunning(pid));
    });

    test.each(["cgi", "fcgi"] as const)(
      "passes five megabytes on to a %s program, and back",
      async (kind) => {
        const body = "0123456789".repeat(500_000);
        expect((await asked(await serving(kind, program), post(body))) === body).toBe(true);
      },
    );
  });
});
