import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { UsageError } from "./command-line.ts";
import type { Application } from "./gateway/index.ts";
import { type ErrorPage, plainErrorPage } from "./servers/error-page.ts";

const PENNY = fileURLToPath(new URL("./penny/index.ts", import.meta.url));

/** What a server needs of a module. */
export interface LoadedApplication {
  readonly application: Application;
  /** The module's own `errorPage`, or plain text. */
  readonly errorPage: ErrorPage;
}

/**
 * Loads the module at `path`, from the working folder; Penny without one. Its `application`, or its default export,
 * is the application.
 *
 * Throws a UsageError when it does not load or exports no application.
 */
export async function loadApplication(path: string = PENNY): Promise<LoadedApplication> {
  const file = resolve(path);
  if (!existsSync(file)) throw new UsageError(`there is no module ${path}; give --app the path of one`);
  const module = await load(path, file);
  const application = [module.application, defaultOf(module)].find((found) => typeof found === "function");
  if (!application) {
    throw new UsageError(
      `${path} exports no application: no function named "application" and no default one`,
    );
  }
  const errorPage = typeof module.errorPage === "function" ? (module.errorPage as ErrorPage) : plainErrorPage;
  return { application: application as Application, errorPage };
}

async function load(path: string, file: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (file === PENNY) throw error; // its own sentence says what to do
    throw new UsageError(`${path} does not load: ${error instanceof Error ? error.message : error}`);
  }
}

/** The default export; that of a CommonJS module may hold an `application`. */
function defaultOf(module: Record<string, unknown>): unknown {
  const { default: found } = module;
  return typeof found === "object" && found !== null && "application" in found ? found.application : found;
}
