import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { ROOT } from "../../src/root.ts";
import { type Processor, placed } from "./processes.ts";

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill(); // when this one is told to end
});

/** How a script is run. */
export interface RunOptions {
  readonly processor?: Processor;
  /** Node.js's own arguments; those of this process unless given. */
  readonly node?: readonly string[];
  /** Is told of the process when it begins. */
  readonly begun?: (child: ChildProcess) => void;
}

/** Runs one of the project's compiled scripts to its end and gives what it printed. Rejects when it fails. */
export async function runScript(
  script: string,
  args: readonly string[],
  { processor = "any", node = process.execArgv, begun }: RunOptions = {},
): Promise<string> {
  const command = placed([process.execPath, ...node, join(ROOT, "dist", script), ...args], processor);
  const child = spawn(command[0] ?? "", command.slice(1), { stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  begun?.(child);
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  running.delete(child);
  if (status !== 0) throw new Error(`${script} ended with status ${status} and said: ${stderr.trim()}`);
  return stdout;
}
