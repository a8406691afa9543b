import { Buffer } from "node:buffer";
import { connect, type Socket } from "node:net";
import { formatBegin, parseEnd } from "../../protocols/fastcgi/bodies.ts";
import {
  FCGI_ABORT_REQUEST,
  FCGI_END_REQUEST,
  FCGI_PARAMS,
  FCGI_RESPONDER,
  FCGI_STDERR,
  FCGI_STDIN,
  FCGI_STDOUT,
} from "../../protocols/fastcgi/constants.ts";
import { FastCgiError } from "../../protocols/fastcgi/errors.ts";
import { type FcgiRecord, formatRecord, RecordReader } from "../../protocols/fastcgi/records.ts";
import type { BackendAddress } from "../backend-address.ts";
import type { RequestBody } from "../request-body.ts";
import type { Answer, Source } from "./answer.ts";
import { BackendError, clientLeft } from "./failure.ts";

/** What is asked. */
export interface Question extends RequestBody {
  /** The variables as name-value pairs. */
  readonly params: Uint8Array;
  /** True when the backend is to keep the connection. */
  readonly keepConnection: boolean;
}

/** There is one request at a time on a connection, as backends do not bear more; it is always this one. */
const REQUEST_ID = 1;

/** How much of an answer may wait to be taken before the backend is not read on, in bytes. */
const MOST_HELD = 128 * 1024;

const NOTHING = new Uint8Array(0);

/** A connection to a backend. */
export class BackendConnection implements Source {
  /** Called when the connection can be asked again. */
  onIdle: () => void = () => {};
  readonly #socket: Socket;
  readonly #opened = performance.now();
  readonly #reader = new RecordReader();
  #answer: Answer | undefined;
  #keepConnection = false;
  /** True when the request has been handed over to its end. */
  #sent = false;
  #awaitsClient = false;
  /** Called when the socket takes more, or never will. */
  #writable: () => void = () => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("drain", () => {
      this.#writable();
      this.#answer?.moves();
    });
    socket.on("timeout", () => socket.destroy()); // set while nobody asks
    socket.on("error", () => {}); // "close" follows
    socket.on("end", () => this.#lost());
    socket.on("close", () => this.#lost());
  }

  /** True when it is closed. */
  get closed(): boolean {
    return this.#socket.destroyed;
  }

  /** How long ago it was opened, in milliseconds. */
  get age(): number {
    return performance.now() - this.#opened;
  }

  get awaitsClient(): boolean {
    return this.#awaitsClient;
  }

  /** Sends a request, of which `answer` is told what comes back. */
  ask({ params, chunks, length, keepConnection }: Question, answer: Answer): void {
    this.#answer = answer;
    this.#keepConnection = keepConnection;
    this.#sent = length === 0;
    this.#socket.ref();
    this.#socket.setTimeout(0);
    const records = [
      formatBegin(REQUEST_ID, { role: FCGI_RESPONDER, keepConnection }),
      formatRecord(FCGI_PARAMS, REQUEST_ID, params),
      formatRecord(FCGI_PARAMS, REQUEST_ID, NOTHING),
    ];
    if (length === 0) records.push(formatRecord(FCGI_STDIN, REQUEST_ID, NOTHING));
    this.#socket.write(Buffer.concat(records));
    if (length > 0) this.#send(chunks, answer);
  }

  /** Nobody asks: the connection holds no process open, and ends by itself after so many milliseconds. */
  rest(milliseconds: number): void {
    this.#socket.unref();
    this.#socket.setTimeout(milliseconds);
  }

  regulate(held: number): void {
    if (held > MOST_HELD) this.#socket.pause();
    else this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Hands the body over. One that does not come whole ends the request. */
  async #send(chunks: AsyncIterable<Uint8Array>, answer: Answer): Promise<void> {
    const socket = this.#socket;
    this.#awaitsClient = true;
    try {
      for await (const chunk of chunks) {
        if (this.#answer !== answer) return; // answered already
        if (chunk.length === 0 || socket.write(formatRecord(FCGI_STDIN, REQUEST_ID, chunk))) continue;
        this.#awaitsClient = false;
        await new Promise<void>((resolve) => {
          this.#writable = resolve;
        });
        this.#awaitsClient = true;
      }
      if (this.#answer !== answer) return;
      this.#sent = true;
      socket.write(formatRecord(FCGI_STDIN, REQUEST_ID, NOTHING));
      answer.moves();
    } catch (error) {
      if (this.#answer !== answer) return;
      answer.fail(error instanceof Error ? error : clientLeft());
      socket.destroy();
    } finally {
      if (this.#answer === answer) this.#awaitsClient = false;
    }
  }

  #receive(chunk: Uint8Array): void {
    this.#answer?.begins();
    this.#answer?.moves();
    try {
      for (const record of this.#reader.push(chunk)) this.#take(record);
    } catch (error) {
      if (!(error instanceof FastCgiError)) throw error;
      this.#answer?.fail(
        new BackendError("502 Bad Gateway", `the FastCGI server speaks none: ${error.message}`),
      );
      this.#socket.destroy();
    }
  }

  #take({ type, requestId, content }: FcgiRecord): void {
    const answer = this.#answer;
    if (!answer) throw new FastCgiError("a record came that nobody asked for");
    if (requestId !== REQUEST_ID) return;
    if (type === FCGI_STDOUT) answer.takeStdout(content);
    else if (type === FCGI_STDERR) answer.takeStderr(content);
    else if (type === FCGI_ABORT_REQUEST) {
      answer.fail(new BackendError("502 Bad Gateway", "the FastCGI server broke its answer off"));
      this.#socket.destroy();
    } else if (type === FCGI_END_REQUEST) {
      const ending = parseEnd(content);
      this.#answer = undefined;
      answer.end(ending);
      this.#socket.resume();
      if (this.#sent && this.#keepConnection) this.onIdle();
      else this.#socket.destroy();
    }
  }

  #lost(): void {
    this.#answer?.fail(
      new BackendError(
        "502 Bad Gateway",
        "the FastCGI server closed the connection before its answer was whole",
      ),
      false,
    );
    this.#answer = undefined;
    this.#writable();
    this.#socket.destroy();
  }
}

/**
 * Connects to a backend. Rejects with a BackendError when nobody accepts within `timeout` milliseconds (0 is no limit),
 * and with a RequestError when the client leaves meanwhile.
 */
export function openConnection(
  place: BackendAddress,
  timeout: number,
  signal: AbortSignal,
): Promise<BackendConnection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...place, noDelay: true });
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", leave);
      socket.off("error", refused);
    };
    const fail = (failure: Error) => {
      end();
      socket.on("error", () => {});
      socket.destroy();
      reject(failure);
    };
    const late = () =>
      fail(new BackendError("504 Gateway Timeout", `the FastCGI server did not accept for ${timeout} ms`));
    const leave = () => fail(clientLeft());
    const refused = (error: NodeJS.ErrnoException) => {
      // A Unix socket says EAGAIN where more wait than it bears.
      const status = error.code === "EAGAIN" ? "503 Service Unavailable" : "502 Bad Gateway";
      fail(new BackendError(status, `the FastCGI server cannot be reached: ${error.message}`));
    };
    const timer = timeout > 0 ? setTimeout(late, timeout) : undefined;
    signal.addEventListener("abort", leave, { once: true });
    socket.once("error", refused);
    socket.once("connect", () => {
      end();
      resolve(new BackendConnection(socket));
    });
    if (signal.aborted) leave();
  });
}
