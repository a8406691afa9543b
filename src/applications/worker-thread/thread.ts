import { Worker } from "node:worker_threads";
import type { Environ, ErrorStream, Response } from "../../gateway/index.ts";
import { Call, type CallOwner } from "./call.ts";
import type { FromThread, Parcel, PlainEnviron, ToThread } from "./messages.ts";
import { Outbox } from "./outbox.ts";
import { cloneable } from "./plain.ts";
import { ThreadFailure } from "./thread-failure.ts";

/** Which module runs in a thread, and how. */
export interface ThreadSettings {
  /** The module as it was named. */
  readonly name: string;
  /** Its URL. */
  readonly module: string;
  /** The longest that it may take for its answer, or for a chunk, in milliseconds; undefined for no limit. */
  readonly timeout: number | undefined;
  /** True when the thread is for one request. */
  readonly once: boolean;
}

const INSIDE = new URL(`./inside${import.meta.url.slice(-3)}`, import.meta.url).href;

// Node 20 reads no TypeScript, and in a thread not even where the process does. Its CommonJS is read by another hook.
// The package tsx need not be installed: later ones read it themselves.
const READERS = ["tsx/cjs/api", "tsx/esm/api"];
const TYPESCRIPT = /\.[cm]?tsx?$/;

const BOOT = `
const { readers, inside } = require("node:worker_threads").workerData;
(async () => {
  for (const reader of readers) (await import(reader)).register();
  await import(inside);
})();`;

/** Where a module of a package lies; nothing when it is not installed. */
function installed(name: string): readonly string[] {
  try {
    return [import.meta.resolve(name)];
  } catch {
    return [];
  }
}

/** A thread in which a module runs, seen from outside. */
export class Thread implements CallOwner {
  /** Resolved with the reason when the thread has ended. */
  readonly ended: Promise<ThreadFailure>;
  readonly #settings: ThreadSettings;
  readonly #worker: Worker;
  readonly #calls = new Map<number, Call>();
  readonly outbox = new Outbox<ToThread>((messages, transfer) => this.#send(messages, transfer));
  #lastId = 0;
  #loadedAt: number | undefined;
  #reason: ThreadFailure | undefined;
  /** What nobody in the thread has caught. */
  #crash: { readonly error: unknown } | undefined;
  /** Where the latest request reports its faults, for what is written when it has ended. */
  #errors: ErrorStream | undefined;

  constructor(settings: ThreadSettings) {
    this.#settings = settings;
    const typescript = TYPESCRIPT.test(INSIDE) || TYPESCRIPT.test(new URL(settings.module).pathname);
    const readers = typescript ? READERS.flatMap(installed) : [];
    const workerData = { inside: INSIDE, module: settings.module, readers };
    this.#worker = new Worker(BOOT, { eval: true, workerData });
    this.#worker.unref(); // the process need not stay for a thread that does nothing
    this.#worker.on("message", (parcel: Partial<Parcel> | null) => {
      for (const message of parcel?.["tsgi.messages"] ?? []) this.#receive(message);
    });
    this.#worker.on("error", (error) => {
      this.#crash ??= { error };
    });
    this.ended = new Promise((resolve) => {
      this.#worker.once("exit", (status) => {
        // An error overtakes the messages before it, such as that the module is loaded. By now they are all here.
        this.#reason ??= this.#crash
          ? this.#failure("failed", this.#crash.error)
          : this.#failure(`ended with status ${status}`);
        for (const call of this.#calls.values()) call.abandon(this.#reason);
        resolve(this.#reason);
      });
    });
  }

  /** How many requests run. */
  get load(): number {
    return this.#calls.size;
  }

  /** For how long it has been able to answer, in milliseconds. */
  get age(): number {
    return this.#loadedAt === undefined ? 0 : performance.now() - this.#loadedAt;
  }

  /** True when it ends, or has ended. */
  get ending(): boolean {
    return this.#reason !== undefined || this.#crash !== undefined;
  }

  /** Calls the application in the thread. */
  call(environ: Environ, copy: PlainEnviron): Promise<Response> {
    const id = ++this.#lastId;
    const call = new Call(id, environ, this);
    this.#errors = environ["tsgi.errors"];
    if (this.#calls.size === 0) this.#worker.ref();
    this.#calls.set(id, call);
    return call.start(copy);
  }

  /** The time for an answer does not run before the module is loaded. */
  get timeout(): number | undefined {
    return this.#loadedAt === undefined ? undefined : this.#settings.timeout;
  }

  /** Nothing more can come of the call `id`. */
  end(id: number): void {
    this.#calls.delete(id);
    if (this.#settings.once) this.#worker.terminate();
    else if (this.#calls.size === 0) this.#worker.unref();
  }

  /** A call took too long: the thread ends, for what it does cannot be stopped otherwise. */
  late(call: Call): void {
    const { name, timeout } = this.#settings;
    const what = `the thread of ${name} took longer than ${timeout} milliseconds`;
    call.abandon(new ThreadFailure("504 Gateway Timeout", what));
    this.terminate(
      new ThreadFailure("500 Internal Server Error", `${what} for another request, and was ended`),
    );
  }

  /** Ends the thread, whatever it does. `reason` is what running requests fail with. */
  async terminate(reason: ThreadFailure): Promise<void> {
    this.#reason ??= reason;
    await this.#worker.terminate();
  }

  #send(messages: readonly ToThread[], transfer: ArrayBuffer[]): void {
    try {
      this.#worker.postMessage(messages, transfer);
    } catch {
      const fit = messages.map((message) =>
        message.type === "request" ? { ...message, environ: cloneable(message.environ) } : message,
      );
      this.#worker.postMessage(fit, transfer);
    }
  }

  #receive(message: FromThread): void {
    if (message.type === "ready") {
      this.#loadedAt = performance.now();
      for (const call of this.#calls.values()) call.watch();
      return;
    }
    const call = this.#calls.get(message.id);
    if (call) call.receive(message);
    else if (message.type === "errors") this.#errors?.write(message.text);
  }

  #failure(what: string, cause?: unknown): ThreadFailure {
    const { name } = this.#settings;
    return this.#loadedAt !== undefined
      ? new ThreadFailure("500 Internal Server Error", `the thread of ${name} ${what}`, cause)
      : new ThreadFailure(
          "503 Service Unavailable",
          `the module ${name} does not load: its thread ${what}`,
          cause,
        );
  }
}
