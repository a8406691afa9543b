/** A process that loads a server and prints how long each answer took. `node process.js ERRAND` */
import { readFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { HttpErrand, HttpTimes } from "../http-load.ts";

const { port, paths, connections, rate, beside } = JSON.parse(
  readFileSync(process.argv[2] ?? "", "utf8"),
) as HttpErrand;

const start = performance.now();
const times: number[] = [];
const besideTimes: number[] = [];
let next = 0;
let finished = false;

const besides = askBeside();
await Promise.all(Array.from({ length: connections }, askInTurn));
const seconds = (performance.now() - start) / 1000;
finished = true;
await besides;
const result: HttpTimes = { times, beside: besideTimes, seconds };
process.stdout.write(JSON.stringify(result));

/** Takes the next path, over one connection, until there is none. */
async function askInTurn(): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let turn = next++; turn < paths.length; turn = next++) {
    const from = await due(rate === undefined ? performance.now() : start + (turn * 1000) / rate);
    await answerTo(paths[turn] ?? "", agent);
    times.push(performance.now() - from);
  }
  agent.destroy();
}

/** Asks every so often, unless the answer before is still missing. */
async function askBeside(): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  while (!finished) {
    const turn = Math.ceil((performance.now() - start) / beside.every);
    const from = await due(start + turn * beside.every);
    await answerTo(beside.path, agent);
    // Who would have come meanwhile would have waited for the rest of it. Left out, they would make the wait look rare.
    for (let left = performance.now() - from; left > 0; left -= beside.every) besideTimes.push(left);
  }
  agent.destroy();
}

/**
 * Waits until a request is due and gives the time from which it counts. Who comes too late has kept the request waiting,
 * which counts; that a timer of this process is late does not.
 */
async function due(at: number): Promise<number> {
  const left = at - performance.now();
  if (left <= 0) return at;
  await delay(left);
  return performance.now();
}

/** Asks for a path and reads all of the answer. Rejects when it is not 200. */
function answerTo(path: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get({ host: "127.0.0.1", port, path, agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${path} was answered with ${response.statusCode}`));
      response.resume().once("end", resolve).once("error", reject);
    });
    request.once("error", reject);
  });
}
