import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isAlive } from "../../src/is-alive.ts";
import { testFolder } from "../catalogue/folder.ts";
import { bundled } from "../support/bundled.ts";
import { startNode } from "../support/node-process.ts";
import { eventually as eventuallyWithin } from "../support/promises.ts";
import { RawClient, textOf } from "../support/raw-client.ts";
import { tcpServer } from "../support/tcp-server.ts";

const folder = testFolder();
const PROGRAM = await bundled(new URL("./prefork/server.ts", import.meta.url));

/** Starting a process takes its time on a busy machine. */
const PATIENCE = 20_000;
const config = { timeout: 2 * PATIENCE };

const eventually = (holds: () => boolean | Promise<boolean>) => eventuallyWithin(holds, PATIENCE);

/** Starts the program with its arguments. */
function start(args: readonly number[], fault = "") {
  const faultFile = join(folder, "fault");
  const setFault = (text: string) => writeFileSync(faultFile, text);
  setFault(fault);
  const env = { ...process.env, SERVER_FAULT: faultFile };
  const { child, said, ended } = startNode([PROGRAM, ...args.map(String)], { env });
  const port = async () => {
    await eventually(() => said.stdout.includes("\n") || child.exitCode !== null);
    return Number(/^\d+/.exec(said.stdout)?.[0] ?? Number.NaN);
  };
  return { child, said, ended, port, setFault };
}

type Program = ReturnType<typeof start>;

/** Sends a request on a connection of its own. */
async function begin(port: number, path: string, fields = ""): Promise<RawClient> {
  const client = await RawClient.connect(port);
  await client.send(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${fields}\r\n`);
  return client;
}

/** Asks on a connection of its own, and gives the number of the process that answered. */
async function askPid(port: number): Promise<number> {
  const client = await begin(port, "/");
  const response = await client.response();
  await client.destroy();
  if (response?.status !== 200) throw new Error(`a request was answered with ${response?.status}`);
  return JSON.parse(textOf(response) ?? "").pid;
}

/** The numbers of the processes that answer, when there are `count` of them and none is of `others`. */
async function pidsOf(
  port: number,
  count: number,
  others: ReadonlySet<number> = new Set(),
): Promise<Set<number>> {
  let pids = new Set<number>();
  await eventually(async () => {
    try {
      pids = new Set();
      // At once, since whoever is free takes a connection.
      for (const pid of await Promise.all(Array.from({ length: 4 * count }, () => askPid(port))))
        pids.add(pid);
    } catch {
      return false; // one that was just ended
    }
    return pids.size === count && [...pids].every((pid) => !others.has(pid));
  });
  return pids;
}

/** A request that runs until its client sends a byte. */
async function withRequest(program: Program) {
  const port = await program.port();
  const before = program.said.stderr.length;
  const client = await begin(port, "/wait", "Content-Length: 1\r\n");
  await eventually(() => program.said.stderr.slice(before).includes("waiting\n"));
  return { port, client };
}

/** Resolves when nobody listens any more. */
async function refused(port: number): Promise<void> {
  await eventually(async () => {
    try {
      await (await RawClient.connect(port)).destroy();
      return false;
    } catch {
      return true;
    }
  });
}

async function stop({ child, ended }: Program) {
  child.kill("SIGTERM");
  return ended;
}

describe("several processes", config, () => {
  test("share a port, which is told once, and each knows that it is not alone", async () => {
    const program = start([3, 0]);
    const port = await program.port();
    await pidsOf(port, 3);
    const client = await begin(port, "/");
    expect(textOf(await client.response())).toContain('"multiprocess":true');
    await client.destroy();
    expect(await stop(program)).toEqual({
      status: 0,
      stdout: `${port} http://localhost:${port}/\n`,
      stderr: "",
    });
  });

  test("are as many again when one ends", async () => {
    const program = start([2, 0]);
    const port = await program.port();
    const before = await pidsOf(port, 2);
    const client = await begin(port, "/exit");
    expect(await client.response()).toBeUndefined();
    await client.destroy();
    await eventually(() => program.said.stderr.includes("another one takes its place"));
    const after = await pidsOf(port, 2);
    expect([...after].filter((pid) => before.has(pid))).toHaveLength(1);
    expect(program.said.stderr).toBe("A process ended with status 5; another one takes its place.\n");
    await stop(program);
  });

  test("are on the same port again when all end at once", async () => {
    const program = start([2, 0]);
    const port = await program.port();
    const before = await pidsOf(port, 2);
    for (const pid of before) process.kill(pid, "SIGKILL");
    await pidsOf(port, 2, before);
    expect(program.said.stderr).toMatch(
      /^(A process was ended by SIGKILL; another one takes its place\.\n){2,}$/,
    );
    expect((await stop(program)).status).toBe(0);
  });

  test("that end young are replaced more and more slowly", async () => {
    const program = start([1, 0], "dies young");
    const deaths = (count: number) =>
      eventually(() => program.said.stderr.split("ended with status 7").length > count);
    await deaths(1);
    const first = performance.now();
    await deaths(5);
    expect(performance.now() - first).toBeGreaterThan(1450); // 100, 200, 400 and 800 milliseconds
    expect((await stop(program)).status).toBe(0);
  });

  test("end with the one that started them", async () => {
    const program = start([2, 0]);
    const pids = await pidsOf(await program.port(), 2);
    program.child.kill("SIGKILL");
    await eventually(() => ![...pids].some(isAlive));
    await program.ended;
  });

  test.each<[args: number[], fault: string, message: RegExp]>([
    [[2, 0], "throws", /^failed: the module does not load\n$/],
    [[2, 0], "exits", /^failed: a process ended with status 6 before it listened\n$/],
    [[0, 0], "", /^failed: the number of processes must be a whole number from 1 up, not 0\n$/],
  ])("that cannot begin are one error: %j %s", async (args, fault, message) => {
    const { status, stdout, stderr } = await start(args, fault).ended;
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(message);
  });

  test("for whose port there is another server are one error", async () => {
    const { status, stdout, stderr } = await start([2, await tcpServer()]).ended;
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^failed: .*EADDRINUSE.*\n$/);
  });
});

