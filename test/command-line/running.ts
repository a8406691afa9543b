import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll } from "vitest";
import { RawClient } from "../support/raw-client.ts";

export const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** Compiles the project as "npm run serve" does. */
export async function compile(): Promise<void> {
  const tsc = join(PROJECT, "node_modules/.bin/tsc");
  await promisify(execFile)(tsc, ["-p", "tsconfig.build.json"], { cwd: PROJECT });
}

/** How a process ended, and all that it said. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A server in a process of its own. */
export interface Running {
  readonly child: ChildProcess;
  /** What it has said so far. */
  readonly stderr: string;
  readonly ended: Promise<Ended>;
  /** "http://localhost:55555/", when it listens; rejects with what it said when it ends before. */
  readonly url: Promise<string>;
  /** A new connection to it. */
  connect(): Promise<RawClient>;
  /** Stops it as Ctrl-C does. */
  stop(): Promise<Ended>;
}

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill("SIGKILL"); // those of tests that failed
});

/** Starts the compiled runserver, with `env` and no other variable of Penny's. */
export function serve(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd: string = PROJECT): Running {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("PENNY_"));
  const child = spawn(
    process.execPath,
    [
      "--enable-source-maps",
      "--max-semi-space-size=8",
      "--no-memory-reducer",
      join(PROJECT, "dist/runserver.js"),
      ...args,
    ],
    { cwd, env: { ...Object.fromEntries(others), ...env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  running.add(child);
  let stdout = "";
  let stderr = "";
  const ended = once(child, "close").then(([status]): Ended => {
    running.delete(child);
    return { status, stdout, stderr };
  });
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      const [, address] = /^Listening on .+\n(.+)\n/.exec(stdout) ?? [];
      if (address) resolve(address);
    });
    ended.then(() => reject(new Error(`it ended and said: ${stderr}`)));
  });
  url.catch(() => {}); // who waits for the end does not wait for the address
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  return {
    child,
    get stderr() {
      return stderr;
    },
    ended,
    url,
    connect: async () => RawClient.connect(Number(new URL(await url).port)),
    stop: () => {
      child.kill("SIGINT");
      return ended;
    },
  };
}
