import type { Server, Socket } from "node:net";
import { listenSocket, type SocketOptions, type SocketPlace } from "./listen-socket.ts";

/** A server that listens, on a port or a path. */
export interface SocketServer extends SocketPlace {
  /** Stops accepting, lets running requests finish within `shutdownTimeout`, and closes. Called again, closes at once. */
  close(): Promise<void>;
}

/** What goes on on a connection of a web server. */
export interface SocketConnection {
  /** Ends the connection when its running requests have ended. */
  shut(): void;
  /** Ends the connection at once. */
  destroy(): void;
}

/** What a server bears and how long `close()` waits, in milliseconds. */
export interface SocketLimits {
  readonly maxConnections: number;
  readonly shutdownTimeout: number;
}

/**
 * Has a server listen for web servers. `open` is called with each connection; undefined is one that it has refused.
 *
 * Resolves when it listens; rejects with the system's error when it cannot.
 */
export async function serveSocket(
  server: Server,
  place: SocketOptions,
  { maxConnections, shutdownTimeout }: SocketLimits,
  open: (socket: Socket) => SocketConnection | undefined,
): Promise<SocketServer> {
  const connections = new Set<SocketConnection>();
  server.maxConnections = maxConnections;
  server.on("connection", (socket: Socket) => {
    const connection = open(socket);
    if (!connection) return;
    connections.add(connection);
    socket.once("close", () => connections.delete(connection));
  });
  const listening = await listenSocket(server, place);

  const destroyAll = () => {
    for (const connection of connections) connection.destroy();
  };
  let closed: Promise<void> | undefined;
  return {
    ...listening,
    close() {
      if (closed) destroyAll();
      closed ??= new Promise((resolve) => {
        const timer = setTimeout(destroyAll, shutdownTimeout);
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
