import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { testFolder } from "../catalogue/folder.ts";
import { buildBooks } from "../penny/books.ts";
import { answering } from "./modules.ts";
import { compile, PROJECT, type Running, serve } from "./running.ts";

// Each test starts some processes, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = testFolder();
const database = join(folder, "books.sqlite");
const module = join(folder, "hello.mjs");
const dist = join(PROJECT, "dist");

beforeAll(async () => {
  writeFileSync(module, `console.error("it is loaded");\nexport const application = ${answering("hello")};`);
  await buildBooks(database, []);
  await compile();
});

/** The files that a process has made in dist/ for its server. */
const filesOf = (pid: number | string | undefined) =>
  readdirSync(dist).filter((file) => file.startsWith(`serving-${pid}.`));

describe.skipIf(process.platform === "win32")("the program of npm run serve --mode cgi", () => {
  const start = () => serve(["--mode", "cgi", "--app", module, "0"]);

  test("stays as long as its server lives, and is removed by the next one when that was killed", async () => {
    const [killed, living] = [start(), start()];
    await Promise.all([killed.url, living.url]);
    const draft = join(dist, `serving-${killed.child.pid}.cgi.mjs.${killed.child.pid}.draft`);
    writeFileSync(draft, "half written");
    expect(filesOf(killed.child.pid).length).toBeGreaterThan(2);
    killed.child.kill("SIGKILL");
    await killed.ended;

    const next = start();
    expect(await (await fetch(await next.url)).text()).toBe("hello");
    expect(filesOf(killed.child.pid)).toEqual([]);
    expect(await (await fetch(await living.url)).text()).toBe("hello");
    await Promise.all([next.stop(), living.stop()]);
    expect([...filesOf(next.child.pid), ...filesOf(living.child.pid)]).toEqual([]);
  });

  test("is removed where the server cannot listen", async () => {
    const server = serve(["--mode", "cgi", "--app", module, "--socket", join(folder, "no/such/folder.sock")]);
    expect((await server.ended).status).toBe(1);
    expect(filesOf(server.child.pid)).toEqual([]);
  });

  /** When a signal comes: the first moment at which it holds. */
  const MOMENTS: ReadonlyArray<readonly [when: string, holds: (server: Running) => boolean]> = [
    ["its module is loaded", ({ stderr }) => stderr.includes("it is loaded")],
    ["its first file is begun", (server) => filesOf(server.child.pid).length > 0],
    ["its launcher is begun", (server) => filesOf(server.child.pid).some((file) => /\.cgi\.cjs/.test(file))],
  ];

  test.each(
    MOMENTS.flatMap(([when, holds]) => [
      { when, holds, signal: "SIGTERM" as const },
      { when, holds, signal: "SIGINT" as const },
    ]),
  )("is removed by $signal when $when", async ({ holds, signal }) => {
    const server = start();
    while (!holds(server)) await delay(1);
    server.child.kill(signal);
    await server.ended;
    await delay(500); // what was begun for it may go on for a moment
    expect(filesOf(server.child.pid)).toEqual([]);
  });

  // Another process compiles it, and goes on when this one has ended.
  test.each([0, 100])("is removed by a signal %i ms after V8 began to compile it", async (time) => {
    const server = serve(["--mode", "cgi", "--database", database, "0"]);
    while (!filesOf(server.child.pid).some((file) => file.endsWith(".draft"))) await delay(1);
    await delay(time);
    server.child.kill("SIGTERM");
    expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
    await delay(500);
    expect(filesOf(server.child.pid)).toEqual([]);
  });

  test.runIf(process.platform === "linux")(
    "of each of several processes is removed by a signal while they start",
    async () => {
      const { child, ended } = serve(["--mode", "cgi", "--processes", "2", "--app", module, "0"]);
      const pids = () =>
        readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").match(/\d+/g) ?? [];
      const made = (of: readonly string[]) => of.flatMap(filesOf);
      while (made(pids()).length === 0) await delay(1);
      const workers = pids();
      child.kill("SIGTERM");
      await ended;
      await vi.waitFor(() => expect(made(workers)).toEqual([]), 5000);
    },
  );
});
