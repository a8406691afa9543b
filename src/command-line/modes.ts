import { join } from "node:path";
import { cgiProgram } from "../applications/cgi-program.ts";
import { fastcgiBackend } from "../applications/fastcgi-backend.ts";
import { workerThread } from "../applications/worker-thread.ts";
import type { Application, LoadedApplication } from "../gateway/index.ts";
import { localRedirects } from "../middleware/local-redirects.ts";
import { ROOT } from "../root.ts";
import { UsageError } from "./arguments.ts";
import { moduleFile } from "./load-application.ts";

/** How the application of a module is called: as a function of this process, or elsewhere. */
export type Mode = (typeof MODES)[number];

export const MODES = ["in-process", "cgi", "thread", "fastcgi"] as const;

/** An application that is called in some way, and what ends that. */
export interface Called {
  readonly application: Application;
  close(): Promise<void>;
}

/**
 * Has the application of the module at `path`, from the working folder, or Penny's, be called in the way that `mode`
 * names. `threads` is how many stay in the mode "thread"; a thread for each request unless given.
 *
 * Throws a UsageError when the module cannot be run in that way.
 */
export async function inMode(
  mode: Mode,
  path: string | undefined,
  { application }: LoadedApplication,
  threads: number | undefined,
): Promise<Called> {
  switch (mode) {
    case "in-process":
      return { application, close: async () => {} };
    case "cgi": {
      const { buildExecutable, removeExecutable } = await import("./executable.ts"); // which others need not wait for
      const inherit = Object.keys(process.env); // it is the same application, and may look for its settings
      // Not the one that `npm run build` makes, which may be in use elsewhere.
      const program = await buildExecutable(path, "cgi", `serving-${process.pid}`);
      process.on("exit", () => removeExecutable(program));
      return { application: localRedirects(cgiProgram(program, { inherit })), close: async () => {} };
    }
    case "thread": {
      const called = workerThread(moduleFile(path), threads === undefined ? {} : { threads });
      return { application: called, close: () => called.close() };
    }
    case "fastcgi": {
      const { ApplicationProcess } = await import("./application-process.ts");
      const args = [join(ROOT, "dist/runserver.js"), ...(path === undefined ? [] : ["--app", path])];
      const child = await ApplicationProcess.start(args).catch((error: Error) => {
        throw new UsageError(error.message);
      });
      return { application: fastcgiBackend(`unix:${child.socket}`), close: () => child.stop() };
    }
  }
}
