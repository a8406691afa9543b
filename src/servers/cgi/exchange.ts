import { type Environ, type ErrorPage, type ErrorStream, RequestError } from "../../gateway/index.ts";
import type { ChunkSource } from "../../gateway/input.ts";
import { createEnvironOf } from "../../protocols/cgi/environ.ts";
import { formatCgiHead } from "../../protocols/cgi/head.ts";
import type { Variables } from "../../protocols/cgi/variables.ts";
import type { Head } from "../exchange/head.ts";
import type { SpareSignals } from "../exchange/spare-signals.ts";
import { Exchange } from "../exchange.ts";

/** Where a response in the form of CGI goes: the bytes that a web server reads. */
export interface Output {
  /** Takes bytes. A promise is resolved when the web server is ready for more. */
  write(bytes: Uint8Array): void | Promise<void>;
  /** Takes the last bytes. */
  end(bytes: Uint8Array): void;
  /** Ends in the middle of a response, in a way that tells the web server. */
  breakOff(): void;
}

/** What the servers of CGI, FastCGI and SCGI say of themselves and of how they are to be used. */
export interface CgiSettings {
  readonly errors: ErrorStream;
  readonly errorPage: ErrorPage;
  readonly multiprocess: boolean;
  readonly runOnce: boolean;
}

const NOTHING = new Uint8Array(0);

/** A request that a web server hands over as variables and bytes, and its response in the form of CGI (RFC 3875). */
export class CgiExchange extends Exchange {
  readonly #variables: Variables;
  readonly #source: ChunkSource;
  readonly #output: Output;
  readonly #settings: CgiSettings;
  /** Bytes of the body that are still to come; infinite where the source itself knows its end. */
  #missing = 0;
  #head: Uint8Array | undefined;
  #headSent = false;

  /**
   * `source` gives the bytes of the body, which need not end behind it: no more are asked for than CONTENT_LENGTH says.
   * Where there is none, there is no body, unless the source itself ends where the body does.
   */
  constructor(
    variables: Variables,
    source: ChunkSource,
    output: Output,
    settings: CgiSettings,
    sourceEnds = false,
    signals?: SpareSignals,
  ) {
    super(signals);
    this.#variables = variables;
    this.#source = source;
    this.#output = output;
    this.#settings = settings;
    if (sourceEnds && !variables.get("CONTENT_LENGTH")) this.#missing = Number.POSITIVE_INFINITY;
  }

  get method(): string {
    return this.#variables.get("REQUEST_METHOD") ?? "";
  }
  get errors(): ErrorStream {
    return this.#settings.errors;
  }
  get errorPage(): ErrorPage {
    return this.#settings.errorPage;
  }
  get headSent(): boolean {
    return this.#headSent;
  }

  createEnviron(): Environ {
    const environ = createEnvironOf(this.#variables, {
      input: this.input,
      errors: this.errors,
      signal: this.signal,
      multithread: false,
      multiprocess: this.#settings.multiprocess,
      runOnce: this.#settings.runOnce,
    });
    this.#missing ||= Number(environ.CONTENT_LENGTH ?? "0");
    return environ;
  }

  writeHead(status: string, { fields }: Head, length?: number): void {
    const all = length === undefined ? fields : [...fields, "Content-Length", String(length)];
    this.#head = formatCgiHead(status, all); // goes out with the first bytes of the body
    this.#headSent = true;
  }

  write(chunk: Uint8Array): void | Promise<void> {
    return this.#output.write(this.#withHead(chunk));
  }

  finish(chunk: Uint8Array = NOTHING): void {
    this.#output.end(this.#withHead(chunk));
  }

  breakOff(): void {
    this.#output.breakOff();
  }

  #withHead(chunk: Uint8Array): Uint8Array {
    const head = this.#head;
    this.#head = undefined;
    return head === undefined ? chunk : Buffer.concat([head, chunk]);
  }

  protected async nextChunk(): Promise<Uint8Array | undefined> {
    if (this.failure) throw this.failure;
    if (this.#missing === 0) return undefined;
    const chunk = await this.#source();
    if (this.failure) throw this.failure;
    if (chunk === undefined) {
      if (this.#missing === Number.POSITIVE_INFINITY) return undefined;
      this.fail(new RequestError("400 Bad Request", "the body is shorter than its CONTENT_LENGTH"));
      throw this.failure;
    }
    const wanted = chunk.subarray(0, this.#missing);
    this.#missing -= wanted.length;
    return wanted;
  }
}
