import { rmSync } from "node:fs";

/** What the process of an application (`--mode fastcgi`) is told by the one that starts it. */
export interface Starter {
  /** The path of the folder that was made for it. */
  readonly folder: string;
  /** True when other processes serve the same application. */
  readonly multiprocess: boolean;
}

const FOLDER = "PENNY_PROCESS_FOLDER";
const MULTIPROCESS = "PENNY_PROCESS_MULTIPROCESS";

/** The variables that tell it. */
export function starterVariables({ folder, multiprocess }: Starter): Readonly<Record<string, string>> {
  return { [FOLDER]: folder, [MULTIPROCESS]: String(multiprocess) };
}

/**
 * Has the process of an application end with the one that has started it, however that ends: one that is killed cannot
 * say so, nor tidy up, but standard input ends with it. Gives what it was told; undefined in any other process, where it
 * does nothing.
 */
export function followStarter(): Starter | undefined {
  const { [FOLDER]: folder, [MULTIPROCESS]: multiprocess } = process.env;
  if (folder === undefined) return undefined;
  for (const name of [FOLDER, MULTIPROCESS]) delete process.env[name]; // not for the application, nor what that starts
  process.stdin.resume().once("close", () => {
    rmSync(folder, { recursive: true, force: true });
    process.kill(process.pid, "SIGTERM");
  });
  return { folder, multiprocess: multiprocess === "true" };
}
