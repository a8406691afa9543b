import { freePort } from "../../test/support/free-port.ts";
import type { Figure, Setting } from "./benchmark.ts";
import { type HttpTimes, loadOverHttp, pathOf } from "./http-load.ts";
import { percentile } from "./latencies.ts";
import { type Memory, memoryOf } from "./memory.ts";
import { startScript, stop } from "./processes.ts";
import type { Aim, Searched } from "./searching.ts";
import { median } from "./turns.ts";

const CONNECTIONS = 16;
const FORM = { path: "/searchform", every: 20 };
// Each takes a second or two.
const ROUNDS = 10;

// The seeds of the mixes that are asked for: each round has another one, so that no page is asked for twice.
const FIRST_MIX = 100;

/**
 * Serves a catalogue by one process on one core and asks it for pages of the mix from the other core, over 16
 * connections: as fast as it answers, and then at half that rate. Meanwhile somebody else asks for the form, 50 times a
 * second.
 */
export async function serveMany(
  { name, database, maker }: Searched,
  { folder, rounds = ROUNDS, say }: Setting,
  aim: Aim,
): Promise<Figure[]> {
  const port = await freePort();
  const server = await startScript("runserver.js", [String(port), "--database", database], port);
  let seed = FIRST_MIX;
  const load = (rate?: number) => {
    const paths = maker.mix(seed++).map(pathOf);
    return loadOverHttp(folder, { port, paths, connections: CONNECTIONS, rate, beside: FORM });
  };
  await load(); // to be compiled in
  const full: HttpTimes[] = [];
  for (let round = 0; round < rounds; round++) full.push(await load());
  const rate = median(full.map(({ times, seconds }) => times.length / seconds));
  const half = await load(rate / 2);
  const memory = memoryOf(server.pid);
  await stop(server);
  say(report(name, rate, full, half, memory));
  return [
    { name: `${name}: HTTP, p99`, measured: at(0.99, "times", full), unit: "ms", ...aim(25) },
    { name: `${name}: the form meanwhile, p99`, measured: at(0.99, "beside", full), unit: "ms", ...aim(35) },
    { name: `${name}: the server's own memory`, measured: memory.own, unit: "MB", ...aim(150) },
  ];
}

/** The percentile of all rounds together. */
function at(share: number, of: "times" | "beside", rounds: readonly HttpTimes[]): number {
  return percentile(
    rounds.flatMap((one) => one[of]),
    share,
  );
}

function report(
  name: string,
  rate: number,
  full: readonly HttpTimes[],
  half: HttpTimes,
  { own, mapped }: Memory,
): string {
  const both = (of: "times" | "beside", rounds: readonly HttpTimes[]) =>
    `${at(0.5, of, rounds).toFixed(1)} and ${at(0.99, of, rounds).toFixed(1)} ms`;
  return `${name} over HTTP, p50 and p99 of ${full.length} rounds together
  ${CONNECTIONS} connections that always wait for an answer, ${rate.toFixed(0)} requests a second: ${both("times", full)}
  the form meanwhile: ${both("beside", full)}
  half as many a second, each counted from when it is due: ${both("times", [half])}
  the form meanwhile: ${both("beside", [half])}
  the server has ${own.toFixed(0)} MB of its own, and ${mapped.toFixed(0)} MB of programs mapped`;
}