describe("SIGHUP", config, () => {
  test("replaces the processes, and no request is refused or dropped", async () => {
    const program = start([2, 0]);
    const { port, client } = await withRequest(program);
    const before = await pidsOf(port, 2);
    const stopping = new AbortController();
    const asking = Array.from({ length: 3 }, async () => {
      for (let count = 0; ; count++) {
        await askPid(port); // throws for any other answer than 200
        if (stopping.signal.aborted) return count;
      }
    });
    program.child.kill("SIGHUP");
    await pidsOf(port, 2, before);
    const [old = 0] = [...before].filter(isAlive);
    await client.send("x");
    expect((await client.response())?.status).toBe(200);
    await client.destroy();
    await eventually(() => !isAlive(old));
    stopping.abort();
    for (const count of await Promise.all(asking)) expect(count).toBeGreaterThan(0);
    expect(await stop(program)).toMatchObject({ status: 0, stderr: "waiting\n" });
  });

  test("changes nothing when the new processes cannot serve", async () => {
    const program = start([2, 0]);
    const port = await program.port();
    const before = await pidsOf(port, 2);
    program.setFault("throws");
    program.child.kill("SIGHUP");
    await eventually(() => program.said.stderr.endsWith("\n"));
    expect(program.said.stderr).toBe("The processes stay as they are: the module does not load.\n");
    expect(await pidsOf(port, 2)).toEqual(before);
    program.setFault("");
    program.child.kill("SIGHUP");
    program.child.kill("SIGHUP");
    await pidsOf(port, 2, before);
    expect((await stop(program)).status).toBe(0);
  });
});

describe("stopping", config, () => {
  test.each<[signal: NodeJS.Signals]>([["SIGINT"], ["SIGTERM"]])(
    "with %s lets running requests finish and accepts no other",
    async (signal) => {
      const program = start([2, 0]);
      const { port, client } = await withRequest(program);
      const pids = await pidsOf(port, 2);
      // As a terminal does: to all of them.
      for (const pid of pids) process.kill(pid, signal);
      program.child.kill(signal);
      await refused(port);
      await client.send("x");
      expect(await client.response()).toMatchObject({ status: 200, complete: true });
      await client.destroy();
      expect(await program.ended).toMatchObject({ status: 0, stderr: "waiting\n" });
      expect([...pids].some(isAlive)).toBe(false);
    },
  );

  test("does not wait for a connection that is idle", async () => {
    const program = start([2, 0]);
    const client = await RawClient.connect(await program.port());
    await client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect((await client.response())?.status).toBe(200);
    const before = performance.now();
    program.child.kill("SIGTERM");
    expect((await program.ended).status).toBe(0);
    expect(performance.now() - before).toBeLessThan(4000); // an idle connection is kept for 5 seconds
    await client.destroy();
  });

  test("answers what comes on a connection that was just made", async () => {
    const program = start([1, 0]);
    const port = await program.port();
    const client = await RawClient.connect(port);
    await askPid(port); // the connection before is accepted by now
    program.child.kill("SIGTERM");
    await refused(port);
    await client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect((await client.response())?.status).toBe(200);
    await client.destroy();
    expect((await program.ended).status).toBe(0);
  });

  test("twice ends them at once", async () => {
    const program = start([2, 0]);
    const { port, client } = await withRequest(program);
    program.child.kill("SIGTERM");
    await refused(port);
    program.child.kill("SIGTERM");
    expect(await client.response()).toBeUndefined();
    expect((await program.ended).status).toBe(0);
    await client.destroy();
  });

  test("does not wait longer than it was told to for a process that does not listen to it", async () => {
    const program = start([2, 0, 100]);
    const port = await program.port();
    const client = await begin(port, "/loop");
    program.child.kill("SIGTERM");
    expect((await program.ended).status).toBe(0);
    expect(await client.response()).toBeUndefined();
    await client.destroy();
  });
});
