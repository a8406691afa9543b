import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Application, after, type Environ, forward, RequestError, report } from "../gateway/index.ts";
import { plain } from "./worker-thread/plain.ts";
import { ThreadFailure } from "./worker-thread/thread-failure.ts";
import { Pool, ThreadEach } from "./worker-thread/threads.ts";

/** How an application runs in threads. */
export interface WorkerThreadOptions {
  /** How many threads stay and share the requests; unless given, each request gets a thread of its own, of 32 at most. */
  readonly threads?: number;
  /**
   * The longest that a thread may take for its answer, or for a chunk of it, in milliseconds; then the thread is ended,
   * and with it all that it does. The time in which it waits for the client does not count. No limit unless given.
   */
  readonly timeout?: number;
}

/** An application that runs in threads. */
export interface WorkerThread extends Application {
  /** Ends the threads at once, for when no server calls the application any more. A later request gets 503. */
  close(): Promise<void>;
}

/**
 * Runs the application of a module in threads of this process (node:worker_threads), so that the work of one request
 * does not hold up the others. `module` is a path, from the working folder, or a URL, of JavaScript or TypeScript; its
 * `application`, or its default export, is called.
 *
 * A thread has its own copy of the module: what one keeps in a variable, another does not see. The environ is copied
 * (the structured clone of HTML); what cannot be copied, such as a function, is left out. Bodies go over chunk by
 * chunk, each when the other side asks for it. `tsgi.multithread` is true but for a single thread that stays: another
 * one may run the same module at the same time. `tsgi.run_once` is true for a thread that has only one request.
 *
 * With `threads`, a request goes to the thread on which the fewest run. A thread takes any number at once, as a process
 * does: how many there may be is for the server to limit (`maxConnections`). A thread that ends is replaced, after a
 * pause where it did not live for a second; while there is none, requests get 503. Requests that were running in it get
 * 500, or their bodies throw. The reason is written to the error stream. A thread in an endless loop is not interrupted
 * without `timeout`; then its request gets 504.
 *
 * Throws a RangeError for an option that makes no sense.
 *
 * @example serveHttp(workerThread("hello.ts", { threads: 4 }))
 */
export function workerThread(module: string | URL, options: WorkerThreadOptions = {}): WorkerThread {
  const { threads: count, timeout } = options;
  checkOption("threads", count);
  checkOption("timeout", timeout);
  const settings = { name: String(module), module: urlOf(module), timeout, once: count === undefined };
  const threads = count === undefined ? new ThreadEach(settings) : new Pool(settings, count);

  // Whoever comes next must find this request on its thread: nothing is waited for in between.
  const call = async (environ: Environ) =>
    after(threads.take(environ), (thread) =>
      thread.call(environ, {
        ...plain(environ),
        "tsgi.multithread": environ["tsgi.multithread"] || count !== 1,
        "tsgi.run_once": environ["tsgi.run_once"] || count === undefined,
      }),
    );
  const application: Application = async (environ, startResponse) => {
    const response = await call(environ).catch((error) => {
      if (!(error instanceof ThreadFailure)) throw error;
      environ["tsgi.errors"].write(report(error));
      throw new RequestError(error.status, error.message);
    });
    return forward(response, startResponse);
  };
  return Object.assign(application, { close: () => threads.close() });
}

function urlOf(module: string | URL): string {
  if (module instanceof URL || /^(?:file|data):/.test(module)) return String(module);
  return pathToFileURL(resolve(module)).href;
}

function checkOption(name: string, value: number | undefined): void {
  if (value !== undefined && !(Number.isInteger(value) && value > 0)) {
    throw new RangeError(`the option ${name} must be a whole number from 1 up, not ${value}`);
  }
}
