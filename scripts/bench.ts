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
import { readArguments, runCommand, UsageError } from "../src/command-line/arguments.ts";
import { ROOT } from "../src/root.ts";
import { buildBenchCatalogue, differentPaths } from "./bench/catalogue.ts";

const PORTS = { constant: 55560, "by hand": 55561, Penny: 55562 } as const;
const CONNECTIONS = 16;
// How many paths a second gets through at most, where each is to be asked for once.
const PATHS_A_SECOND = 10_000;
// Seconds for each rival to be compiled in, and for a catalogue to be read.
const WARM_UP = 6;

type Rival = keyof typeof PORTS;

const run = promisify(execFile);
const children = new Set<ChildProcess>();

interface Workload {
  readonly name: string;
  readonly paths: readonly string[];
  /** The rival that Penny is compared with, and the ratio aimed at. */
  readonly against: Exclude<Rival, "Penny">;
  readonly aim: number;
}

/** What a rival did in its turn of a second. */
interface Turn {
  /** Requests a second. */
  readonly rate: number;
  /** Requests a second of the rival's own processor time: a second that the machine gave to somebody else is none. */
  readonly perProcessorSecond: number;
}

/** What a round gave: the turns, in each of which every rival had its second, and Penny's resident memory in megabytes. */
interface Round {
  readonly turns: readonly Record<Rival, Turn>[];
  readonly memory: number;
}

await runCommand(async () => {
  const { values } = readArguments({
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "3" },
  });
  const rounds = readNumber("rounds", values.rounds);
  const seconds = readNumber("seconds", values.seconds);
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
      const script = wrkScript(folder, workload.paths);
      const results: Round[] = [];
      for (let round = 0; round < rounds; round++) {
        results.push(await compete(workload, database, script, seconds));
      }
      tell(workload, results);
    }
  } finally {
    for (const child of children) child.kill();
    rmSync(folder, { recursive: true });
  }
});

function readNumber(name: string, text: string): number {
  if (!/^[1-9][0-9]{0,2}$/.test(text)) throw new UsageError(`--${name} is a number from 1 to 999`);
  return Number(text);
}

/**
 * Starts the rivals afresh, warms each up, and lets them take turns of a second, so that what else the machine does
 * meets them alike. Who does not have its turn sleeps.
 */
async function compete(
  workload: Workload,
  database: string,
  script: string,
  seconds: number,
): Promise<Round> {
  // The constant is what Penny answers, so Penny is started first.
  const url = `http://127.0.0.1:${PORTS.Penny}${workload.paths[0]}`;
  const rivals = {
    Penny: await start("runserver.js", ["--database", database], "Penny"),
    constant: await start("test/peers/constant.js", [url], "constant"),
    "by hand": await start("test/peers/by-hand.js", [database], "by hand"),
  };
  const turns: Record<Rival, Turn>[] = [];
  for (let second = 0; second < WARM_UP + seconds; second++) {
    const turn = async (rival: Rival) => load(rivals[rival], PORTS[rival], script, second * PATHS_A_SECOND);
    turns.push({
      constant: await turn("constant"),
      "by hand": await turn("by hand"),
      Penny: await turn("Penny"),
    });
  }
  const memory = residentMegabytes(rivals.Penny);
  for (const child of Object.values(rivals)) await stop(child);
  return { turns: turns.slice(WARM_UP), memory };
}

function tell({ name, against, aim }: Workload, rounds: readonly Round[]): void {
  const turns = rounds.flatMap((round) => round.turns);
  const rate = (rival: Rival) => median(turns.map((turn) => turn[rival].rate)).toFixed(0);
  const ratio = (rival: Rival, measure: keyof Turn) =>
    median(turns.map((turn) => turn.Penny[measure] / turn[rival][measure])).toFixed(2);
  const memory = Math.max(...rounds.map((round) => round.memory)).toFixed(0);
  process.stdout.write(
    `${name}: requests a second, medians of ${rounds.length} rounds, ${turns.length} turns
  (a) a constant ${rate("constant")}   (b) by hand ${rate("by hand")}   (c) Penny ${rate("Penny")}
  Penny is ${ratio(against, "rate")} of ${against} (aim ${aim}), by processor time ${ratio(against, "perProcessorSecond")}; ${memory} MB resident
`,
  );
}

/** Starts a server on the first core and waits until it answers. Its log goes where a user's would not slow it. */
async function start(script: string, args: string[], rival: Rival): Promise<ChildProcess> {
  const port = PORTS[rival];
  const program = [process.execPath, ...process.execArgv, join(ROOT, "dist", script), String(port)];
  const command = ["-c", "0", ...program, ...args];
  const child = spawn("taskset", command, { stdio: "ignore", cwd: ROOT });
  children.add(child);
  child.once("exit", () => children.delete(child));
  for (let attempt = 0; attempt < 400; attempt++) {
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

/** A turn of one second, from the path number `first` on. Throws when an answer was no success. */
async function load(child: ChildProcess, port: number, script: string, first: number): Promise<Turn> {
  const wrk = ["wrk", "-t1", `-c${CONNECTIONS}`, "-s", script, "-d1s", `http://127.0.0.1:${port}`];
  const before = processorSeconds(child);
  const { stdout } = await run("taskset", ["-c", "1", ...wrk, "--", String(first)]);
  const used = processorSeconds(child) - before;
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`wrk met errors:\n${stdout}`);
  const [, requests] = /(\d+) requests in/.exec(stdout) ?? [];
  const [, rate] = /Requests\/sec:\s+([0-9.]+)/.exec(stdout) ?? [];
  return { rate: Number(rate), perProcessorSecond: Number(requests) / used };
}

/** What a process has used of a processor's time so far: the 14th and 15th field of its stat, in hundredths (proc(5)). */
function processorSeconds({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function residentMegabytes({ pid }: ChildProcess): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
