import { StringDecoder } from "node:string_decoder";
import type { ErrorStream } from "../../gateway/index.ts";
import type { Ending } from "../../protocols/fastcgi/bodies.ts";
import {
  FCGI_CANT_MPX_CONN,
  FCGI_OVERLOADED,
  FCGI_REQUEST_COMPLETE,
} from "../../protocols/fastcgi/constants.ts";
import { Inflow } from "../../protocols/inflow.ts";
import type { CgiOutput } from "../cgi-response.ts";
import { Patience } from "../patience.ts";
import { BackendError } from "./failure.ts";

/** What an answer asks of the request that it answers. */
export interface Source {
  /** True while the backend is not to blame for its silence: the client's body is waited for. */
  readonly awaitsClient: boolean;
  /** So much of the answer waits to be taken now, in bytes. */
  holds(size: number): void;
  /** Nobody wants the rest. */
  abandon(): void;
}

/** What comes to stderr is reported line by line, unless a line is longer, in characters. */
const LONGEST_LINE = 64 * 1024;

const ENDED = { done: true, value: undefined } as const;

/** The answer of a backend to one request: the chunks of its stdout. Its stderr goes to the error stream. */
export class Answer implements CgiOutput {
  /** Resolved with the first record, or when there will be none; with false where the backend did not begin. */
  readonly begun: Promise<boolean>;
  /** True when it was asked over a kept connection, which may be dead already. */
  readonly overKept: boolean;
  readonly #errors: ErrorStream;
  readonly #timeout: number;
  readonly #patience: Patience;
  readonly #stdout = new Inflow(() => this.#source?.holds(this.#stdout.held));
  #source: Source | undefined;
  #stderr: StringDecoder | undefined;
  /** What came to stderr behind its last line end. */
  #line = "";
  #reading = false;
  #ended = false;
  readonly #whenOver: (() => void)[] = [];
  #begin: (begun: boolean) => void = () => {};

  /** `timeout` is how long the backend may be silent while somebody waits, in milliseconds; 0 is no limit. */
  constructor(errors: ErrorStream, timeout: number, overKept: boolean) {
    this.overKept = overKept;
    this.#errors = errors;
    this.#timeout = timeout;
    this.#patience = new Patience(
      timeout,
      () => this.#source?.awaitsClient === true,
      () => this.#silent(),
    );
    this.begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
  }

  /** The request goes out: it is `source`, and its answer is waited for. */
  asked(source: Source): void {
    this.#source = source;
    this.#patience.begin();
  }

  /** Calls `told` when nothing more will come. */
  whenOver(told: () => void): void {
    if (this.#ended) told();
    else this.#whenOver.push(told);
  }

  /** Something moves on the connection. */
  moves(): void {
    this.#patience.renew();
  }

  takeStdout(content: Uint8Array): void {
    this.#begins(true);
    this.#stdout.push(content);
  }

  takeStderr(content: Uint8Array): void {
    this.#begins(true);
    this.#stderr ??= new StringDecoder("utf8");
    const text = this.#line + this.#stderr.write(content);
    const end = text.length > LONGEST_LINE ? text.length : text.lastIndexOf("\n") + 1;
    this.#line = text.slice(end);
    if (end > 0) this.#errors.write(text.slice(0, end));
  }

  /** The backend has ended the request. */
  end({ protocolStatus }: Ending): void {
    if (protocolStatus === FCGI_OVERLOADED || protocolStatus === FCGI_CANT_MPX_CONN) {
      this.fail(new BackendError("503 Service Unavailable", "the FastCGI server has too much to do"), false);
    } else if (protocolStatus === FCGI_REQUEST_COMPLETE) {
      this.#begins(true);
      this.#end(undefined);
    } else this.fail(new BackendError("502 Bad Gateway", "the FastCGI server is no responder"));
  }

  /** The rest will not come; `begun` is false where the backend may never have begun. */
  fail(failure: Error, begun = true): void {
    this.#begins(begun);
    this.#end(failure);
  }

  /** Nobody wants the rest. */
  abandon(failure: Error): void {
    this.fail(failure);
    this.#source?.abandon();
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    const waiting = this.#stdout.take();
    if (waiting) return { done: false, value: waiting };
    this.#reading = true;
    this.#patience.begin();
    try {
      const value = await this.#stdout.next();
      return value === undefined ? ENDED : { done: false, value };
    } finally {
      this.#reading = false;
      this.#patience.end();
    }
  }

  takeWhole(): readonly Uint8Array[] | undefined {
    return this.#stdout.takeWhole();
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    if (!this.#ended) {
      this.#source?.abandon();
      this.#end(undefined);
    }
    this.#stdout.drop();
    return ENDED;
  }

  #begins(begun: boolean): void {
    this.#begin(begun);
    if (!this.#reading) this.#patience.end();
  }

  #silent(): void {
    const message = `the FastCGI server was silent for ${this.#timeout} ms`;
    this.abandon(new BackendError("504 Gateway Timeout", message));
  }

  #end(failure: Error | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stdout.end(failure);
    const rest = this.#line + (this.#stderr?.end() ?? "");
    if (rest !== "") this.#errors.write(`${rest}\n`);
    for (const told of this.#whenOver) told();
  }
}
