import cluster from "node:cluster";
import { setTimeout as delay } from "node:timers/promises";
import type { ErrorStream } from "../../gateway/index.ts";
import { Child, type Listening } from "./child.ts";
import { GRACE } from "./messages.ts";

// A process that ends earlier than this is replaced only after a pause, which doubles each time. Milliseconds.
const YOUNG = 1000;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;

/** The processes that serve on one port, as many as there should be. */
export class Family {
  readonly #children = new Set<Child>();
  readonly #errors: ErrorStream;
  readonly #patience: number;
  readonly #closing = new AbortController();
  #closed: Promise<void> | undefined;
  /** The port that a process is told to ask for: 0 as long as one lives that got the chosen one so. */
  #port: number;
  #chosen: number | undefined;
  #renewal: Promise<void> = Promise.resolve();
  #renewalWaits = false;

  /** `shutdownTimeout` is how long a process may take for running requests when it stops, in milliseconds. */
  constructor(port: number, shutdownTimeout: number, errors: ErrorStream) {
    this.#port = port;
    this.#patience = shutdownTimeout + 2 * GRACE; // it is to end by itself, if it can
    this.#errors = errors;
  }

  /** Resolves when all of them listen, or were tried; rejects when the first one cannot. */
  async start(count: number): Promise<Listening> {
    // Each accepts for itself: what comes is not lost with a process that ends before it has taken it.
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    process.on("exit", this.#killAll);
    process.on("SIGHUP", this.#renew);
    const first = this.#fork();
    const listening = await first.listening;
    this.#chosen = listening.port;
    const others = Array.from({ length: count - 1 }, () => this.#fork());
    for (const child of [first, ...others]) this.#keep(child);
    await Promise.allSettled(others.map((other) => other.listening));
    return listening;
  }

  /** Has all of them finish what runs, and end. Called again, ends them at once. */
  close(): Promise<void> {
    if (this.#closed) this.#killAll();
    this.#closed ??= this.#stopAll();
    return this.#closed;
  }

  async #stopAll(): Promise<void> {
    this.#closing.abort();
    await Promise.all(Array.from(this.#children, (child) => child.stop(this.#patience)));
    process.off("exit", this.#killAll);
    process.off("SIGHUP", this.#renew);
  }

  readonly #killAll = () => {
    for (const child of this.#children) child.kill();
  };

  #fork(): Child {
    // Those that live share what they listen on, whatever number it was asked for with. When none does, it is gone.
    if (this.#children.size === 0) this.#port = this.#chosen ?? this.#port;
    const child = new Child(this.#port);
    this.#children.add(child);
    child.ended.then(() => this.#children.delete(child));
    child.listening.then(
      ({ port }) => {
        if (port === (this.#chosen ?? port)) return;
        this.#port = this.#chosen ?? port; // the last of the others ended while this one started
        child.kill();
      },
      () => {},
    );
    return child;
  }

  /** Replaces a process when it ends without having been told to, and its successors likewise. */
  async #keep(first: Child): Promise<void> {
    const { signal } = this.#closing;
    let pause = FIRST_PAUSE;
    for (let child = first; ; child = this.#fork()) {
      const how = await child.ended;
      if (child.stopping || signal.aborted) return;
      this.#errors.write(`A process ${how}; another one takes its place.\n`);
      if (child.age >= YOUNG) {
        pause = FIRST_PAUSE;
      } else {
        await delay(pause, undefined, { signal }).catch(() => {}); // closed meanwhile
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
      if (signal.aborted) return;
    }
  }

  /** Replaces all processes when those are replaced that are being replaced. One that is asked for twice is one. */
  readonly #renew = () => {
    if (this.#renewalWaits) return;
    this.#renewalWaits = true;
    this.#renewal = this.#renewal.then(() => {
      this.#renewalWaits = false;
      return this.#renewAll();
    });
  };

  async #renewAll(): Promise<void> {
    const old = Array.from(this.#children).filter((child) => child.listens && !child.stopping);
    for (const child of old) {
      if (this.#closed || !child.listens) continue;
      const successor = this.#fork();
      try {
        await successor.listening;
      } catch (error) {
        if (!this.#closed) this.#errors.write(`The processes stay as they are: ${messageOf(error)}.\n`);
        return;
      }
      // One that ended meanwhile has its successor already.
      if (!child.listens || this.#closed) {
        successor.stop(this.#patience);
      } else {
        this.#keep(successor);
        child.stop(this.#patience);
      }
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
