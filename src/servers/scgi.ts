import { createServer } from "node:net";
import { type Application, type ErrorPage, type ErrorStream, plainErrorPage } from "../gateway/index.ts";
import { listenSocket, type SocketOptions, type SocketPlace } from "./listen-socket.ts";
import { ScgiConnection } from "./scgi/connection.ts";

/** How an SCGI server listens, what it bears and how long it waits. Times are milliseconds. */
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

/** A server that listens. */
export interface ScgiServer extends SocketPlace {
  /** Stops accepting, lets running requests finish within `shutdownTimeout`, and closes. Called again, closes at once. */
  close(): Promise<void>;
}

/**
 * Serves an application by the Simple Common Gateway Interface, for a web server in front: a connection for each
 * request, with the variables of CGI in a netstring, and the response in the form of CGI.
 *
 * Resolves when it listens; rejects with the system's error when it cannot. What is no SCGI ends its connection, and
 * the error stream is told why.
 *
 * @example const server = await serveScgi(application, { port: 4000 });
 */
export async function serveScgi(application: Application, options: ScgiOptions = {}): Promise<ScgiServer> {
  const {
    maxConnections = 1000,
    headTimeout = 10_000,
    sendTimeout = 60_000,
    shutdownTimeout = 10_000,
  } = options;
  const settings = {
    headTimeout,
    sendTimeout,
    errors: options.errors ?? { write: (text: string) => process.stderr.write(text), flush: () => {} },
    errorPage: options.errorPage ?? plainErrorPage,
    multiprocess: options.multiprocess ?? false,
    runOnce: false,
  };
  const connections = new Set<ScgiConnection>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const connection = new ScgiConnection(socket, application, settings);
    connections.add(connection);
    socket.once("close", () => connections.delete(connection));
  });
  server.maxConnections = maxConnections;
  const place = await listenSocket(server, options);

  const end = () => {
    for (const connection of connections) connection.destroy();
  };
  let closed: Promise<void> | undefined;
  return {
    ...place,
    close() {
      if (closed) end();
      closed ??= new Promise((resolve) => {
        const timer = setTimeout(end, shutdownTimeout);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        for (const connection of connections) connection.endIfIdle();
      });
      return closed;
    },
  };
}
