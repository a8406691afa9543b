import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fastcgiBackend } from "../../src/applications/fastcgi-backend.ts";
import { buildExecutable, removeExecutable } from "../../src/command-line/executable.ts";
import { testFolder } from "../catalogue/folder.ts";
import { PROJECT } from "../command-line/running.ts";
import { ask } from "../support/ask.ts";
import { configuration } from "./configurations.ts";
import { describeWith } from "./require-program.ts";

const folder = testFolder();
const run = promisify(execFile);

describeWith("systemd-analyze", ["systemd-analyze"], (analyze) => {
  test.each([["penny.socket", "penny.service"], ["penny.service of HTTP"]])(
    "systemd finds no fault with %s",
    async (...titles) => {
      const files = titles.map((title) => {
        const file = join(folder, title.split(" ")[0] ?? "");
        // A program that is there, so that systemd does not miss it.
        const service = { "/srv/penny/dist/penny.fcgi": "/bin/true", "WorkingDirectory=/srv/penny": "" };
        const places = Object.entries(service).filter(([place]) => blockOf(title).includes(place));
        writeFileSync(file, configuration("systemd", title, Object.fromEntries(places)));
        return file;
      });
      // It says what it ignores, and ends with 0 all the same.
      expect(await run(analyze, ["verify", ...files])).toEqual({ stdout: "", stderr: "" });
    },
  );
});

describeWith("systemd-socket-activate", ["systemd-socket-activate"], (activate) => {
  const application = join(PROJECT, "src/examples/hello.ts");
  const path = join(folder, "penny.sock");
  let program: string;
  let manager: ChildProcess;
  beforeAll(async () => {
    program = await buildExecutable(application, "fcgi", `activated-${process.pid}`);
    manager = spawn(activate, ["--inetd", `--listen=${path}`, program], { stdio: "ignore" });
    for (const end = Date.now() + 10_000; !existsSync(path) && Date.now() < end; ) await delay(10);
  }, 60_000);
  afterAll(async () => {
    removeExecutable(program);
    manager.kill();
    await once(manager, "close");
  });

  test("157: systemd hands the socket to a FastCGI program as descriptor 0, with the first request", async () => {
    const backend = fastcgiBackend(`unix:${path}`);
    for (let times = 0; times < 3; times++) {
      expect(await ask(backend, "/")).toMatchObject({ status: "200 OK", text: "Hello my friend!\n" });
    }
  });
});

function blockOf(title: string): string {
  return configuration("systemd", title, {});
}
