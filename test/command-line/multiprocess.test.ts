import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { testFolder } from "../catalogue/folder.ts";
import { telling } from "./modules.ts";
import { compile, serve } from "./running.ts";

// Each test starts some processes, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = testFolder();

beforeAll(compile);

test.each([
  ["fastcgi", "1", false],
  ["fastcgi", "2", true],
  ["thread", "2", true],
])("with --mode %s --processes %s, tsgi.multiprocess is %s", async (mode, processes, multiprocess) => {
  const file = join(folder, "multiprocess.ts");
  writeFileSync(file, telling('[environ["tsgi.multiprocess"], process.pid]'));
  const server = serve(["--mode", mode, "--processes", processes, "--app", file, "0"]);
  const url = await server.url;
  const pids = new Set<number>();
  // Which of the processes answers a new connection is for the system to choose.
  for (let asked = 0; asked < 200 && pids.size < Number(processes); asked++) {
    const response = await fetch(url, { headers: { Connection: "close" } });
    const [, told, pid] = /^\[(true|false),([0-9]+)\]$/.exec(await response.text()) ?? [];
    expect(told).toBe(String(multiprocess));
    pids.add(Number(pid));
  }
  expect(pids.size).toBe(Number(processes));
  expect((await server.stop()).status).toBe(0);
});
