import { resumeAsync } from "../../gateway/body.ts";
import type { Environ, Response } from "../../gateway/index.ts";
import { packed, unpacked } from "./fault.ts";
import { copyOf, type FromThread, type InputMessage, type PlainEnviron, type ToThread } from "./messages.ts";
import type { Outbox } from "./outbox.ts";

/** What a call needs of its thread. */
export interface CallOwner {
  readonly outbox: Outbox<ToThread>;
  /** The longest that the thread may take for its answer, or for a chunk, in milliseconds; undefined for no limit. */
  readonly timeout: number | undefined;
  /** Nothing more can come of the call `id`. */
  end(id: number): void;
  /** The thread took longer for it. */
  late(call: Call): void;
}

type Step = IteratorResult<Uint8Array>;

interface Waiting<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

const ENDED = { done: true, value: undefined } as const;

/** One request to a thread, seen from the server's side. */
export class Call {
  readonly #id: number;
  readonly #environ: Environ;
  readonly #owner: CallOwner;
  /** Who waits for the answer, until it is there. */
  #answer: Waiting<Response> | undefined;
  /** Who waits for a chunk, or for the body to be closed. */
  readonly #steps = new Map<number, Waiting<Step>>();
  #lastStep = 0;
  #input: AsyncIterator<Uint8Array> | undefined;
  #inputFailure: unknown;
  /** True while the thread waits for a chunk of the request's body. */
  #reading = false;
  #over = false;
  /** Why the thread ended in the middle of the body. */
  #failure: Error | undefined;
  #clock: NodeJS.Timeout | undefined;

  constructor(id: number, environ: Environ, owner: CallOwner) {
    this.#id = id;
    this.#environ = environ;
    this.#owner = owner;
  }

  /**
   * Sends the request. Resolves to what the application answers, whose body must be run to its end or be closed;
   * rejects with what it throws.
   */
  start(environ: PlainEnviron): Promise<Response> {
    const signal = this.#environ["tsgi.signal"];
    this.#owner.outbox.post({ type: "request", id: this.#id, environ });
    signal.addEventListener("abort", this.#abort);
    if (signal.aborted) this.#abort();
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
      this.watch();
    });
  }

  /** Takes what the thread says of this request. */
  receive(message: FromThread): void {
    switch (message.type) {
      case "errors":
        this.#environ["tsgi.errors"].write(message.text);
        return;
      case "read":
        this.#reading = true;
        this.#read();
        break;
      case "response":
        this.#settle(message);
        this.#end();
        break;
      case "head":
        this.#settle({ ...message, body: this.#body(message.first) });
        break;
      case "step": {
        const { step, chunk } = message;
        const waiting = this.#taken(step);
        if (chunk === undefined) this.#end();
        waiting?.resolve(chunk === undefined ? ENDED : { done: false, value: chunk });
        break;
      }
      case "failed":
        this.#fail(unpacked(message.fault, this.#inputFailure), message.step);
        break;
    }
    this.watch();
  }

  /** Fails where the thread has ended, or is going to be. */
  abandon(error: Error): void {
    this.#failure = error;
    const [step] = this.#steps.keys();
    this.#fail(error, step);
  }

  readonly #abort = () => this.#owner.outbox.post({ type: "abort", id: this.#id });

  #settle({ status, headers, body }: Response): void {
    this.#answer?.resolve({ status, headers, body });
    this.#answer = undefined;
  }

  #fail(error: unknown, step: number | undefined): void {
    const waiting = step === undefined ? this.#answer : this.#taken(step);
    this.#answer = undefined;
    this.#end();
    waiting?.reject(error);
  }

  #taken(step: number): Waiting<Step> | undefined {
    const waiting = this.#steps.get(step);
    this.#steps.delete(step);
    return waiting;
  }

  /** Nothing more is asked, and nothing told. */
  #end(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#clock);
    this.#environ["tsgi.signal"].removeEventListener("abort", this.#abort);
    for (const waiting of this.#steps.values()) waiting.resolve(ENDED);
    this.#steps.clear();
    this.#owner.end(this.#id);
  }

  /** A body whose first chunk has come already. The thread is asked for the next one when the server wants it. */
  #body(first: Uint8Array): AsyncIterable<Uint8Array> {
    return resumeAsync(first, { next: () => this.#ask("next"), return: () => this.#ask("return") });
  }

  #ask(type: "next" | "return"): Promise<Step> {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure && type === "next") return Promise.reject(failure);
    if (this.#over) return Promise.resolve(ENDED);
    return new Promise((resolve, reject) => {
      this.#lastStep++;
      this.#steps.set(this.#lastStep, { resolve, reject });
      this.#owner.outbox.post({ type, id: this.#id, step: this.#lastStep });
      this.watch();
    });
  }

  /** Reads a chunk of the request's body for the thread. */
  async #read(): Promise<void> {
    const message = await this.#nextChunk();
    this.#reading = false;
    if (this.#over) return;
    const chunk = message.type === "input" ? message.chunk : undefined;
    this.#owner.outbox.post(message, chunk && [chunk]);
    this.watch();
  }

  async #nextChunk(): Promise<InputMessage> {
    const id = this.#id;
    try {
      this.#input ??= this.#environ["tsgi.input"][Symbol.asyncIterator]();
      const { done, value } = await this.#input.next();
      return { type: "input", id, chunk: done ? undefined : copyOf(value) };
    } catch (error) {
      this.#inputFailure = error;
      return { type: "input failed", id, fault: packed(error) };
    }
  }

  /** Runs the clock while the thread owes something and does not wait itself. */
  watch(): void {
    const { timeout } = this.#owner;
    if (timeout === undefined) return;
    clearTimeout(this.#clock);
    if (this.#over || this.#reading || (!this.#answer && this.#steps.size === 0)) return;
    this.#clock = setTimeout(() => this.#owner.late(this), timeout);
  }
}
