import { createServer, type Server } from "node:net";
import type { Application } from "../gateway/index.ts";
import { Connection } from "./fastcgi/connection.ts";
import { type FastCgiOptions, settings } from "./fastcgi/options.ts";
import { addressesOf, admissionOf } from "./fastcgi/web-servers.ts";
import { type SocketServer, serveSocket } from "./socket-server.ts";

export type { FastCgiOptions } from "./fastcgi/options.ts";
export type { SocketServer as FastCgiServer } from "./socket-server.ts";

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
): Promise<SocketServer> {
  const chosen = settings(options);
  const admits = admissionOf(options.webServers ?? addressesOf(process.env.FCGI_WEB_SERVER_ADDRS));
  const server = createServer({ noDelay: true });
  return serveSocket(server, options, chosen, (socket) => {
    if (!isTcp(server) || admits(socket)) return new Connection(socket, application, chosen);
    socket.destroy();
    return undefined;
  });
}

/** A Unix socket has no addresses; its mode says who may connect. */
function isTcp(server: Server): boolean {
  const address = server.address();
  return typeof address === "object" && address !== null;
}
