import { createServer, type Server, type Socket } from "node:net";
import type { Application } from "../gateway/index.ts";
import { Connection } from "./fastcgi/connection.ts";
import { type FastCgiOptions, settings } from "./fastcgi/options.ts";
import { addressesOf, admissionOf } from "./fastcgi/web-servers.ts";
import { listenSocket, type SocketPlace } from "./listen-socket.ts";

export type { FastCgiOptions } from "./fastcgi/options.ts";

/** A server that listens, on a port or a path. */
export interface FastCgiServer extends SocketPlace {
  /** Stops accepting, lets running requests finish within `shutdownTimeout`, and closes. Called again, closes at once. */
  close(): Promise<void>;
}

/**
 * Serves an application on FastCGI 1.0, behind a web server: as responder, authorizer and filter. The environ tells
 * which in `fastcgi.role`, and has the file that a filter is to work on as `fastcgi.data`, an Input.
 *
 * Many requests may run on one connection. What an application reports goes to the web server's log; what belongs to
 * no request goes to `errors`. Resolves when it listens; rejects with the system's error when it cannot, and throws a
 * RangeError for an option that makes no sense.
 *
 * @example
 * const server = await serveFastCgi(application, { path: "/run/penny.sock", mode: 0o660 });
 */
export async function serveFastCgi(
  application: Application,
  options: FastCgiOptions = {},
): Promise<FastCgiServer> {
  const chosen = settings(options);
  const admits = admissionOf(options.webServers ?? addressesOf(process.env.FCGI_WEB_SERVER_ADDRS));
  const connections = new Set<Connection>();
  const server = createServer({ noDelay: true });
  server.maxConnections = chosen.maxConnections;
  server.on("connection", (socket: Socket) => {
    if (isTcp(server) && !admits(socket)) {
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, application, chosen);
    connections.add(connection);
    socket.once("close", () => connections.delete(connection));
  });

  const place = await listenSocket(server, options);
  const destroyAll = () => {
    for (const connection of connections) connection.destroy();
  };
  let closed: Promise<void> | undefined;
  return {
    ...place,
    close() {
      if (closed) destroyAll();
      closed ??= new Promise((resolve) => {
        const timer = setTimeout(destroyAll, chosen.shutdownTimeout);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        for (const connection of connections) connection.shut();
      });
      return closed;
    },
  };
}

/** A Unix socket has no addresses; its mode says who may connect. */
function isTcp(server: Server): boolean {
  const address = server.address();
  return typeof address === "object" && address !== null;
}
