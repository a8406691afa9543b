/**
 * npm run bench: Penny beside two peers, one process on one core, the load generator (wrk) on the other.
 *
 * The rivals take turns in each round, each started afresh; what counts is the median of the rounds and the ratio.
 */
import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readArguments, runCommand, UsageError } from "../src/command-line.ts";
import { ROOT } from "../src/root.ts";
import { buildBenchCatalogue, differentPaths } from "./bench/catalogue.ts";

const PORT = 55560;
const PEER_PORT = 55561;
const CONNECTIONS = 16;

const run = promisify(execFile);
const children = new Set<ChildProcess>();

interface Workload {
  readonly name: string;
  readonly paths: readonly string[];
  /** The rival that Penny is compared with, and the ratio aimed at. */
  readonly against: "constant" | "by hand";
  readonly aim: number;
}

await runCommand(async () => {
  const { values } = readArguments({
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "3" },
  });
  for (const program of ["wrk", "taskset"]) {
    if (spawnSync(program, ["--version"]).error)
      throw new UsageError(`the benchmark needs the program ${program}`);
  }
  const folder = mkdtempSync(join(tmpdir(), "penny-bench-"));
  try {
    const database = join(folder, "penny.sqlite");
    await buildBenchCatalogue(database);
    const different = differentPaths();
    const workloads: Workload[] = [
      { name: "the form", paths: ["/searchform"], against: "constant", aim: 0.85 },
      { name: "results, each query different", paths: different, against: "by hand", aim: 1.3 },
      { name: "results, queries repeated", paths: different.slice(0, 100), against: "constant", aim: 0.75 },
    ];
    for (const workload of workloads) {
      await compare(workload, database, folder, Number(values.rounds), Number(values.seconds));
    }
  } finally {
    for (const child of children) child.kill();
    rmSync(folder, { recursive: true });
  }
});

async function compare(
  workload: Workload,
  database: string,
  folder: string,
  rounds: number,
  seconds: number,
): Promise<void> {
  const script = wrkScript(folder, workload.paths);
  const url = `http://127.0.0.1:${PORT}${workload.paths[0]}`;
  const rates: Record<string, number[]> = { constant: [], "by hand": [], Penny: [] };
  let memory = 0;
  for (let round = 0; round < rounds; round++) {
    const penny = await start("runserver.js", ["--database", database, String(PORT)], PORT);
    // The constant is what Penny answers, so its peer is started while Penny runs.
    const constant = await start("test/peers/constant.js", [String(PEER_PORT), url], PEER_PORT);
    rates.constant?.push(await load(PEER_PORT, script, seconds));
    await stop(constant);
    rates.Penny?.push(await load(PORT, script, seconds));
    memory = Math.max(memory, residentMegabytes(penny));
    await stop(penny);
    const byHand = await start("test/peers/by-hand.js", [String(PEER_PORT), database], PEER_PORT);
    rates["by hand"]?.push(await load(PEER_PORT, script, seconds));
    await stop(byHand);
  }
  const constant = median(rates.constant ?? []);
  const hand = median(rates["by hand"] ?? []);
  const penny = median(rates.Penny ?? []);
  const base = workload.against === "constant" ? constant : hand;
  process.stdout.write(`${workload.name}, requests a second, median of ${rounds} rounds\n`);
  process.stdout.write(
    `  (a) a constant ${constant.toFixed(0)}   (b) by hand ${hand.toFixed(0)}   (c) Penny ${penny.toFixed(0)}\n`,
  );
  process.stdout.write(
    `  Penny is ${(penny / base).toFixed(2)} of ${workload.against} (aim ${workload.aim}); `,
  );
  process.stdout.write(
    `(c)/(a) ${(penny / constant).toFixed(2)}, (c)/(b) ${(penny / hand).toFixed(2)}; ${memory.toFixed(0)} MB resident\n`,
  );
}

/** Starts a server on the first core and waits until it answers. Its log goes where a user's would not slow it. */
async function start(script: string, args: string[], port: number): Promise<ChildProcess> {
  const command = ["-c", "0", process.execPath, join(ROOT, "dist", script), ...args];
  const child = spawn("taskset", command, { stdio: "ignore", cwd: ROOT });
  children.add(child);
  child.once("exit", () => children.delete(child));
  for (let attempt = 0; attempt < 100; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const answer = await fetch(`http://127.0.0.1:${port}/searchform`).catch(() => undefined);
    if (answer) {
      await answer.arrayBuffer();
      return child;
    }
  }
  throw new Error(`${script} did not start`);
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

/** A script that makes wrk walk through the paths in turn. */
function wrkScript(folder: string, paths: readonly string[]): string {
  const script = join(folder, "paths.lua");
  const list = join(folder, "paths.txt");
  writeFileSync(list, `${paths.join("\n")}\n`);
  writeFileSync(
    script,
    `local requests, turn = {}, 0
for path in io.lines("${list}") do requests[#requests + 1] = path end
function init()
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

/** Requests a second. Throws when an answer was no success. */
async function load(port: number, script: string, seconds: number): Promise<number> {
  const target = `http://127.0.0.1:${port}`;
  const wrk = ["wrk", "-t1", `-c${CONNECTIONS}`, "-s", script];
  await run("taskset", ["-c", "1", ...wrk, "-d1s", target]);
  const { stdout } = await run("taskset", ["-c", "1", ...wrk, `-d${seconds}s`, target]);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`wrk met errors:\n${stdout}`);
  return Number(/Requests\/sec:\s+([0-9.]+)/.exec(stdout)?.[1]);
}

function residentMegabytes({ pid }: ChildProcess): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
