import { Worker } from "node:worker_threads";
import { endThread } from "../end-thread.ts";
import { CatalogueError } from "../errors.ts";
import { unpackBooks } from "./packed-books.ts";
import type { Opened, Reading, ReadingOptions } from "./reader.ts";

const WORKER = new URL("./reader-worker.js", import.meta.url);

// How many readings may wait here.
const AHEAD = 4;

type Message =
  | { readonly opened: Opened }
  | Required<Reading>
  | { readonly end: true }
  | { readonly problem: string };

/** A Reader in a thread of its own: reading takes as long as writing, and beside it. */
export class ReaderThread {
  readonly #worker: Worker;
  readonly #messages: Message[] = [];
  #failure: Error | undefined;
  #wake = () => {};
  #opened: Opened | undefined;

  private constructor(files: readonly string[], options: ReadingOptions, signal?: AbortSignal) {
    this.#worker = new Worker(WORKER, { workerData: { files, options }, execArgv: [] });
    this.#worker.on("message", (message: Message) => {
      this.#messages.push(message);
      this.#wake();
    });
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error("the thread that reads ended early")));
    // Who waits for standard input may be told to stop before anything comes.
    signal?.addEventListener("abort", () => this.#fail(signal.reason), { once: true });
    this.#worker.postMessage(AHEAD);
  }

  /** Opens the files. Throws a CatalogueError that says which cannot be read, and why; or the signal's reason. */
  static async open(
    files: readonly string[],
    options: ReadingOptions,
    signal?: AbortSignal,
  ): Promise<ReaderThread> {
    const thread = new ReaderThread(files, options, signal);
    try {
      const message = await thread.#message();
      if ("opened" in message) thread.#opened = message.opened;
      return thread;
    } catch (error) {
      await thread.close();
      throw error;
    }
  }

  get opened(): Opened {
    return this.#opened ?? { format: "", size: 0 };
  }

  async next(): Promise<Reading | undefined> {
    const message = await this.#message();
    if (!("packed" in message)) return undefined;
    this.#worker.postMessage(1);
    const { batch, bytesRead, packed } = message;
    return { batch: { ...batch, books: unpackBooks(packed) }, bytesRead, packed };
  }

  async close(): Promise<void> {
    await endThread(this.#worker);
  }

  async #message(): Promise<Message> {
    for (;;) {
      const message = this.#messages.shift();
      if (message && "problem" in message) throw new CatalogueError(message.problem);
      if (message) return message;
      if (this.#failure) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake();
  }
}
