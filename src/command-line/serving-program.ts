import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../is-alive.ts";
import { buildExecutable, EXECUTABLES, removeExecutable } from "./executable.ts";

/**
 * Makes a CGI program of the module at `path`, from the working folder, or of Penny, for this process alone, and gives its
 * path. It is removed when the process ends. One that is killed cannot do so: what such processes left is removed here.
 *
 * Throws a UsageError when the module cannot be bundled.
 */
export async function buildServingProgram(path: string | undefined): Promise<string> {
  const name = `serving-${process.pid}`; // not what `npm run build` makes, which may be in use elsewhere
  process.on("exit", () => removeExecutable(join(EXECUTABLES, `${name}.cgi`)));
  const program = await buildExecutable(path, "cgi", name);
  removeAbandoned();
  return program;
}

/** Removes the programs, whole or begun, of processes that live no more. */
function removeAbandoned(): void {
  for (const file of readdirSync(EXECUTABLES)) {
    const pid = Number(/^serving-([0-9]+)\.cgi/.exec(file)?.[1]);
    if (!(pid > 0) || isAlive(pid)) continue;
    try {
      rmSync(join(EXECUTABLES, file), { force: true });
    } catch {
      // What cannot be removed is in nobody's way.
    }
  }
}
