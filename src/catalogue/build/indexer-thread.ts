import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { endThread } from "../end-thread.ts";
import type { Database } from "../sqlite.ts";
import type { Step } from "./ordered-words.ts";

const WORKER = new URL("./indexer-worker.js", import.meta.url);

// How many batches of books may wait for the thread.
const WAITING = 4;

/** What the thread is asked. Books come as JSON, which is handed over in half the time of so many small objects. */
export type Request =
  | { readonly ask: "add"; readonly first: number; readonly books: string }
  | { readonly ask: "find duplicates"; readonly count: number }
  | { readonly ask: "write"; readonly ids: SharedArrayBuffer; readonly last: number };

interface Answer {
  readonly firsts?: SharedArrayBuffer;
}

type Message =
  | { readonly answer: Answer }
  | { readonly share: number }
  | { readonly problem: string; readonly code: string };

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** An Indexer in a thread of its own, with a database of its own: indexing takes as long as all the rest of a build. */
export class IndexerThread {
  readonly #file: string;
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #failure: Error | undefined;
  #share = 0;

  /** `folder` is for temporary files, the thread's database among them. */
  constructor(folder: string) {
    this.#file = join(folder, "index.sqlite");
    this.#worker = new Worker(WORKER, {
      workerData: { file: this.#file, folder },
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    });
    this.#worker.on("message", (message: Message) => this.#hear(message));
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error("the thread that indexes ended early")));
  }

  /** Adds records from `first` on, SourceBooks as JSON. Waits while too many are waiting. */
  async add(first: number, books: string): Promise<void> {
    if (this.#failure) throw this.#failure;
    const added = this.#ask({ ask: "add", first, books });
    added.catch(() => {}); // whoever asks next hears of it
    if (this.#waiting.length > WAITING) await added;
  }

  /** See Indexer. */
  async findDuplicates(count: number): Promise<Uint32Array | undefined> {
    const { firsts } = await this.#ask({ ask: "find duplicates", count });
    return firsts && new Uint32Array(firsts);
  }

  /** Writes the index, beside whatever else this thread does. `ids` are shared with the thread. */
  write(ids: Uint32Array<SharedArrayBuffer>, last: number): Promise<unknown> {
    return this.#ask({ ask: "write", ids: ids.buffer, last });
  }

  /** Copies the index into a database, when all of it is written. `step` is told how far that is. */
  async copy(written: Promise<unknown>, database: Database, step: Step): Promise<void> {
    let done = false;
    written.then(
      () => {
        done = true;
      },
      () => {
        done = true;
      },
    );
    while (!done) {
      await step(0.9 * this.#share);
      await Promise.race([written, new Promise((resolve) => setTimeout(resolve, 100))]);
    }
    await written;
    database.prepare("ATTACH ? AS written").run(this.#file);
    for (const [index, table] of ["words", "prefixes", "lists", "sounds"].entries()) {
      database.exec(`INSERT INTO main.${table} SELECT * FROM written.${table}`);
      await step(0.9 + 0.1 * (index / 4));
    }
    database.exec("DETACH written");
  }

  async close(): Promise<void> {
    await endThread(this.#worker);
  }

  #ask(request: Request): Promise<Answer> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  #hear(message: Message): void {
    if ("share" in message) this.#share = message.share;
    else if ("answer" in message) this.#waiting.shift()?.resolve(message.answer);
    else this.#fail(Object.assign(new Error(message.problem), { code: message.code }));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
