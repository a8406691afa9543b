import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ROOT } from "../../src/root.ts";

/** A port of 127.0.0.1, or the path of a Unix socket. */
export type Place = number | string;

/** Which processors a process may use: the servers' one, the load generator's, or any. */
export type Processor = "servers" | "generator" | "any";

const children = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of children) child.kill(); // when this one is told to end
});

/** A command that runs on the processor given. */
export function placed(command: readonly string[], processor: Processor): string[] {
  return processor === "any"
    ? [...command]
    : ["taskset", "-c", processor === "servers" ? "0" : "1", ...command];
}

/**
 * Starts one of the project's compiled scripts, as npm starts it, and waits until it listens. Its log goes where a
 * user's would not slow it.
 */
export function startScript(
  script: string,
  args: readonly string[],
  place: Place,
  processor: Processor = "servers",
): Promise<ChildProcess> {
  const command = [process.execPath, ...process.execArgv, join(ROOT, "dist", script), ...args];
  return startServer(placed(command, processor), place);
}

/** Starts a server and waits until it listens. Rejects when it does not. */
export async function startServer(command: readonly string[], place: Place): Promise<ChildProcess> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { stdio: "ignore", cwd: ROOT });
  children.add(child);
  child.once("error", () => children.delete(child));
  child.once("exit", () => children.delete(child));
  for (let attempt = 0; attempt < 400 && (attempt === 0 || children.has(child)); attempt++) {
    await delay(50);
    if (await listens(place)) return child;
  }
  throw new Error(`this does not start: ${command.join(" ")}`);
}

function listens(place: Place): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = typeof place === "string" ? connect(place) : connect(place, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** Ends a server in the way of its users. */
export async function stop(child: ChildProcess): Promise<void> {
  if (!children.has(child)) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

/** Ends all that was started. */
export async function stopAll(): Promise<void> {
  await Promise.all([...children].map(stop));
}

/**
 * What processes and all that they have started have used of processors so far, in seconds: the 14th and 15th field of
 * each one's stat, in hundredths (proc(5)).
 */
export function processorSeconds(...parents: readonly ChildProcess[]): number {
  let sum = 0;
  const pids = parents.map(({ pid }) => String(pid));
  for (let pid = pids.pop(); pid !== undefined; pid = pids.pop()) {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    sum += (Number(fields[11]) + Number(fields[12])) / 100;
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      pids.push(...readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean));
    }
  }
  return sum;
}

/** The memory of a process that is in use, in megabytes. */
export function residentMegabytes({ pid }: ChildProcess): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}
