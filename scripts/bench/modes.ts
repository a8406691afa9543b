import { join } from "node:path";
import { ROOT } from "../../src/root.ts";
import { freePort } from "../../test/support/free-port.ts";
import type { Benchmark, Figure } from "./benchmark.ts";
import { Load } from "./load.ts";
import { startScript, stop } from "./processes.ts";
import { medianOf, ratioOf, type Second, type Turn, takeTurns } from "./turns.ts";

const WARM_UP = 3;

const MODES: ReadonlyArray<readonly [name: string, args: readonly string[]]> = [
  ["in-process", []],
  ["fastcgi", ["--mode", "fastcgi"]],
  ["thread", ["--mode", "thread", "--threads", "1"]],
];

/** What is served: a few bytes, of which the way to the application is most, and a page. */
const APPLICATIONS = [
  { name: "hello.ts", args: ["--app", join(ROOT, "src/examples/hello.ts")], path: "/" },
  { name: "the form", args: [], path: "/searchform" },
] as const;

/**
 * The same application called in three ways: as a function, in a thread that stays, and in a process by FastCGI. The
 * server and its thread or process may have all of the machine, as they are to; the load generator keeps to one core,
 * which it shares with the second of them where there are two.
 */
export const modes: Benchmark = async ({ folder, rounds = 2, seconds = 3, say }) => {
  const figures: Figure[] = [];
  for (const { name, args, path } of APPLICATIONS) {
    const load = new Load(folder, [path]);
    const turns: Second[] = [];
    for (let round = 0; round < rounds; round++) turns.push(...(await compete(args, load, seconds)));
    const rates = MODES.map(([mode]) => `${mode} ${medianOf(turns, mode).toFixed(0)}`);
    const ratio = (mode: string, measure: keyof Turn = "rate") => ratioOf(turns, mode, "in-process", measure);
    const byTime = (mode: string) =>
      `${mode} is ${ratio(mode, "perProcessorSecond").toFixed(2)} of in-process`;
    say(`${name}: requests a second, medians of ${turns.length} turns
  ${rates.join("   ")}
  by processor time, ${byTime("fastcgi")}, and ${byTime("thread")}`);
    figures.push(
      { name: `${name}: --mode fastcgi of in-process`, measured: ratio("fastcgi"), atLeast: 0.45 },
      { name: `${name}: --mode thread --threads 1 of in-process`, measured: ratio("thread"), atLeast: 0.3 },
    );
  }
  return figures;
};

async function compete(args: readonly string[], load: Load, seconds: number): Promise<Second[]> {
  const servers = await Promise.all(
    MODES.map(async ([mode, chosen]) => {
      const port = await freePort();
      const child = await startScript("runserver.js", [String(port), ...args, ...chosen], port, "any");
      return { mode, port, child };
    }),
  );
  const rivals = servers.map(({ mode, port, child }) => {
    return [mode, (second: number) => load.turn(port, second, child)] as const;
  });
  const turns = await takeTurns(Object.fromEntries(rivals), { warmUp: WARM_UP, seconds });
  for (const { child } of servers) await stop(child);
  return turns;
}
