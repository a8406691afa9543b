import cluster from "node:cluster";
import type { ErrorStream } from "../gateway/index.ts";
import type { HttpServer } from "./http.ts";
import { Family } from "./prefork/family.ts";
import { serving } from "./prefork/serving.ts";
import { standardError } from "./standard-error.ts";

/** How many processes serve, and where. Times are milliseconds. */
export interface PreforkOptions {
  readonly processes: number;
  /** The port that they share, 0 for any free one. */
  readonly port: number;
  /** How long a process that is told to stop may take for running requests. 10 s. */
  readonly shutdownTimeout?: number;
  /** Where the end of a process is reported; standard error unless given. */
  readonly errors?: ErrorStream;
}

/**
 * Serves on one port with several processes of one program (node:cluster). The program calls this in each of them: in
 * the first one it starts the others and resolves when all of them listen; in the others it calls `serve` with the
 * port, and never resolves. `serve` should load the application, so that the first process need not, and tell its
 * server of `multiprocess`.
 *
 * A process that ends is replaced, after a pause where it did not live for a second. SIGHUP replaces all of them, one by
 * one, each when its successor listens. `close()` has all of them finish what runs; called again, it ends them at once.
 * They also end when the first one does. Signals that stop the program are for the first process to act on: the others
 * take none.
 *
 * Rejects with what `serve` throws in the first process that is started, and throws a RangeError for a number of
 * processes that makes no sense.
 *
 * @example
 * const server = await prefork({ processes: 4, port: 8080 }, async (port) =>
 *   serveHttp((await import("./hello.ts")).application, { port, multiprocess: true }),
 * );
 */
export async function prefork(
  options: PreforkOptions,
  serve: (port: number) => Promise<HttpServer>,
): Promise<HttpServer> {
  if (!cluster.isPrimary) return serving(serve);
  const { processes, port, shutdownTimeout = 10_000, errors = standardError } = options;
  if (!(Number.isInteger(processes) && processes > 0)) {
    throw new RangeError(`the number of processes must be a whole number from 1 up, not ${processes}`);
  }
  const family = new Family(port, shutdownTimeout, errors);
  return { ...(await family.start(processes)), close: () => family.close() };
}
