import { once } from "node:events";
import type { Socket } from "node:net";
import { type Application, after } from "../../gateway/index.ts";
import { Inflow } from "../../protocols/inflow.ts";
import { ScgiHeadReader } from "../../protocols/scgi.ts";
import { CgiExchange, type CgiSettings, type Output } from "../cgi/exchange.ts";
import { run } from "../exchange/run.ts";
import type { SocketConnection } from "../socket-server.ts";

/** What a connection has to know of its server. Times are milliseconds. */
export interface ScgiSettings extends CgiSettings {
  readonly headTimeout: number;
  readonly sendTimeout: number;
}

// How much of a body may wait to be read, in bytes, before no more is taken from the web server.
const MOST_WAITING = 256 * 1024;

// The same while the response waits to be read: Apache's mod_proxy_scgi hands over the whole body before it reads.
const MOST_AHEAD = 16 * 1024 * 1024;

// How long a reset waits behind the last bytes, in milliseconds: programs on libuv, Node among them, take bytes and a
// reset that come together for an end.
const RESET_DELAY = 20;

/** A connection from a web server: one request, and its response. */
export class ScgiConnection implements Output, SocketConnection {
  readonly #socket: Socket;
  readonly #application: Application;
  readonly #settings: ScgiSettings;
  readonly #head = new ScgiHeadReader();
  readonly #body: Inflow = new Inflow(() => this.#regulate());
  #exchange: CgiExchange | undefined;

  constructor(socket: Socket, application: Application, settings: ScgiSettings) {
    this.#socket = socket;
    this.#application = application;
    this.#settings = settings;
    socket.on("data", (chunk) => this.#take(chunk));
    socket.once("end", () => this.#leave()); // who sends no more has nobody to give the response to
    socket.once("close", () => this.#leave());
    socket.on("error", () => {}); // "close" follows
    socket.setTimeout(settings.headTimeout, () => socket.destroy());
  }

  /** Ends the connection unless a request runs on it, with which it ends. */
  shut(): void {
    if (!this.#exchange) this.destroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #take(chunk: Uint8Array): void {
    if (this.#exchange) {
      this.#body.push(chunk);
      return;
    }
    try {
      const head = this.#head.push(chunk);
      if (!head) return;
      this.#body.push(head.rest);
      this.#exchange = new CgiExchange(head.variables, this.#body.next, this, this.#settings);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#settings.errors.write(`A connection was closed that brought no SCGI: ${reason}.\n`);
      this.destroy();
      return;
    }
    this.#socket.setTimeout(0); // the application takes its time
    after(run(this.#application, this.#exchange), () => this.#body.drop());
  }

  /** Takes no more from the web server than the application can keep up with, unless that waits for the web server. */
  #regulate(): void {
    const most = this.#socket.writableNeedDrain ? MOST_AHEAD : MOST_WAITING;
    if (this.#body.held > most) this.#socket.pause();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }

  #leave(): void {
    this.#body.end();
    if (this.#exchange && !this.#socket.writableEnded) this.#exchange.leave();
    if (!this.#socket.writableEnded) this.destroy();
  }

  write(bytes: Uint8Array): void | Promise<void> {
    const socket = this.#socket;
    if (socket.write(bytes)) return;
    this.#regulate();
    socket.setTimeout(this.#settings.sendTimeout);
    return once(socket, "drain").then(
      () => {
        socket.setTimeout(0);
      },
      () => {}, // the other side has left, which the exchange is told of
    );
  }

  end(bytes: Uint8Array): void {
    this.#socket.setTimeout(this.#settings.sendTimeout);
    this.#socket.end(bytes);
  }

  /** Nothing but a reset tells a response that is broken off from one that has ended. */
  breakOff(): void {
    const isUnixSocket = this.#socket.remoteAddress === undefined; // which knows no reset
    setTimeout(() => (isUnixSocket ? this.destroy() : this.#socket.resetAndDestroy()), RESET_DELAY);
  }
}
