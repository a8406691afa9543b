import type { LoadedApplication } from "./application-in.ts";
import { cgiProgram } from "./applications/cgi-program.ts";
import type { Application } from "./gateway/index.ts";
import { localRedirects } from "./middleware/local-redirects.ts";

/** How the application of a module is called: as a function of this process, or elsewhere. */
export type Mode = "in-process" | "cgi";

export const MODES: readonly Mode[] = ["in-process", "cgi"];

/**
 * The application that a server calls so that a module's own is called in the way that `mode` names. `path` is the
 * module's, from the working folder; Penny's unless given.
 *
 * Throws a UsageError when the module cannot be run in that way.
 */
export async function inMode(
  mode: Mode,
  path: string | undefined,
  { application }: LoadedApplication,
): Promise<Application> {
  switch (mode) {
    case "in-process":
      return application;
    case "cgi": {
      const { buildExecutable } = await import("./executable.ts"); // which others need not wait for
      const inherit = Object.keys(process.env); // it is the same application, and may look for its settings
      return localRedirects(cgiProgram(await buildExecutable(path, "cgi"), { inherit }));
    }
  }
}
