import { rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { RawClient } from "../support/raw-client.ts";
import { askNext, read } from "./asking.ts";
import { nameOf } from "./by-row.ts";
import type { Case } from "./case.ts";
import type { ConformanceServer } from "./servers.ts";

/** How long to wait until a server has said what it has to say, in milliseconds. */
const PATIENCE = 3_000;

/** A process that serves, on a port of this machine. */
export interface Serving {
  readonly port: number;
  /** What it has reported so far, perhaps with an access log between. */
  reports(): string;
  stop(): Promise<unknown>;
}

/** A process that is asked rows one after the other. */
export interface AskedProcess extends Pick<ConformanceServer, "ask"> {
  /** Ends the server. Resolves to what it reported for rows that say nothing of errors. */
  close(): Promise<string>;
}

/**
 * Starts a process that serves `by-row.ts`. It is handed a folder of its own, and the file that will hold the name of the
 * row: PENNY_CONFORMANCE_ROW.
 */
export async function startProcess(
  launch: (folder: string, row: string) => Promise<Serving>,
): Promise<AskedProcess> {
  const folder = await mkdtemp(join(tmpdir(), "penny-rows-"));
  const file = join(folder, "row");
  const serving = await launch(folder, file);
  let start = 0;
  let expected: string | RegExp | undefined;
  let besides = "";

  /** From here on, what the server reports is for another row. */
  function turn(row?: Case): void {
    if (expected === undefined) besides += serving.reports().slice(start).replaceAll(ACCESS, "");
    start = serving.reports().length;
    expected = row?.errors;
  }

  /** What the server has reported, as soon as it is what was expected. */
  async function reported(text: string | RegExp): Promise<string> {
    for (const end = Date.now() + PATIENCE; ; await delay(2)) {
      const said = serving.reports().slice(start).replaceAll(ACCESS, "");
      if (typeof text === "string" ? said === text : text.test(said)) return said;
      if (Date.now() > end) return said;
    }
  }

  return {
    ask: async (_application, row) => {
      writeFileSync(file, nameOf(row));
      turn(row);
      const client = await RawClient.connect(serving.port);
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
      await serving.stop();
      turn();
      rmSync(folder, { recursive: true, force: true });
      return besides;
    },
  };
}

/** A line of the access log. */
const ACCESS = /^\S+ - - \[[^\]]+\] ".*" \d{3} (?:\d+|-)\n/gm;
