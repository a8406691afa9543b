import { existsSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "./command-line.ts";
import { type Application, type ErrorPage, plainErrorPage } from "./gateway/index.ts";
import { fromHere, ROOT } from "./root.ts";

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
  if (!path) return await import("./penny/index.ts");
  const loaded = applicationIn(await load(path));
  if (loaded) return loaded;
  throw new UsageError(
    `the module ${path} exports no application: no function named "application" and no default one`,
  );
}

type Module = Readonly<Record<string, unknown>>;

async function load(path: string): Promise<Module> {
  const file = compiled(fromHere(path));
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new UsageError(`there is no module ${path}; give --app the path of one`);
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

/**
 * The application among the exports of a module. Those of a CommonJS module are its default export, in which a
 * compiler may have put a default export of its own.
 */
function applicationIn(module: Module, depth = 2): LoadedApplication | undefined {
  const { application, default: other, errorPage } = module;
  const found = typeof application === "function" ? application : other;
  if (typeof found === "function") {
    return {
      application: found as Application,
      errorPage: typeof errorPage === "function" ? (errorPage as ErrorPage) : plainErrorPage,
    };
  }
  return depth > 0 && typeof other === "object" && other !== null
    ? applicationIn(other as Module, depth - 1)
    : undefined;
}
