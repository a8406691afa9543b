import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { SpareSignals } from "../exchange/spare-signals.ts";

/** The address of the client: of an IPv4 client its own, also on a socket of IPv6. "" when it is gone already. */
export function remoteAddress(socket: Socket): string {
  return (socket.remoteAddress ?? "").replace(/^::ffff:(?=\d+\.)/, "");
}

/** A request that has come over a connection, and its response. */
export interface Running {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** True when the connection must not serve another request. */
  closing: boolean;
  /** True when the client said that it sends no more, in the middle of a body. */
  inputEnded: boolean;
  /** Makes reading the request's body fail. */
  fail(failure: Error): void;
  /** The client left before its response was whole. */
  leave(): void;
  /** The response has ended: the signal stays silent from now on. */
  giveSignalBack(): void;
}

/** A client's connection and what is going on on it. */
export class Connection {
  readonly socket: Socket;
  /** The address of the client, an IPv6 one without brackets; "" on a Unix socket. */
  readonly remoteAddr: string;
  readonly remotePort: string;
  readonly serverPort: string;
  readonly signals = new SpareSignals();
  /** The exchanges that have not ended, oldest first: the one that runs, and those that wait for it. */
  readonly running = new Set<Running>();
  /** The exchange of the latest request that came, ended or not. */
  latest: Running | undefined;
  /** True when what came last is no HTTP: nothing that follows is read. */
  failed = false;
  #waiting: (() => void)[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    this.remoteAddr = remoteAddress(socket);
    this.remotePort = String(socket.remotePort ?? "");
    this.serverPort = String(socket.localPort ?? "80"); // a Unix socket has none, and there must be one
  }

  /** The exchange that runs. */
  get oldest(): Running | undefined {
    return this.running.values().next().value;
  }

  /** True when no exchange runs and all responses are sent. One that is handed over may still wait for the client. */
  get idle(): boolean {
    return this.running.size === 0 && !this.latest?.response.writableLength;
  }

  /**
   * Begins an exchange: `run` is called now, or when those before it have ended. Responses leave in the order of the
   * requests anyway (RFC 9112 §9.3.2), and a client must not start more at once than it has connections.
   */
  start(exchange: Running, run: () => void): void {
    this.latest = exchange;
    this.running.add(exchange);
    if (this.running.size === 1) run();
    else this.#waiting.push(run);
  }

  /** The exchange has ended. Its signal stays silent from now on, whoever may still listen. */
  end(exchange: Running): void {
    this.running.delete(exchange);
    if (exchange.closing) this.#waiting = []; // what came behind the last one is not answered
    const next = this.#waiting.shift();
    if (next) setImmediate(next);
    exchange.giveSignalBack();
  }

  /** The client has left. */
  leave(): void {
    if (this.running.size === 0) return;
    this.#waiting = [];
    for (const exchange of this.running) exchange.leave();
  }
}
