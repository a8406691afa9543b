import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Query } from "./queries.ts";
import { runScript } from "./run-script.ts";

/** What is asked of a server. */
export interface HttpErrand {
  /** Of 127.0.0.1. */
  readonly port: number;
  /** Each is asked for once. */
  readonly paths: readonly string[];
  /** Over so many connections, which stay. */
  readonly connections: number;
  /**
   * How many requests are due in a second, at even distances, whether those before are answered or not; without it each
   * connection asks as soon as it has its answer, so that one request of each is always waiting.
   */
  readonly rate?: number | undefined;
  /** What is asked for meanwhile over a connection of its own, and every how many milliseconds. */
  readonly beside: { readonly path: string; readonly every: number };
}

/** What was measured, in milliseconds. */
export interface HttpTimes {
  /** From when a request was due to the end of its answer. */
  readonly times: readonly number[];
  readonly beside: readonly number[];
  readonly seconds: number;
}

/**
 * Loads a server from a process on a processor of its own. Not by wrk, which tells percentiles only of requests that its
 * connections got to send: here what is due waits in the measure, too. What the client itself takes, some tenths of a
 * millisecond when all connections are busy, is part of the times. Rejects when an answer is not 200.
 */
export async function loadOverHttp(folder: string, errand: HttpErrand): Promise<HttpTimes> {
  const file = join(folder, "http-errand.json");
  writeFileSync(file, JSON.stringify(errand));
  const options = { processor: "generator" } as const;
  return JSON.parse(await runScript("scripts/bench/http-load/process.js", [file], options)) as HttpTimes;
}

/** The path of the page that answers a query. */
export function pathOf({ wanted }: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) parameters.set(name, String(value));
  return `/searchresults?${parameters}`;
}
