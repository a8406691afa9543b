import { join } from "node:path";
import { cgiProgram } from "../applications/cgi-program.ts";
import { fastcgiBackend } from "../applications/fastcgi-backend.ts";
import { workerThread } from "../applications/worker-thread.ts";
import type { Application, LoadedApplication } from "../gateway/index.ts";
import { localRedirects } from "../middleware/local-redirects.ts";
import { ROOT } from "../root.ts";
import { MAX_REQUESTS } from "../servers/fastcgi/options.ts";
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

/** How an application is to be called. */
export interface Calling {
  readonly mode: Mode;
  /** The path of its module, from the working folder; Penny's unless given. */
  readonly app: string | undefined;
  /** How many threads stay in the mode "thread"; a thread for each request unless given. */
  readonly threads: number | undefined;
  /** True when other processes serve the same application. */
  readonly multiprocess: boolean;
}

/** Has an application, which is loaded, be called in some way. Throws a UsageError when its module cannot be. */
export async function inMode(
  { mode, app, threads, multiprocess }: Calling,
  { application }: LoadedApplication,
): Promise<Called> {
  switch (mode) {
    case "in-process":
      return { application, close: async () => {} };
    case "cgi": {
      const { buildServingProgram } = await import("./serving-program.ts"); // which others need not wait for
      const inherit = Object.keys(process.env); // it is the same application, and may look for its settings
      const program = await buildServingProgram(app);
      return { application: localRedirects(cgiProgram(program, { inherit })), close: async () => {} };
    }
    case "thread": {
      const called = workerThread(moduleFile(app), threads === undefined ? {} : { threads });
      return { application: called, close: () => called.close() };
    }
    case "fastcgi": {
      const { ApplicationProcess } = await import("./application-process.ts");
      const args = [join(ROOT, "dist/runserver.js"), ...(app === undefined ? [] : ["--app", app])];
      const child = await ApplicationProcess.start(args, multiprocess).catch((error: Error) => {
        throw new UsageError(error.message);
      });
      // It is of this make, and serves nobody else: its connections bear many requests, and may stay.
      const options = { maxRequests: MAX_REQUESTS, keepAliveTimeout: 60_000 };
      return { application: fastcgiBackend(`unix:${child.socket}`, options), close: () => child.stop() };
    }
  }
}
