import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "./command-line.ts";
import { type Application, type ErrorPage, plainErrorPage } from "./gateway/index.ts";
import { ROOT } from "./root.ts";

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
export async function loadApplication(path: string | undefined): Promise<LoadedApplication> {
  const module = path ? await load(path) : await import("./penny/index.ts");
  const { errorPage } = module;
  return {
    application: applicationOf(module, path),
    errorPage: typeof errorPage === "function" ? (errorPage as ErrorPage) : plainErrorPage,
  };
}

type Module = Readonly<Record<string, unknown>>;

async function load(path: string): Promise<Module> {
  const file = compiled(resolve(path));
  if (!existsSync(file)) throw new UsageError(`there is no module ${path}; give --app the path of one`);
  try {
    if (/\.[cm]?tsx?$/.test(file)) (await import("tsx/esm/api")).register();
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw new UsageError(`${path} does not load: ${error instanceof Error ? error.message : error}`);
  }
}

/** One of the project's own modules is taken as it was compiled with the server, whose parts it then shares. */
function compiled(file: string): string {
  const own = join(ROOT, "dist", relative(ROOT, file)).replace(/\.ts$/, ".js");
  return import.meta.url.endsWith(".js") && file.startsWith(ROOT) && existsSync(own) ? own : file;
}

function applicationOf(module: Module, path = "the module"): Application {
  const { application, default: other } = module;
  if (typeof application === "function") return application as Application;
  if (typeof other === "function") return other as Application;
  // The exports of a CommonJS module are its default export.
  if (typeof other === "object" && other !== null) return applicationOf(other as Module, path);
  throw new UsageError(`${path} exports no application: no function named "application" and no default one`);
}
