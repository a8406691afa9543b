import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Application, after, RequestError } from "../gateway/index.ts";
import { run } from "./exchange/run.ts";
import { Connections } from "./http/connections.ts";
import { HttpExchange } from "./http/exchange.ts";
import { type HttpOptions, type HttpSettings, settings } from "./http/options.ts";
import { listenSocket } from "./listen-socket.ts";

export type { AccessEntry } from "../protocols/log-line.ts";
export type { HttpOptions } from "./http/options.ts";

/** A server that listens. */
export interface HttpServer {
  /** 0 where it listens on a Unix socket. */
  readonly port: number;
  /** "http://localhost:55555/", or "unix:/run/penny.sock" */
  readonly url: string;
  /** Stops accepting, lets running requests finish within `shutdownTimeout`, and closes. Called again, closes at once. */
  close(): Promise<void>;
}

// node:http counts a head byte by byte and cannot say what was too long. It is let read on, so that we can.
const HEAD_ROOM = 128 * 1024;

/**
 * Serves an application on HTTP/1.1, in this process. Resolves when it listens; rejects with the system's error when
 * it cannot, and throws a RangeError for an option that makes no sense.
 *
 * @example
 * const server = await serveHttp(application, { port: 8080 });
 */
export async function serveHttp(application: Application, options: HttpOptions = {}): Promise<HttpServer> {
  const chosen = settings(options);
  const connections = new Connections(chosen);
  const server = createServer({
    maxHeaderSize: Math.max(HEAD_ROOM, 2 * chosen.maxHead),
    headersTimeout: Math.min(chosen.headTimeout, chosen.requestTimeout || chosen.headTimeout),
    requestTimeout: chosen.requestTimeout,
    keepAliveTimeout: chosen.keepAliveTimeout,
    connectionsCheckingInterval: 1000,
    requireHostHeader: false, // asked for by the exchange, which answers with the error page
  });
  server.maxHeadersCount = 0; // node:http would drop what is over; the exchange refuses it
  // node:http would cut off a response that is handed over but not yet sent; the connections are closed here.
  server.closeIdleConnections = () => {};
  connections.attach(server);

  const serve = (
    called: Application,
    request: IncomingMessage,
    response: ServerResponse,
    awaitsContinue = false,
  ) => {
    const connection = connections.of(request.socket);
    if (!connection) return;
    const exchange = new HttpExchange(request, response, connection, chosen);
    exchange.awaitsContinue = awaitsContinue;
    exchange.closing = !server.listening;
    connection.start(exchange, () => {
      connections.begin();
      after(run(called, exchange), () => connections.end(exchange));
    });
  };
  server.on("request", (request, response) => serve(application, request, response));
  server.on("checkContinue", (request, response) => serve(application, request, response, true));
  server.on("checkExpectation", (request, response) => serve(refuseExpectation, request, response));

  const { port = 0, path } = await listenSocket(server, chosen);
  const host = chosen.host.includes(":") ? `[${chosen.host}]` : chosen.host;
  let closed: Promise<void> | undefined;
  return {
    port,
    url: path === undefined ? `http://${host}:${port}/` : `unix:${path}`,
    close() {
      if (closed) server.closeAllConnections();
      closed ??= close(server, connections, chosen);
      return closed;
    },
  };
}

const refuseExpectation: Application = () => {
  throw new RequestError("417 Expectation Failed", "only 100-continue is known");
};

async function close(server: Server, connections: Connections, chosen: HttpSettings): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  connections.shut();
  const timer = setTimeout(() => server.closeAllConnections(), chosen.shutdownTimeout);
  await closed;
  clearTimeout(timer);
  await connections.ended();
}
