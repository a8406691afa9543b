import { BodyInput, type Environ, type ErrorPage, type ErrorStream } from "../gateway/index.ts";
import type { Head } from "./exchange/head.ts";
import type { SpareSignals } from "./exchange/spare-signals.ts";

/**
 * One request and its response, from the head's arrival to the last byte, whatever the wire: how a server tells
 * `run()` what was asked, and where the answer goes.
 */
export abstract class Exchange {
  /** The body of the request. */
  readonly input: BodyInput = new BodyInput(() => this.nextChunk());
  /** True where nobody else keeps a log of why the server refused a request: the error stream is told of it. */
  readonly tellsRefusals: boolean = false;
  /** Bytes of the response's body that were handed over to be sent. */
  sent = 0;
  #failure: Error | undefined;
  #gone = false;
  #leaving: Set<() => void> | undefined;
  #controller: AbortController | undefined;
  readonly #signals: SpareSignals | undefined;

  /** `signals` are those of its connection, if requests follow each other on one. */
  constructor(signals?: SpareSignals) {
    this.#signals = signals;
  }

  /** The method of the request, with its case. */
  abstract get method(): string;
  abstract get errors(): ErrorStream;
  /** What is answered where the application cannot. */
  abstract get errorPage(): ErrorPage;
  /** True when the head of the response is out, and no other can be sent. */
  abstract get headSent(): boolean;

  /** Makes the environ. Throws a RequestError for a request that is refused. */
  abstract createEnviron(): Environ;
  /** Hands the head over. `length` is the Content-Length to add, in bytes. */
  abstract writeHead(status: string, head: Head, length?: number): void;
  /** Hands a chunk of the body over. A promise is resolved when the client is ready for the next one. */
  abstract write(chunk: Uint8Array): void | Promise<void>;
  /** Ends the response, with a last chunk perhaps. */
  abstract finish(chunk?: Uint8Array): void;
  /** Ends the response in its middle, in a way that tells the client. */
  abstract breakOff(): void;
  /** The next chunk of the request's body, undefined at its end. Rejects with `failure` when the rest will not come. */
  protected abstract nextChunk(): Promise<Uint8Array | undefined>;

  /** The request failed before its body was read: what has not come yet is not waited for. */
  dropInput(): void {}

  /** Makes reading the request's body fail: the client left, or sent what is not well formed. */
  fail(failure: Error): void {
    this.#failure ??= failure;
  }

  /** The client left before its response was whole. */
  leave(): void {
    this.#gone = true;
    this.fail(new Error("the client left before its request was whole"));
    this.#controller?.abort(this.#failure);
    for (const left of this.#leaving ?? []) left();
  }

  /** Aborted when the client leaves. It is made when it is first asked for, as it costs more than most of a request. */
  get signal(): AbortSignal {
    this.#controller ??= this.#signals?.take() ?? new AbortController();
    if (this.#gone) this.#controller.abort(this.#failure);
    return this.#controller.signal;
  }

  /** The response has ended: the signal stays silent from now on, and may serve another request. */
  giveSignalBack(): void {
    if (this.#controller) this.#signals?.giveBack(this.#controller);
    this.#controller = undefined;
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** Why the rest of the request will not come: no fault of the application that meets it. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** What `promise` gives, or undefined as soon as the client leaves. */
  unlessGone<T>(promise: Promise<T>): Promise<T | undefined> {
    this.#leaving ??= new Set();
    const leaving = this.#leaving;
    return new Promise((resolve, reject) => {
      const left = () => resolve(undefined);
      if (this.#gone) left();
      leaving.add(left);
      const settled =
        <V>(settle: (value: V) => void) =>
        (value: V) => {
          leaving.delete(left);
          settle(value);
        };
      promise.then(settled(resolve), settled(reject));
    });
  }
}
