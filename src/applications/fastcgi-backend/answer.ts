import { StringDecoder } from "node:string_decoder";
import type { ErrorStream } from "../../gateway/index.ts";
import type { Ending } from "../../protocols/fastcgi/bodies.ts";
import {
  FCGI_CANT_MPX_CONN,
  FCGI_OVERLOADED,
  FCGI_REQUEST_COMPLETE,
} from "../../protocols/fastcgi/constants.ts";
import { Inflow } from "../../protocols/inflow.ts";
import { Patience } from "../patience.ts";
import { BackendError } from "./failure.ts";

/** What an answer asks of the connection over which it comes. */
export interface Source {
  /** True while the backend is not to blame for its silence: the client's body is waited for. */
  readonly awaitsClient: boolean;
  /** Reads on, or does not, as much waits to be taken, in bytes. */
  regulate(held: number): void;
  /** Ends the connection: nobody wants the rest. */
  destroy(): void;
}

/** What comes to stderr is reported line by line, unless a line is longer, in characters. */
const LONGEST_LINE = 64 * 1024;

const ENDED = { done: true, value: undefined } as const;

/** The answer of a backend to one request: the chunks of its stdout. Its stderr goes to the error stream. */
export class Answer implements AsyncIterator<Uint8Array> {
  /** Resolved with the first byte, or when there will be none; with false when the connection was dead. */
  readonly begun: Promise<boolean>;
  /** Resolved when nothing more will come. */
  readonly over: Promise<void>;
  readonly #source: Source;
  readonly #errors: ErrorStream;
  readonly #timeout: number;
  readonly #patience: Patience;
  readonly #stdout = new Inflow(() => this.#source.regulate(this.#stdout.held));
  readonly #stderr = new StringDecoder("utf8");
  /** What came to stderr behind its last line end. */
  #line = "";
  #ended = false;
  #begin: (alive: boolean) => void = () => {};
  #finish: () => void = () => {};

  /** `timeout` is how long the backend may be silent while somebody waits, in milliseconds; 0 is no limit. */
  constructor(source: Source, errors: ErrorStream, timeout: number) {
    this.#source = source;
    this.#errors = errors;
    this.#timeout = timeout;
    this.#patience = new Patience(
      timeout,
      () => source.awaitsClient,
      () => this.#silent(),
    );
    this.begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
    this.over = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  /** Something moves on the connection. */
  moves(): void {
    this.#patience.renew();
  }

  /** The first byte has come. */
  begins(): void {
    this.#begin(true);
  }

  takeStdout(content: Uint8Array): void {
    this.#stdout.push(content);
  }

  takeStderr(content: Uint8Array): void {
    const text = this.#line + this.#stderr.write(content);
    const end = text.length > LONGEST_LINE ? text.length : text.lastIndexOf("\n") + 1;
    this.#line = text.slice(end);
    if (end > 0) this.#errors.write(text.slice(0, end));
  }

  /** The backend has ended the request. */
  end({ protocolStatus }: Ending): void {
    if (protocolStatus === FCGI_REQUEST_COMPLETE) this.#end(undefined);
    else if (protocolStatus === FCGI_OVERLOADED || protocolStatus === FCGI_CANT_MPX_CONN) {
      this.#end(new BackendError("503 Service Unavailable", "the FastCGI server has too much to do"));
    } else this.#end(new BackendError("502 Bad Gateway", "the FastCGI server is no responder"));
  }

  /** The rest will not come. */
  fail(failure: Error, alive = true): void {
    this.#begin(alive);
    this.#end(failure);
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    this.#patience.begin();
    try {
      const value = await this.#stdout.next();
      return value === undefined ? ENDED : { done: false, value };
    } finally {
      this.#patience.end();
    }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    if (!this.#ended) this.#source.destroy();
    this.#stdout.drop();
    return ENDED;
  }

  #silent(): void {
    this.fail(
      new BackendError("504 Gateway Timeout", `the FastCGI server was silent for ${this.#timeout} ms`),
    );
    this.#source.destroy();
  }

  #end(failure: Error | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stdout.end(failure);
    const rest = this.#line + this.#stderr.end();
    if (rest !== "") this.#errors.write(`${rest}\n`);
    this.#finish();
  }
}
