import { type ChildProcess, execFile, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { UsageError } from "../../src/command-line/arguments.ts";
import { type Processor, placed, processorSeconds } from "./processes.ts";
import type { Turn } from "./turns.ts";

const CONNECTIONS = 16;
// How many paths a second gets through at most, where each is to be asked for once.
const PATHS_A_SECOND = 10_000;

/** Throws a UsageError where the load generator is missing, or the program that gives it a processor of its own. */
export function needLoadGenerator(): void {
  for (const program of ["wrk", "taskset"]) {
    if (spawnSync(program, ["--version"]).error)
      throw new UsageError(`the benchmark needs the program ${program}`);
  }
}

/** Asks servers for paths, one after the other on each of 16 connections, by wrk. */
export class Load {
  readonly #script: string;
  readonly #processor: Processor;
  readonly #threads: number;

  /** `folder` is for its files. Each of the threads, no more than there are connections, walks through all paths. */
  constructor(folder: string, paths: readonly string[], processor: Processor = "generator", threads = 1) {
    this.#script = wrkScript(folder, paths);
    this.#processor = processor;
    this.#threads = threads;
  }

  /**
   * A turn of one second, the one that has this number, on a port. `servers` are the processes that answer, whose time
   * is counted. Throws an Error when an answer was no success.
   */
  async turn(port: number, second: number, ...servers: readonly ChildProcess[]): Promise<Turn> {
    const wrk = [
      "wrk",
      `-t${this.#threads}`,
      `-c${CONNECTIONS}`,
      "-s",
      this.#script,
      "-d1s",
      `http://127.0.0.1:${port}`,
    ];
    // The shell tells what its children used.
    const measured = ["sh", "-c", '"$@"; times', "sh", ...wrk, "--", String(second * PATHS_A_SECOND)];
    const [program = "", ...args] = placed(measured, this.#processor);
    const before = processorSeconds(...servers);
    const { stdout } = await promisify(execFile)(program, args);
    const used = processorSeconds(...servers) - before;
    if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`wrk met errors:\n${stdout}`);
    const [, requests] = /(\d+) requests in/.exec(stdout) ?? [];
    const [, rate] = /Requests\/sec:\s+([0-9.]+)/.exec(stdout) ?? [];
    return {
      rate: Number(rate),
      perProcessorSecond: Number(requests) / used,
      generator: childrensSeconds(stdout),
    };
  }
}

/** What the last line of the shell's `times` says: "0m0.41s 0m0.32s". */
function childrensSeconds(text: string): number {
  const [last = ""] = text.trimEnd().split("\n").slice(-1);
  let sum = 0;
  for (const [, minutes, seconds] of last.matchAll(/(\d+)m([\d.]+)s/g))
    sum += Number(minutes) * 60 + Number(seconds);
  return sum;
}

/** A script that makes wrk walk through the paths in turn, from the one whose number is its argument. */
function wrkScript(folder: string, paths: readonly string[]): string {
  const script = join(folder, "paths.lua");
  const list = join(folder, "paths.txt");
  writeFileSync(list, `${paths.join("\n")}\n`);
  writeFileSync(
    script,
    `local requests, turn = {}, 0
for path in io.lines("${list}") do requests[#requests + 1] = path end
function init(args)
  turn = tonumber(args[1])
  for index, path in ipairs(requests) do requests[index] = wrk.format("GET", path) end
end
function request()
  turn = turn % #requests + 1
  return requests[turn]
end
`,
  );
  return script;
}
