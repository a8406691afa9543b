import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll } from "vitest";

/** A web server that listens, with a configuration of its own in a folder of its own. */
export interface WebServer {
  readonly port: number;
  /** What it has written to its error log so far. */
  log(): string;
  close(): Promise<void>;
}

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill("SIGKILL"); // those of tests that failed
});

/** How long a web server may take until it listens, in milliseconds. */
const PATIENCE = 15_000;

/**
 * Starts a web server in the foreground, and waits until something listens on `port`. Rejects with what it said when it
 * ends before. `signal` stops it and all its children.
 */
export async function startWebServer(
  program: string,
  args: readonly string[],
  {
    port,
    folder,
    errorLog,
    signal,
    env = process.env,
  }: Readonly<{
    port: number;
    folder: string;
    errorLog: string;
    signal: NodeJS.Signals;
    env?: NodeJS.ProcessEnv;
  }>,
): Promise<WebServer> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], cwd: folder, env });
  running.add(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  }
  let ended = false;
  const end = once(child, "close").then(() => {
    ended = true;
    running.delete(child);
  });
  const log = () => said + read(errorLog);
  const deadline = Date.now() + PATIENCE;
  while (!(await listens(port))) {
    if (ended || Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`${program} ${ended ? "ended" : "does not listen"}: ${log()}`);
    }
    await delay(20);
  }
  return {
    port,
    log,
    close: async () => {
      child.kill(signal);
      await end;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
