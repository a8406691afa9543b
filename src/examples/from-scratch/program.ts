import { Server } from "node:net";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Application, applicationIn, type ErrorStream } from "../../gateway/index.ts";

/**
 * Has `run` serve what the command line names, "[PORT] MODULE", where the module of `url` is the program that was
 * started; does nothing where it was imported.
 */
export async function runProgram(
  url: string,
  run: (application: Application, port: number) => Server | Promise<void>,
): Promise<void> {
  const [, program = "", ...args] = process.argv;
  if (pathToFileURL(program).href !== url) return;
  const [module, port = "8080"] = args.reverse();
  const isClear = module !== undefined && args.length <= 2 && /^\d{1,5}$/.test(port);
  const loaded = isClear ? applicationIn(await import(pathToFileURL(resolve(module)).href)) : undefined;
  if (!loaded) {
    process.stderr.write("It takes a port, and the path of a module that exports an application.\n");
    process.exit(1);
  }
  const served = run(loaded.application, Number(port));
  if (served instanceof Server) served.once("listening", () => console.log(`Listening on port ${port}`));
  else await served;
}

/** Where faults are reported that no client is told of. */
export const standardError: ErrorStream = {
  write: (text) => {
    process.stderr.write(text);
  },
  flush: () => {},
};
