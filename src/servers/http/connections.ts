import type { Server } from "node:http";
import type { Socket } from "node:net";
import { RequestError, report } from "../../gateway/index.ts";
import { type ClientError, requestLineOf, statusOf } from "./client-error.ts";
import { Connection, type Running, remoteAddress } from "./connection.ts";
import type { HttpExchange } from "./exchange.ts";
import { linger } from "./linger.ts";
import type { HttpSettings } from "./options.ts";
import { refusal } from "./refusal.ts";

/** The connections of a server: how many there may be, and what becomes of one that sends what is no HTTP. */
export class Connections {
  readonly #connections = new Map<Socket, Connection>();
  readonly #settings: HttpSettings;
  #exchanges = 0;
  #allEnded: (() => void) | undefined;

  constructor(settings: HttpSettings) {
    this.#settings = settings;
  }

  /** Counts the server's connections, and answers those over the limit with 503 before they say a word. */
  attach(server: Server): void {
    const accept = server.listeners("connection");
    server.removeAllListeners("connection");
    server.on("connection", (socket: Socket) => {
      if (this.#connections.size >= this.#settings.maxConnections) {
        socket.on("error", () => socket.destroy());
        this.#refuse(socket, "503 Service Unavailable", "-");
        return;
      }
      this.#open(socket);
      for (const listener of accept) listener.call(server, socket);
    });
    server.on("clientError", (error: ClientError, socket) => this.#clientError(error, socket as Socket));
    // Nothing came or went for a while: an idle connection, or a client that does not read. Where all is sent and a
    // request runs, it is the application that takes its time.
    server.on("timeout", (socket) => {
      const { size } = this.#connections.get(socket)?.running ?? { size: 0 };
      if (size > 0 && socket.writableLength === 0) socket.setTimeout(0);
      else socket.destroy();
    });
    // A tunnel is nothing that an origin server gives (RFC 9110 §9.3.6).
    server.on("connect", ({ url, httpVersion }, socket) => {
      const connection = this.#connections.get(socket as Socket);
      // node:http has taken its own listeners from the socket, with which responses under way are finished.
      socket.on("error", () => socket.destroy());
      socket.on("timeout", () => server.emit("timeout", socket));
      socket.on("drain", () => connection?.oldest?.response.emit("drain"));
      if (connection?.latest && !connection.idle) this.#makeLast(connection, connection.latest);
      else this.#refuse(socket as Socket, "501 Not Implemented", `CONNECT ${url} HTTP/${httpVersion}`);
    });
  }

  /**
   * The connection on which a request came; undefined when it has come to its end: a request that comes behind the
   * one that was the last is not looked at (RFC 9112 §9.6).
   */
  of(socket: Socket): Connection | undefined {
    const connection = this.#connections.get(socket);
    return connection?.latest?.closing || !socket.writable ? undefined : connection;
  }

  /** An exchange begins, which `end()` will be told of. */
  begin(): void {
    this.#exchanges += 1;
  }

  /** Resolves when all exchanges have ended, and are logged: one may outlast its connection by a moment. */
  async ended(): Promise<void> {
    if (this.#exchanges === 0) return;
    await new Promise<void>((resolve) => {
      this.#allEnded = resolve;
    });
  }

  /** The exchange has ended: its response is handed over, or its client has left. */
  end(exchange: HttpExchange): void {
    const { request, response } = exchange;
    if (exchange.bodyIsPending) request.resume();
    exchange.connection.end(exchange);
    if (exchange.closing) this.#closeAfter(exchange);
    const entry = {
      remoteAddr: exchange.remoteAddr || "-",
      requestLine: exchange.requestLine,
      status: exchange.gone && !response.headersSent ? 499 : response.statusCode,
      bytes: exchange.sent,
    };
    this.#settings.log(entry, exchange.environ);
    this.#exchanges -= 1;
    if (this.#exchanges === 0) this.#allEnded?.();
  }

  /** Closes each connection: those on which nothing runs at once, the others with their last response. */
  shut(): void {
    for (const [socket, connection] of this.#connections) {
      if (connection.idle) socket.destroySoon();
      else if (connection.latest) this.#makeLast(connection, connection.latest);
    }
  }

  #open(socket: Socket): void {
    const connection = new Connection(socket);
    this.#connections.set(socket, connection);
    socket.once("close", () => {
      this.#connections.delete(socket);
      connection.leave();
    });
  }

  /** Has the connection end with this exchange's response. */
  #makeLast(connection: Connection, exchange: Running): void {
    exchange.closing = true;
    if (!connection.running.has(exchange)) this.#closeAfter(exchange);
  }

  #closeAfter({ request, response }: Running): void {
    response.once("close", () => request.socket.destroySoon());
  }

  /** Sends a whole response of the server's own, and closes. */
  #refuse(socket: Socket, status: string, requestLine: string): void {
    const { errorPage, errors, log } = this.#settings;
    const remoteAddr = remoteAddress(socket) || "-";
    try {
      const { bytes, bodyLength } = refusal(status, errorPage);
      linger(socket, bytes);
      log({ remoteAddr, requestLine, status: Number(status.slice(0, 3)), bytes: bodyLength });
    } catch (error) {
      errors.write(report(error));
      socket.destroy();
    }
  }

  /** What came is no HTTP, or did not come in time. Responses under way are finished before the connection ends. */
  #clientError(error: ClientError, socket: Socket): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined || connection.failed) return;
    connection.failed = true;
    if (error.code === "HPE_CLOSED_CONNECTION") return; // what follows the last request is dropped
    if (error.code === "ECONNRESET" || !socket.writable || socket.bytesRead === 0) {
      socket.destroy();
      return;
    }
    const status = statusOf(error);
    const { latest, running } = connection;
    if (latest === undefined || (latest.request.complete && connection.idle && !latest.closing)) {
      this.#refuse(socket, status, requestLineOf(error));
    } else if (latest.request.complete) {
      // The fault lies behind the latest request: that one is answered, and what follows it is dropped.
      if (!latest.closing) this.#makeLast(connection, latest);
    } else {
      latest.inputEnded = error.code === "HPE_INVALID_EOF_STATE";
      latest.fail(new RequestError(status, "the body of the request is not well formed"));
      if (!running.has(latest)) abandon(latest);
    }
  }
}

/** Ends a connection whose latest request was answered while the rest of its body, which nobody reads, failed to come. */
function abandon({ inputEnded, request, response }: Running): void {
  if (!inputEnded && !response.writableEnded) return; // finish() reads on for a moment
  response.end();
  request.socket.destroySoon();
}
