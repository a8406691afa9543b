import { rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { serve } from "../command-line/running.ts";
import { RawClient } from "../support/raw-client.ts";
import { askNext, read } from "./asking.ts";
import { nameOf } from "./by-row.ts";
import type { Case, Kind } from "./case.ts";
import type { ConformanceServer } from "./servers.ts";

/** A way in which `npm run serve` calls an application. */
export interface ServedMode {
  readonly name: string;
  readonly kind: Kind;
  readonly options: readonly string[];
}

/** The lectures' ways, and processes that share a port. */
export const modes: readonly ServedMode[] = [
  { name: "--processes 2", kind: "http", options: ["--processes", "2"] },
  { name: "--mode cgi", kind: "cgi", options: ["--mode", "cgi"] },
  { name: "--mode thread", kind: "thread", options: ["--mode", "thread"] },
  { name: "--mode thread --threads 1", kind: "thread", options: ["--mode", "thread", "--threads", "1"] },
  { name: "--mode fastcgi", kind: "fastcgi", options: ["--mode", "fastcgi"] },
];

const BY_ROW = fileURLToPath(new URL("by-row.ts", import.meta.url));

/** How long to wait until a server has said what it has to say, in milliseconds. */
const PATIENCE = 3_000;

/** A server of a process of its own, which is asked rows one after the other. */
export interface StartedMode extends Pick<ConformanceServer, "ask"> {
  /** Ends the server. Resolves to what it reported for rows that say nothing of errors. */
  close(): Promise<string>;
}

/** Serves the applications of all rows in one process and its children. */
export async function startMode({ options }: ServedMode): Promise<StartedMode> {
  const folder = await mkdtemp(join(tmpdir(), "penny-modes-"));
  const file = join(folder, "row");
  const module = join(folder, "by-row.mjs");
  // In one file, which a process or a thread of its own reads in a hurry.
  await build({ entryPoints: [BY_ROW], outfile: module, bundle: true, platform: "node", format: "esm" });
  const running = serve([...options, "--app", module, "0"], { PENNY_CONFORMANCE_ROW: file });
  const port = Number(new URL(await running.url).port);
  let start = 0;
  let expected: string | RegExp | undefined;
  let besides = "";

  /** From here on, what the server reports is for another row. */
  function turn(row?: Case): void {
    if (expected === undefined) besides += running.stderr.slice(start).replaceAll(ACCESS, "");
    start = running.stderr.length;
    expected = row?.errors;
  }

  /** What the server has reported, as soon as it is what was expected. */
  async function reported(text: string | RegExp): Promise<string> {
    for (const end = Date.now() + PATIENCE; ; await delay(2)) {
      const said = running.stderr.slice(start).replaceAll(ACCESS, "");
      if (typeof text === "string" ? said === text : text.test(said)) return said;
      if (Date.now() > end) return said;
    }
  }

  return {
    ask: async (_application, row) => {
      writeFileSync(file, nameOf(row));
      turn(row);
      const client = await RawClient.connect(port);
      try {
        const sending = client.send(row.request);
        const responses = await read(client, row);
        await sending;
        // Each request more costs a process, or a thread: one where the row asks for it.
        const told = [row.expect].flat().some(({ connection }) => connection !== undefined);
        const connection = told ? await askNext(client, responses.at(-1)) : undefined;
        return {
          responses,
          ...(row.errors !== undefined && { errors: await reported(row.errors) }),
          ...(connection && { connection }),
        };
      } finally {
        await client.destroy();
      }
    },
    close: async () => {
      await running.stop();
      turn();
      rmSync(folder, { recursive: true });
      return besides;
    },
  };
}

/** A line of the access log. */
const ACCESS = /^\S+ - - \[[^\]]+\] ".*" \d{3} (?:\d+|-)\n/gm;
