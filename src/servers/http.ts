import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Application, iterate, RequestError, type Response, respond } from "../gateway/index.ts";
import { breakOff } from "./http/break-off.ts";
import { closeBody } from "./http/close-body.ts";
import { Connections } from "./http/connections.ts";
import { Exchange } from "./http/exchange.ts";
import { type HttpOptions, type HttpSettings, settings } from "./http/options.ts";
import { reply } from "./http/reply.ts";
import { report } from "./http/report.ts";

export type { HttpOptions } from "./http/options.ts";

/** A server that listens. */
export interface HttpServer {
  readonly port: number;
  /** "http://localhost:55555/" */
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
  server.timeout = chosen.sendTimeout;
  server.maxHeadersCount = 0; // node:http would drop what is over; the exchange refuses it
  connections.attach(server);

  const serve = (
    called: Application,
    request: IncomingMessage,
    response: ServerResponse,
    awaitsContinue = false,
  ) => {
    const exchange = new Exchange(request, response, chosen);
    if (!connections.start(exchange)) return;
    exchange.awaitsContinue = awaitsContinue;
    exchange.closing = !server.listening;
    run(called, exchange, connections);
  };
  server.on("request", (request, response) => serve(application, request, response));
  server.on("checkContinue", (request, response) => serve(application, request, response, true));
  server.on("checkExpectation", (request, response) => serve(refuseExpectation, request, response));

  await listen(server, chosen);
  const { port } = server.address() as AddressInfo;
  const host = chosen.host.includes(":") ? `[${chosen.host}]` : chosen.host;
  let closed: Promise<void> | undefined;
  return {
    port,
    url: `http://${host}:${port}/`,
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

function listen(server: Server, { host, port }: HttpSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    // One address, the one that every client tries: "localhost" may also mean ::1 only.
    server.listen(port, host === "localhost" ? "127.0.0.1" : host, resolve);
  });
}

async function close(server: Server, connections: Connections, chosen: HttpSettings): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  connections.shut();
  const timer = setTimeout(() => server.closeAllConnections(), chosen.shutdownTimeout);
  await closed;
  clearTimeout(timer);
}

/** Calls the application and sends what it answers: at once when it answers at once. */
function run(application: Application, exchange: Exchange, connections: Connections): void {
  let outcome: number | Promise<number>;
  try {
    const answer = respond(application, exchange.createEnviron());
    outcome =
      answer instanceof Promise
        ? answer.then((response) => send(exchange, response))
        : reply(exchange, answer);
  } catch (error) {
    outcome = fail(exchange, error);
  }
  if (outcome instanceof Promise) {
    outcome.catch((error) => fail(exchange, error)).then((bytes) => end(exchange, connections, bytes));
  } else {
    end(exchange, connections, outcome);
  }
}

async function send(exchange: Exchange, response: Response): Promise<number> {
  if (!exchange.gone) return reply(exchange, response);
  await closeBody(iterate(response.body), exchange.errors);
  return 0;
}

/** Answers a request that failed: with the error's own status, or 500 and a report; by closing when it is too late. */
function fail(exchange: Exchange, error: unknown): number {
  const { response, errors, settings } = exchange;
  if (exchange.gone) return 0;
  const refused = error instanceof RequestError;
  if (!refused) errors.write(report(error));
  if (response.headersSent) {
    breakOff(exchange);
    return 0;
  }
  const status = refused ? error.status : "500 Internal Server Error";
  if (exchange.bodyIsPending) exchange.closing = true;
  try {
    const { headers, body } = settings.errorPage(status, exchange.environ);
    const all = refused ? [...headers, ...error.headers] : headers;
    return reply(exchange, { status, headers: all, body: [body] }) as number;
  } catch (failure) {
    errors.write(report(failure));
    response.destroy();
    return 0;
  }
}

function end(exchange: Exchange, connections: Connections, bytes: number): void {
  const { request, response, settings } = exchange;
  if (exchange.bodyIsPending) request.resume();
  connections.end(exchange);
  settings.log({
    remoteAddr: exchange.remoteAddr,
    requestLine: exchange.requestLine,
    status: exchange.gone && !response.headersSent ? 499 : response.statusCode,
    bytes,
  });
}
