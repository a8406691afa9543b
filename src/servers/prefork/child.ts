import cluster, { type Worker } from "node:cluster";
import { type FromProcess, PORT_VARIABLE, STOP } from "./messages.ts";

/** Where a process listens. */
export interface Listening {
  readonly port: number;
  readonly url: string;
}

/** A process that serves, seen from the one that started it. */
export class Child {
  /** Resolves when it listens; rejects with the reason when it ends before. */
  readonly listening: Promise<Listening>;
  /** Resolves, when it has ended, to how it did: "ended with status 1", and why, if it said so. */
  readonly ended: Promise<string>;
  /** True when it was told to stop. */
  stopping = false;
  /** True while it listens. */
  listens = false;
  readonly #begun = performance.now();
  readonly #worker: Worker;

  constructor(port: number) {
    this.#worker = cluster.fork({ [PORT_VARIABLE]: String(port) });
    let reason: Error | undefined;
    this.ended = new Promise((resolve) => {
      const end = (how: string) => {
        this.listens = false;
        resolve(reason ? `${how}: ${reason.message}` : how);
      };
      this.#worker.once("exit", (status, signal) =>
        end(signal ? `was ended by ${signal}` : `ended with status ${status}`),
      );
      this.#worker.on("error", (error) => end(`could not be started: ${error.message}`));
    });
    this.listening = new Promise((resolve, reject) => {
      this.#worker.on("message", (message: FromProcess | null) => {
        if (typeof message !== "object" || message === null) return; // an application's own
        if ("listening" in message) {
          this.listens = true;
          resolve(message.listening);
        } else if ("failed" in message) {
          reason = errorOf(message.failed);
        }
      });
      this.ended.then((how) => reject(reason ?? new Error(`a process ${how} before it listened`)));
    });
    this.listening.catch(() => {}); // whoever started it may wait for its end only
  }

  /** How long it has lived, in milliseconds. */
  get age(): number {
    return performance.now() - this.#begun;
  }

  /**
   * Has it accept no more and finish what runs; ends it after `milliseconds`, and at once where it does not listen
   * yet.
   */
  async stop(milliseconds: number): Promise<void> {
    if (!this.listens) {
      this.kill();
    } else if (!this.stopping) {
      this.#worker.send(STOP, () => {}); // one that has just ended need not be told
      this.#worker.disconnect(); // closes what it listens on, and lets its connections be
    }
    this.stopping = true;
    const timer = setTimeout(() => this.kill(), milliseconds);
    await this.ended;
    clearTimeout(timer);
  }

  /** Ends it at once. */
  kill(): void {
    this.#worker.process.kill("SIGKILL");
  }
}

/** The error of another process. */
function errorOf({ message, stack }: { readonly message: string; readonly stack: string }): Error {
  const error = new Error(message);
  error.stack = stack;
  return error;
}
