import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { serve } from "../command-line/running.ts";
import type { Kind } from "./case.ts";
import { type AskedProcess, startProcess } from "./processes.ts";

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

/** Serves the applications of all rows with `npm run serve`. */
export function startMode({ options }: ServedMode): Promise<AskedProcess> {
  return startProcess(async (folder, row) => {
    const module = join(folder, "by-row.mjs");
    // In one file, which a thread of its own reads in a hurry; for a process there is a bundle anyhow.
    await build({ entryPoints: [BY_ROW], outfile: module, bundle: true, platform: "node", format: "esm" });
    const app = options.includes("cgi") ? BY_ROW : module;
    const running = serve([...options, "--app", app, "0"], { PENNY_CONFORMANCE_ROW: row });
    const port = Number(new URL(await running.url).port);
    return { port, reports: () => running.stderr, stop: () => running.stop() };
  });
}
