import type { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { beginContent, parseEnd } from "../../protocols/fastcgi/bodies.ts";
import {
  FCGI_ABORT_REQUEST,
  FCGI_END_REQUEST,
  FCGI_PARAMS,
  FCGI_REQUEST_COMPLETE,
  FCGI_RESPONDER,
  FCGI_STDIN,
} from "../../protocols/fastcgi/constants.ts";
import { FastCgiError } from "../../protocols/fastcgi/errors.ts";
import {
  type Content,
  type FcgiRecord,
  formatRecord,
  formatRecords,
  RecordReader,
} from "../../protocols/fastcgi/records.ts";
import { Gathering } from "../../protocols/gathering.ts";
import type { RequestBody } from "../request-body.ts";
import type { Answer } from "./answer.ts";
import { BackendError } from "./failure.ts";
import { BackendRequest, type Line } from "./request.ts";

/** What is asked. */
export interface Question extends RequestBody {
  /** The variables as name-value pairs. */
  readonly params: Uint8Array;
}

/** How connections are used; times in milliseconds. */
export interface ConnectionSettings {
  /** The most requests at once. */
  readonly maxRequests: number;
  /** Until a connection takes no more requests, from when it was opened; 0 is one request alone. */
  readonly keepAliveTimeout: number;
}

/** How much of an answer may wait to be taken before the backend is not read on, in bytes. */
const MOST_HELD = 128 * 1024;

/** The same for all answers together, also of those that have come whole: where one client is slow, others are not. */
const MOST_HELD_TOGETHER = 8 * 1024 * 1024;

const NOTHING = new Uint8Array(0);

/**
 * A connection to a backend.
 *
 * FastCGI cannot hold up one request of several on a connection (as HTTP/2 can). So further requests go elsewhere where
 * one has a body, which its application may not read, and where an answer is long or waits for its client; those that
 * run beside it are read on.
 */
export class BackendConnection implements Line {
  readonly socket: Socket;
  /** When it was opened, in milliseconds as `performance.now()` has them. */
  readonly opened = performance.now();
  /** Called when the connection can be asked again. */
  onFree: () => void = () => {};
  readonly #settings: ConnectionSettings;
  readonly #reader = new RecordReader();
  readonly #gathering: Gathering;
  readonly #requests = new Map<number, BackendRequest>();
  #lastId = 0;
  #held = 0;
  /** True when it ends with the last of its requests. */
  #closing = false;

  constructor(socket: Socket, settings: ConnectionSettings) {
    this.socket = socket;
    this.#settings = settings;
    this.#gathering = new Gathering(socket);
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("drain", () => {
      for (const { answer } of this.#requests.values()) answer.moves();
    });
    socket.on("timeout", () => socket.destroy()); // set while nobody asks
    socket.on("error", () => {}); // "close" follows
    socket.on("end", () => this.#lost());
    socket.on("close", () => this.#lost());
  }

  /** True when it can be asked. */
  get hasRoom(): boolean {
    if (this.socket.destroyed || this.#closing) return false;
    if (this.#requests.size === 0) return true;
    if (this.#requests.size >= this.#settings.maxRequests) return false;
    if (this.#held > MOST_HELD || this.#timeLeft <= 0) return false;
    for (const { hasBody, received } of this.#requests.values()) {
      if (hasBody || received > MOST_HELD) return false;
    }
    return true;
  }

  /** True when nobody asks. */
  get isIdle(): boolean {
    return this.#requests.size === 0;
  }

  /** For how long it may be kept, in milliseconds. */
  get #timeLeft(): number {
    return Math.ceil(this.#settings.keepAliveTimeout - (performance.now() - this.opened));
  }

  /** Sends a request, of which `answer` is told what comes back. */
  ask(question: Question, answer: Answer): void {
    if (this.isIdle) this.#awake();
    const request = new BackendRequest(this.#freeId(), answer, question.length > 0, this);
    this.#requests.set(request.id, request);
    const keepConnection = this.#settings.keepAliveTimeout > 0;
    const contents: Content[] = [
      beginContent({ role: FCGI_RESPONDER, keepConnection }),
      [FCGI_PARAMS, question.params],
      [FCGI_PARAMS, NOTHING],
    ];
    if (request.sent) contents.push([FCGI_STDIN, NOTHING]);
    this.write(formatRecords(request.id, contents));
    if (!request.sent) request.send(question);
  }

  write(records: Uint8Array): boolean {
    return this.#settings.maxRequests > 1 ? this.#gathering.write(records) : this.socket.write(records);
  }

  get isPaused(): boolean {
    return this.socket.isPaused();
  }

  holds(more: number): void {
    const wasFull = this.#held > MOST_HELD;
    this.#held += more;
    this.#regulate();
    if (wasFull && this.#held <= MOST_HELD && this.hasRoom) this.onFree();
  }

  /** Reads on, or does not. */
  #regulate(): void {
    const [first] = this.#requests.size === 1 ? this.#requests.values() : [];
    if (this.#held > MOST_HELD_TOGETHER || (first && first.held > MOST_HELD)) this.socket.pause();
    else if (this.isPaused) this.socket.resume();
  }

  abandon(request: BackendRequest): void {
    if (this.#isWanted) this.write(formatRecord(FCGI_ABORT_REQUEST, request.id, NOTHING));
    else this.destroy();
  }

  /** True while somebody waits for an answer. */
  get #isWanted(): boolean {
    for (const { abandoned } of this.#requests.values()) if (!abandoned) return true;
    return false;
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** The next number that no request has. There is one, for there is room. */
  #freeId(): number {
    const { maxRequests } = this.#settings;
    if (this.#requests.size >= maxRequests)
      throw new Error("the connection has no room for one request more");
    do this.#lastId = (this.#lastId % maxRequests) + 1;
    while (this.#requests.has(this.#lastId));
    return this.#lastId;
  }

  #receive(chunk: Uint8Array): void {
    // Of several, nobody knows to whom a piece of a record belongs.
    if (this.#requests.size === 1) for (const { answer } of this.#requests.values()) answer.moves();
    try {
      for (const record of this.#reader.push(chunk)) this.#take(record);
    } catch (error) {
      if (!(error instanceof FastCgiError)) throw error;
      this.#fail(`the FastCGI server speaks none: ${error.message}`, true);
    }
  }

  #take(record: FcgiRecord): void {
    if (this.isIdle) throw new FastCgiError("a record came that nobody asked for");
    const request = this.#requests.get(record.requestId);
    if (!request) return;
    if (record.type === FCGI_END_REQUEST) this.#end(request, record.content);
    else request.take(record);
  }

  #end(request: BackendRequest, content: Uint8Array): void {
    const ending = parseEnd(content);
    this.#requests.delete(request.id);
    // One whose body still comes has told less than it said, and who knows what the backend takes the rest for. And one
    // that was refused was so because the backend has too much to do, or ends.
    const refused = ending.protocolStatus !== FCGI_REQUEST_COMPLETE;
    if (!request.sent || refused || this.#settings.keepAliveTimeout === 0) this.#closing = true;
    request.end(ending);
    this.#regulate();
    if (this.isIdle) this.#rest();
    else if (!this.#isWanted) this.destroy(); // an end that was asked for may never come
    if (this.hasRoom) this.onFree();
  }

  /** Somebody asks. */
  #awake(): void {
    this.socket.ref();
    this.socket.setTimeout(0);
  }

  /** Nobody asks: the connection holds no process open, and ends by itself when its time is over. */
  #rest(): void {
    const left = this.#timeLeft;
    if (this.#closing || left <= 0 || this.#held > MOST_HELD) {
      this.destroy();
      return;
    }
    this.socket.unref();
    this.socket.setTimeout(left);
  }

  #lost(): void {
    this.#fail("the FastCGI server closed the connection before its answer was whole", false);
  }

  /** Ends the connection, and with it all that runs on it; `begun` is false where the backend may never have begun. */
  #fail(reason: string, begun: boolean): void {
    for (const request of this.#requests.values()) {
      request.fail(new BackendError("502 Bad Gateway", reason), begun);
    }
    this.#requests.clear();
    this.destroy();
  }
}
