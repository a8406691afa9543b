import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startWebServer } from "../hosting/web-server.ts";
import { freePort } from "../support/free-port.ts";
import type { Case } from "./case.ts";
import { type AskedProcess, startProcess } from "./processes.ts";

/** Something that runs JavaScript and TypeScript besides Node.js, and serves a fetch handler by itself. */
export interface Runtime {
  readonly name: string;
  readonly program: string;
  args(module: string, port: number): readonly string[];
  /** What it does in its own way, and why. */
  readonly differences: readonly (readonly [rows: RegExp, reason: string])[];
}

/** The runtimes whose servers call `export default { fetch }`. */
export const runtimes: readonly Runtime[] = [
  {
    name: "fetch in Bun",
    program: "bun",
    args: (module) => [module],
    differences: [
      [/^34: /, "Bun calls nobody for a request without a Host"],
      [/^22: .* without a host/, "Bun takes the path of such a target and tells nobody"],
      [/^55: .*(?:Strange|café|O\.K\.)/, "Bun sends a reason of its own"],
    ],
  },
  {
    name: "fetch in Deno",
    program: "deno",
    args: (module, port) => [
      "serve",
      "-A",
      "--no-prompt",
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      module,
    ],
    differences: [
      [/^22: .* with https/, "Deno tells the scheme of the target, not of the connection"],
      [/^22: .* without a host|^23: the target ftp:/, "Deno makes a URL of its own of such a target"],
      [/^55: .*(?:Strange|café|O\.K\.)/, "Deno sends a reason of its own"],
    ],
  },
];

/** Why a row cannot be in a runtime as the table has it; undefined where it can. */
export function runtimeDifference(
  { differences }: Runtime,
  { number, name, beyond }: Case,
): string | undefined {
  return beyond?.fetch ?? differences.find(([rows]) => rows.test(`${number}: ${name}`))?.[1];
}

const MODULE = fileURLToPath(new URL("fetch-by-row.ts", import.meta.url));

/** Serves the applications of all rows with the runtime at `program`. */
export function startRuntime({ args }: Runtime, program: string): Promise<AskedProcess> {
  return startProcess(async (folder, row) => {
    const port = await freePort();
    const server = await startWebServer(program, args(MODULE, port), {
      port,
      folder,
      errorLog: join(folder, "none"),
      signal: "SIGTERM",
      env: { ...process.env, PORT: String(port), PENNY_CONFORMANCE_ROW: row },
    });
    return { port, reports: server.log, stop: server.close };
  });
}
