import type { Socket } from "node:net";
import { type Application, report } from "../../gateway/index.ts";
import { type Beginning, formatEnd, parseBegin } from "../../protocols/fastcgi/bodies.ts";
import {
  FCGI_ABORT_REQUEST,
  FCGI_AUTHORIZER,
  FCGI_BEGIN_REQUEST,
  FCGI_CANT_MPX_CONN,
  FCGI_DATA,
  FCGI_FILTER,
  FCGI_NULL_REQUEST_ID,
  FCGI_OVERLOADED,
  FCGI_PARAMS,
  FCGI_REQUEST_COMPLETE,
  FCGI_RESPONDER,
  FCGI_STDIN,
  FCGI_UNKNOWN_ROLE,
} from "../../protocols/fastcgi/constants.ts";
import { FastCgiError } from "../../protocols/fastcgi/errors.ts";
import { type FcgiRecord, formatRecord, RecordReader } from "../../protocols/fastcgi/records.ts";
import { Gathering } from "../../protocols/gathering.ts";
import { SpareSignals } from "../exchange/spare-signals.ts";
import type { SocketConnection } from "../socket-server.ts";
import type { Role } from "./exchange.ts";
import { answerManagement } from "./management.ts";
import type { FastCgiSettings } from "./options.ts";
import { FastCgiRequest, type Wire } from "./request.ts";

const ROLES: ReadonlyMap<number, Role> = new Map([
  [FCGI_RESPONDER, "responder"],
  [FCGI_AUTHORIZER, "authorizer"],
  [FCGI_FILTER, "filter"],
]);

/** How much of the requests' streams may wait unread before the socket is not read on, in bytes. */
const MOST_HELD = 128 * 1024;

/** How much of the answers may wait to be sent before no more requests are read, in bytes. */
const MOST_UNSENT = 1024 * 1024;

/** How long a connection that ends is read on, in milliseconds. */
const LINGER = 1000;

/** A web server's connection and the requests that run on it. */
export class Connection implements Wire, SocketConnection {
  readonly settings: FastCgiSettings;
  readonly signals = new SpareSignals();
  readonly #application: Application;
  readonly #socket: Socket;
  readonly #reader = new RecordReader();
  readonly #gathering: Gathering;
  readonly #requests = new Map<number, FastCgiRequest>();
  /** True when the connection ends with the last of its requests. */
  #closing = false;
  #closed = false;
  #drained: Promise<void> | undefined;

