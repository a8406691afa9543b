import { setTimeout as delay } from "node:timers/promises";
import { type Environ, RequestError } from "../../gateway/index.ts";
import { Thread, type ThreadSettings } from "./thread.ts";
import { ThreadFailure } from "./thread-failure.ts";

/** Where the thread of a request comes from. */
export interface Threads {
  /** Gives a request its thread. Throws a ThreadFailure, or rejects with one, when there is none. */
  take(environ: Environ): Thread | Promise<Thread>;
  /** Ends all threads. */
  close(): Promise<void>;
}

const UNAVAILABLE = "503 Service Unavailable";

const CLOSED = new ThreadFailure(UNAVAILABLE, "the threads are closed");
const ENDING = new ThreadFailure(UNAVAILABLE, "all threads are being ended");

// A thread that ends earlier than this, counted from when it had loaded, is replaced only after a pause, which doubles
// each time. Milliseconds.
const YOUNG = 1000;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;

/** A number of threads that stay. One that ends is replaced. */
export class Pool implements Threads {
  readonly #threads = new Set<Thread>();
  readonly #closing = new AbortController();
  #lastReason = ENDING;

  constructor(settings: ThreadSettings, count: number) {
    for (let index = 0; index < count; index++) this.#keepOne(settings);
  }

  /**
   * The thread on which the fewest requests run. Where there is none, the reason is why the last one ended; but the
   * status is not the 500 of those that ran in it, for this request has not begun and may be sent again.
   */
  take(): Thread {
    let least: Thread | undefined;
    for (const thread of this.#threads) {
      if (!thread.ending && (!least || thread.load < least.load)) least = thread;
    }
    if (this.#closing.signal.aborted) throw CLOSED;
    if (!least) {
      const { message, cause } = this.#lastReason;
      throw new ThreadFailure(UNAVAILABLE, message, cause);
    }
    return least;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(Array.from(this.#threads, (thread) => thread.terminate(CLOSED)));
  }

  async #keepOne(settings: ThreadSettings): Promise<void> {
    const { signal } = this.#closing;
    for (let pause = FIRST_PAUSE; !signal.aborted; ) {
      const thread = new Thread(settings);
      this.#threads.add(thread);
      this.#lastReason = await thread.ended;
      this.#threads.delete(thread);
      if (thread.age >= YOUNG) {
        pause = FIRST_PAUSE;
      } else {
        await delay(pause, undefined, { ref: false, signal }).catch(() => {}); // closed meanwhile
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    }
  }
}

// A thread costs some megabytes, and a crowd of clients must not cost more than there is.
const MOST_AT_ONCE = 32;

/** A thread for each request, which ends with its response. When there are many, the next request waits for its turn. */
export class ThreadEach implements Threads {
  readonly #settings: ThreadSettings;
  readonly #most: number;
  readonly #threads = new Set<Thread>();
  readonly #waiting: (() => void)[] = [];
  #closed = false;

  constructor(settings: ThreadSettings, most: number = MOST_AT_ONCE) {
    this.#settings = settings;
    this.#most = most;
  }

  async take(environ: Environ): Promise<Thread> {
    while (this.#threads.size >= this.#most && !this.#closed) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#closed) throw CLOSED;
    if (environ["tsgi.signal"].aborted) {
      this.#waiting.shift()?.();
      throw new RequestError(UNAVAILABLE, "the client left before it was its turn");
    }
    const thread = new Thread(this.#settings);
    this.#threads.add(thread);
    thread.ended.then(() => {
      this.#threads.delete(thread);
      this.#waiting.shift()?.();
    });
    return thread;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const wake of this.#waiting) wake();
    await Promise.all(Array.from(this.#threads, (thread) => thread.terminate(CLOSED)));
  }
}
