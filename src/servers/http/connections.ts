import { Buffer } from "node:buffer";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import { RequestError } from "../../gateway/index.ts";
import type { ErrorPage } from "../error-page.ts";
import type { Exchange } from "./exchange.ts";
import type { HttpSettings } from "./options.ts";

/** The connections of a server: how many there may be, and what becomes of one that sends what is no HTTP. */
export class Connections {
  /** The exchanges of each connection that have not ended, oldest first. */
  readonly #running = new Map<Socket, Set<Exchange>>();
  readonly #failed = new WeakSet<Socket>();
  readonly #settings: HttpSettings;

  constructor(settings: HttpSettings) {
    this.#settings = settings;
  }

  /** Counts the server's connections, and answers those over the limit with 503 before they say a word. */
  attach(server: Server): void {
    const accept = server.listeners("connection");
    server.removeAllListeners("connection");
    server.on("connection", (socket: Socket) => {
      if (this.#running.size >= this.#settings.maxConnections) {
        socket.on("error", () => socket.destroy());
        this.refuse(socket, "503 Service Unavailable", "-");
        return;
      }
      this.#running.set(socket, new Set());
      socket.once("close", () => {
        for (const exchange of this.#running.get(socket) ?? []) exchange.leave();
        this.#running.delete(socket);
      });
      for (const listener of accept) listener.call(server, socket);
    });
    server.on("clientError", (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket) =>
      this.#clientError(error, socket as Socket),
    );
    // Nothing came or went for a while: an idle connection, a client that does not read, or an application that thinks.
    server.on("timeout", (socket) => {
      const thinks = this.#running.get(socket)?.size !== 0 && socket.writableLength === 0;
      if (thinks) socket.setTimeout(this.#settings.sendTimeout);
      else socket.destroy();
    });
    // A tunnel is nothing that an origin server gives (RFC 9110 §9.3.6).
    server.on("connect", (request, socket) =>
      this.refuse(
        socket as Socket,
        "501 Not Implemented",
        `CONNECT ${request.url} HTTP/${request.httpVersion}`,
      ),
    );
  }

  start(exchange: Exchange): void {
    this.#running.get(exchange.request.socket)?.add(exchange);
  }

  /** The exchange has ended: its response is handed over, or its client has left. */
  end(exchange: Exchange): void {
    const { socket } = exchange.request;
    const running = this.#running.get(socket);
    running?.delete(exchange);
    if (exchange.closing) {
      exchange.response.once("close", () => {
        if (running?.size === 0) socket.destroySoon();
      });
    }
  }

  /** The exchanges that run on any connection. */
  *exchanges(): Iterable<Exchange> {
    for (const running of this.#running.values()) yield* running;
  }

  /** Sends a whole response of the server's own, and closes. */
  refuse(socket: Socket, status: string, requestLine: string): void {
    const { body, bytes } = rawResponse(status, this.#settings.errorPage);
    this.#settings.log({
      remoteAddr: socket.remoteAddress?.replace(/^::ffff:/, "") ?? "-",
      requestLine,
      status: Number(status.slice(0, 3)),
      bytes: body,
    });
    linger(socket, bytes);
  }

  /** What came is no HTTP, or did not come in time. Responses under way are finished before the connection ends. */
  #clientError(error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Socket): void {
    if (this.#failed.has(socket)) return;
    this.#failed.add(socket);
    if (error.code === "HPE_CLOSED_CONNECTION") return; // what follows the last request is dropped
    if (error.code === "ECONNRESET" || !socket.writable || socket.bytesRead === 0) {
      socket.destroy();
      return;
    }
    const status = statusOf(error);
    const running = [...(this.#running.get(socket) ?? [])];
    const last = running.at(-1);
    if (last === undefined) {
      this.refuse(socket, status, requestLineOf(error.rawPacket));
    } else if (last.request.complete) {
      // The fault lies behind the last request: that one is answered, and what follows it is dropped.
      last.closing = true;
    } else {
      last.fail(new RequestError(status, "the body of the request is not well formed"));
    }
  }
}

/** The status that tells a client what was wrong with what it sent. */
function statusOf(error: NodeJS.ErrnoException & { rawPacket?: Buffer; bytesParsed?: number }): string {
  switch (error.code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return "408 Request Timeout";
    case "HPE_HEADER_OVERFLOW": {
      // Even the room that is left for telling the two apart was not enough: is it still the request line?
      const read = error.rawPacket?.subarray(0, error.bytesParsed).toString("latin1") ?? "";
      return /[\n "]|: /.test(read.replace(/^[A-Z]+ /, ""))
        ? "431 Request Header Fields Too Large"
        : "414 URI Too Long";
    }
    default:
      return "400 Bad Request";
  }
}

/** The first line of what came, for the log. */
function requestLineOf(packet: Buffer | undefined): string {
  return packet?.toString("latin1", 0, 200).split(/\r?\n/, 1)[0] || "-";
}

function rawResponse(status: string, errorPage: ErrorPage): { body: number; bytes: Buffer } {
  const { headers, body } = errorPage(status);
  const fields = [
    ...headers,
    ["Server", "TSGI"],
    ["Date", new Date().toUTCString()],
    ["Content-Length", body.length],
    ["Connection", "close"],
  ];
  const head = `HTTP/1.1 ${status}\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
  return { body: body.length, bytes: Buffer.concat([Buffer.from(head, "latin1"), body]) };
}

const LINGER_MILLISECONDS = 1000;

/**
 * Sends the last bytes of a connection and goes on reading for a moment, for a connection closed with bytes unread
 * is reset, and the client would lose what it was told (RFC 9112 §9.6).
 */
export function linger(socket: Socket, bytes: Uint8Array): void {
  socket.removeAllListeners("data");
  socket.on("data", () => {});
  socket.resume();
  socket.end(bytes);
  const timer = setTimeout(() => socket.destroy(), LINGER_MILLISECONDS);
  socket.once("close", () => clearTimeout(timer));
}
