import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { buildExecutable, removeExecutable } from "../../src/command-line/executable.ts";
import { ROOT } from "../../src/root.ts";
import type { Benchmark } from "./benchmark.ts";
import { buildBenchCatalogue, differentPaths } from "./site-catalogue.ts";
import { median } from "./turns.ts";

// Runs of each in a round. A run is short, and what else the machine does meets some of them.
const RUNS = 20;

const [SEARCH = ""] = differentPaths();

/** What a web server tells a program of a search that finds 20 books. */
const REQUEST = {
  GATEWAY_INTERFACE: "CGI/1.1",
  SERVER_SOFTWARE: "bench",
  SERVER_NAME: "localhost",
  SERVER_PORT: "80",
  SERVER_PROTOCOL: "HTTP/1.1",
  REQUEST_METHOD: "GET",
  REQUEST_URI: SEARCH,
  SCRIPT_NAME: "",
  PATH_INFO: "/searchresults",
  QUERY_STRING: SEARCH.slice(SEARCH.indexOf("?") + 1),
  REMOTE_ADDR: "127.0.0.1",
  HTTP_HOST: "localhost",
  HTTP_ACCEPT: "text/html",
  HTTP_USER_AGENT: "bench",
};

/**
 * CGI programs beside a Node that does nothing, `node -e 0`: each is started in turn, and what counts is the time from
 * the start to the end of the process, its output read, as a web server waits for it.
 */
export const cgi: Benchmark = async ({ folder, rounds = 5, say }) => {
  const database = join(folder, "penny.sqlite");
  await buildBenchCatalogue(database);
  const name = `bench-${process.pid}`; // not those that `npm run build` makes, which may be in use
  const hello = await buildExecutable(join(ROOT, "src/examples/hello.ts"), "cgi", `${name}-hello`);
  const penny = await buildExecutable(undefined, "cgi", `${name}-penny`);
  process.on("exit", () => {
    for (const program of [hello, penny]) removeExecutable(program);
  });
  const run = (program: string, ...args: string[]) => milliseconds(program, args, database);
  const rivals = {
    node: () => run(process.execPath, "-e", "0"),
    hello: () => run(hello),
    penny: () => run(penny),
  };
  for (const rival of Object.values(rivals)) await rival(); // their files are in memory now
  const times = { node: [] as number[], hello: [] as number[], penny: [] as number[] };
  for (let turn = 0; turn < rounds * RUNS; turn++) {
    times.node.push(await rivals.node());
    times.hello.push(await rivals.hello());
    times.penny.push(await rivals.penny());
  }
  const ratio = (values: readonly number[]) =>
    median(values.map((value, turn) => value / (times.node[turn] ?? 0)));
  const middle = (values: readonly number[]) => `${median(values).toFixed(1)} ms`;
  say(`CGI, medians of ${times.node.length} runs
  node -e 0 ${middle(times.node)}   hello.ts ${middle(times.hello)}   Penny's search ${middle(times.penny)}`);
  return [
    { name: "CGI: hello.ts of node -e 0", measured: ratio(times.hello), atMost: 1.12 },
    { name: "CGI: Penny's search of node -e 0", measured: ratio(times.penny), atMost: 1.4 },
  ];
};

/** How long a program takes to answer and end. Rejects when it fails. */
async function milliseconds(program: string, args: readonly string[], database: string): Promise<number> {
  const env = { PATH: process.env.PATH, PENNY_DATABASE: database, ...REQUEST };
  const begun = performance.now();
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "ignore"] });
  child.stdout.resume();
  const [status] = await once(child, "close");
  const time = performance.now() - begun;
  if (status !== 0) throw new Error(`${program} ended with status ${status}`);
  return time;
}
