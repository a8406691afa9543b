import { join } from "node:path";
import { freePort } from "../../test/support/free-port.ts";
import type { Benchmark, Figure } from "./benchmark.ts";
import { Load } from "./load.ts";
import { residentMegabytes, startScript, stop } from "./processes.ts";
import { buildBenchCatalogue, differentPaths } from "./site-catalogue.ts";
import { medianOf, ratioOf, type Second, takeTurns } from "./turns.ts";

// Seconds for each rival to be compiled in, and for a catalogue to be read.
const WARM_UP = 6;

interface Workload {
  readonly name: string;
  readonly paths: readonly string[];
  /** The rival that Penny is compared with, and the ratio aimed at. */
  readonly against: "constant" | "by hand";
  readonly aim: number;
}

/** What a round gave: the turns, and Penny's resident memory in megabytes. */
interface Round {
  readonly turns: readonly Second[];
  readonly memory: number;
}

/**
 * Penny beside two peers, one process on one core, the load generator on the other: a bare node:http server that sends
 * the same bytes as a constant, and the same pages written by hand. 10,000 books, 20 on a page.
 */
export const site: Benchmark = async ({ folder, rounds = 5, seconds = 3, say }) => {
  const database = join(folder, "penny.sqlite");
  await buildBenchCatalogue(database);
  const different = differentPaths();
  const workloads: Workload[] = [
    { name: "the form", paths: ["/searchform"], against: "constant", aim: 0.85 },
    { name: "results, each query different", paths: different, against: "by hand", aim: 1.3 },
    { name: "results, queries repeated", paths: different.slice(0, 100), against: "constant", aim: 0.75 },
  ];
  const figures: Figure[] = [];
  for (const workload of workloads) {
    const load = new Load(folder, workload.paths);
    const results: Round[] = [];
    for (let round = 0; round < rounds; round++)
      results.push(await compete(workload, database, load, seconds));
    const turns = results.flatMap((round) => round.turns);
    const { name, against, aim } = workload;
    const rate = (rival: string) => medianOf(turns, rival).toFixed(0);
    say(
      `${name}: requests a second, medians of ${rounds} rounds, ${turns.length} turns
  (a) a constant ${rate("constant")}   (b) by hand ${rate("by hand")}   (c) Penny ${rate("Penny")}
  by processor time, Penny is ${ratioOf(turns, "Penny", against, "perProcessorSecond").toFixed(2)} of ${against}; ${Math.max(...results.map(({ memory }) => memory)).toFixed(0)} MB resident`,
    );
    figures.push({
      name: `${name}: Penny of ${against}`,
      measured: ratioOf(turns, "Penny", against),
      atLeast: aim,
    });
  }
  return figures;
};

/** Starts the rivals afresh, warms each up, and lets them take turns. */
async function compete({ paths }: Workload, database: string, load: Load, seconds: number): Promise<Round> {
  const ports = { penny: await freePort(), constant: await freePort(), byHand: await freePort() };
  const start = (script: string, port: number, ...args: string[]) =>
    startScript(script, [String(port), ...args], port);
  const penny = await start("runserver.js", ports.penny, "--database", database);
  // The constant is what Penny answers.
  const constant = await start(
    "test/peers/constant.js",
    ports.constant,
    `http://127.0.0.1:${ports.penny}${paths[0]}`,
  );
  const byHand = await start("test/peers/by-hand.js", ports.byHand, database);
  const turns = await takeTurns(
    {
      constant: (second) => load.turn(ports.constant, second, constant),
      "by hand": (second) => load.turn(ports.byHand, second, byHand),
      Penny: (second) => load.turn(ports.penny, second, penny),
    },
    { warmUp: WARM_UP, seconds },
  );
  const memory = residentMegabytes(penny);
  for (const child of [penny, constant, byHand]) await stop(child);
  return { turns, memory };
}
