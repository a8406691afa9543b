import { createServer } from "node:net";
import { type Application, type ErrorPage, type ErrorStream, plainErrorPage } from "../gateway/index.ts";
import type { SocketOptions } from "./listen-socket.ts";
import { ScgiConnection } from "./scgi/connection.ts";
import { settingsOf } from "./settings.ts";
import { type SocketServer, serveSocket } from "./socket-server.ts";
import { standardError } from "./standard-error.ts";

export type { SocketServer as ScgiServer } from "./socket-server.ts";

/**
 * Where an SCGI server listens, what it bears and how long it waits. Times are milliseconds; 0 is no limit, but for
 * `shutdownTimeout`.
 */
export interface ScgiOptions extends SocketOptions {
  /** The most connections at once; one more is closed. 1,000. */
  readonly maxConnections?: number;
  /** Until the head of a request must be there. 10 s. */
  readonly headTimeout?: number;
  /** How long the web server may leave a response unread before the connection is closed. 60 s. */
  readonly sendTimeout?: number;
  /** How long `close()` waits for running requests. 10 s. */
  readonly shutdownTimeout?: number;
  /** True when other processes serve the same application. */
  readonly multiprocess?: boolean;
  /** Where faults are reported; standard error unless given. */
  readonly errors?: ErrorStream;
  /** What is answered where the application cannot. */
  readonly errorPage?: ErrorPage;
}

const DEFAULTS = {
  maxConnections: 1000,
  headTimeout: 10_000,
  sendTimeout: 60_000,
  shutdownTimeout: 10_000,
  multiprocess: false,
  errors: standardError,
  errorPage: plainErrorPage,
};

/**
 * Serves an application by the Simple Common Gateway Interface, for a web server in front: a connection for each
 * request, with the variables of CGI in a netstring, and the response in the form of CGI.
 *
 * Resolves when it listens; rejects with the system's error when it cannot, and throws a RangeError for an option that
 * makes no sense. What is no SCGI ends its connection, and the error stream is told why.
 *
 * @example const server = await serveScgi(application, { port: 4000 });
 */
export async function serveScgi(application: Application, options: ScgiOptions = {}): Promise<SocketServer> {
  const settings = { ...settingsOf(DEFAULTS, options), runOnce: false };
  return serveSocket(
    createServer({ allowHalfOpen: true }),
    options,
    settings,
    (socket) => new ScgiConnection(socket, application, settings),
  );
}
