import { existsSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { applicationIn, type LoadedApplication, type Module } from "../gateway/index.ts";
import { fromHere, ROOT } from "../root.ts";
import { UsageError } from "./arguments.ts";

/**
 * Loads the module at `path`, from the working folder; Penny without one. Its `application`, or its default export,
 * is the application.
 *
 * Throws a UsageError when it does not load or exports no application.
 */
export async function loadApplication(path: string | undefined): Promise<LoadedApplication> {
  if (!path) return await import("../penny/index.ts");
  const loaded = applicationIn(await load(path));
  if (loaded) return loaded;
  throw new UsageError(
    `the module ${path} exports no application: no function named "application" and no default one`,
  );
}

/** The file of the module at `path`, from the working folder; Penny's without one. */
export function moduleFile(path: string | undefined): string {
  return compiled(path ? fromHere(path) : join(ROOT, "src/penny/index.ts"));
}

async function load(path: string): Promise<Module> {
  const file = moduleFile(path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new UsageError(`there is no module ${path}`);
  }
  try {
    if (/\.[cm]?tsx?$/.test(file)) await readTypeScript();
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw new UsageError(`the module ${path} does not load: ${reason(error)}`);
  }
}

/** Lets TypeScript be imported, and be required: outside of a package of "type": "module" it is CommonJS. */
async function readTypeScript(): Promise<void> {
  (await import("tsx/cjs/api")).register();
  (await import("tsx/esm/api")).register();
}

function reason(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  // What is wrong with TypeScript, and in which line of it, is said after this.
  return message.replace(/^Transform failed with \d+ errors?:\n/, "");
}

/** One of the project's own modules is taken as it was compiled with the server, whose parts it then shares. */
function compiled(file: string): string {
  const own = join(ROOT, "dist", relative(ROOT, file)).replace(/\.ts$/, ".js");
  return import.meta.url.endsWith(".js") && file.startsWith(ROOT + sep) && existsSync(own) ? own : file;
}