  constructor(socket: Socket, application: Application, settings: FastCgiSettings) {
    this.settings = settings;
    this.#application = application;
    this.#socket = socket;
    this.#gathering = new Gathering(socket, () => this.#setTimeout());
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("drain", () => {
      this.changed();
      this.#setTimeout();
    });
    socket.on("timeout", () => this.#standsStill());
    socket.on("error", () => {}); // "close" follows
    for (const event of ["end", "close"]) socket.on(event, () => this.#leave());
    this.#setTimeout();
  }

  /** Ends the connection when its running requests have ended; those that have only begun are refused. */
  shut(): void {
    this.#closing = true;
    for (const request of this.#requests.values()) if (!request.started) request.refuse();
    if (this.#requests.size === 0) this.#close();
  }

  /** Ends the connection at once. */
  destroy(): void {
    this.#socket.destroy();
  }

  send(records: Uint8Array): void | Promise<void> {
    if (this.#closed) return;
    if (this.#write(records)) return;
    this.#drained ??= new Promise((resolve) => {
      this.#socket.once("drain", () => {
        this.#drained = undefined;
        resolve();
      });
    });
    return this.#drained;
  }

  #write(records: Uint8Array): boolean {
    const together = this.#requests.size > 1 || this.#socket.writableCorked > 0;
    return together ? this.#gathering.write(records) : this.#socket.write(records);
  }

  /** Reads on, or does not, as much waits to be read and to be sent. */
  changed(): void {
    if (this.#closed) return;
    let held = 0;
    for (const request of this.#requests.values()) held += request.held;
    if (held <= MOST_HELD && this.#socket.writableLength <= MOST_UNSENT) {
      this.#socket.resume();
      return;
    }
    this.#socket.pause();
    for (const request of this.#requests.values()) request.inputIsFull();
  }

  end(request: FastCgiRequest, records: Uint8Array): void {
    this.send(records);
    this.#requests.delete(request.id);
    if (!request.keepConnection) this.#closing = true;
    if (this.#closing && this.#requests.size === 0) this.#close();
    else this.#setTimeout();
    this.changed();
  }

  /**
   * Ends the answer with a record that no web server expects, FCGI_ABORT_REQUEST, and where the request is alone, the
   * connection in its place: so it is known that the answer is not whole. nginx takes the end of a connection for the
   * right end of an answer of unknown length.
   */
  breakOff(request: FastCgiRequest): void {
    const broken = formatRecord(FCGI_ABORT_REQUEST, request.id, new Uint8Array(0));
    const ending = formatEnd(request.id, { appStatus: 1, protocolStatus: FCGI_REQUEST_COMPLETE });
    const alone = this.#requests.size === 1;
    if (alone) this.#closing = true;
    this.end(request, alone ? broken : Buffer.concat([broken, ending]));
  }

  #receive(chunk: Uint8Array): void {
    if (this.#closed) return; // what comes behind the end is dropped
    this.#socket.cork(); // what is answered at once goes out together
    try {
      for (const record of this.#reader.push(chunk)) {
        this.#take(record);
        if (this.#closed) return;
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#socket.uncork();
      this.#setTimeout();
    }
  }

  #take(record: FcgiRecord): void {
    const { type, requestId, content } = record;
    if (requestId === FCGI_NULL_REQUEST_ID) {
      this.send(answerManagement(record, this.settings));
      this.changed();
      return;
    }
    if (type === FCGI_BEGIN_REQUEST) {
      this.#begin(requestId, parseBegin(content));
      return;
    }
    const request = this.#requests.get(requestId);
    if (!request) return; // of a request that has ended, most often (FastCGI 1.0 §3.3)
    if (type === FCGI_PARAMS) request.takeParams(content, this.#application);
    else if (type === FCGI_STDIN) request.takeStream(request.stdin, content);
    else if (type === FCGI_DATA) request.takeStream(request.data, content);
    else if (type === FCGI_ABORT_REQUEST) request.abort();
  }

  #begin(id: number, beginning: Beginning): void {
    if (this.#requests.has(id)) throw new FastCgiError(`the request ${id} began twice`);
    const role = ROLES.get(beginning.role);
    if (role === undefined) this.#refuse(id, FCGI_UNKNOWN_ROLE);
    else if (this.#closing) this.#refuse(id, FCGI_OVERLOADED);
    else if (this.#requests.size < this.settings.maxRequests) {
      this.#requests.set(id, new FastCgiRequest(id, role, beginning, this));
    } else this.#refuse(id, this.settings.maxRequests === 1 ? FCGI_CANT_MPX_CONN : FCGI_OVERLOADED);
  }

  #refuse(id: number, protocolStatus: number): void {
    this.send(formatEnd(id, { appStatus: 0, protocolStatus }));
    this.changed();
  }

  /** What came makes no sense: nothing that follows is read. */
  #fail(error: unknown): void {
    const text = error instanceof FastCgiError ? `${error.name}: ${error.message}` : report(error).trimEnd();
    this.settings.errors.write(`${text}; the connection of the web server is ended.\n`);
    this.#leave();
    this.#close();
  }

  #leave(): void {
    for (const request of this.#requests.values()) request.leave();
    this.#requests.clear();
  }

  /**
   * Sends what is still to be sent, and reads on for a moment: a connection that is closed with bytes unread is reset,
   * and the web server would lose what it was told.
   */
  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const socket = this.#socket;
    socket.once("finish", () => {
      const timer = setTimeout(() => socket.destroy(), LINGER);
      socket.once("close", () => clearTimeout(timer));
    });
    socket.end();
    socket.resume();
    this.#setTimeout();
  }

  #setTimeout(): void {
    const { idleTimeout, stallTimeout } = this.settings;
    const idle = this.#requests.size === 0 && this.#reader.isBetween && this.#socket.writableLength === 0;
    const timeout = idle && !this.#closed ? idleTimeout : stallTimeout;
    if (this.#socket.timeout !== timeout) this.#socket.setTimeout(timeout);
  }

  /** Nothing came or went for a while. Where it is the application that takes its time, that is well. */
  #standsStill(): void {
    const socket = this.#socket;
    const requests = [...this.#requests.values()];
    const unread = socket.writableLength > 0;
    const silent = !this.#reader.isBetween || requests.some((request) => request.awaitsInput);
    const awaited = silent && !this.#closed && !socket.isPaused();
    if (requests.length > 0 && !unread && !awaited) {
      socket.setTimeout(this.settings.stallTimeout);
      return;
    }
    if (unread || awaited) {
      const what = unread ? "does not read its answer" : "is silent in the middle of a request";
      this.settings.errors.write(`FastCgiError: a web server ${what}; its connection is ended.\n`);
    }
    socket.destroy();
  }
}
