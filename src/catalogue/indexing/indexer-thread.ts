import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { endThread } from "../end-thread.ts";
import type { PackedBooks } from "../import/packed-books.ts";
import type { Database } from "../sqlite.ts";
import type { Arrangement, Step } from "./arrangement.ts";
import type { Half } from "./ordered-words.ts";

const WORKER = new URL("./indexer-worker.js", import.meta.url);

// How many batches of books may wait for the thread.
const WAITING = 4;

/** What a thread is asked. */
export type Request =
  | { readonly ask: "add"; readonly first: number; readonly books: PackedBooks }
  | { readonly ask: "find duplicates"; readonly count: number }
  | { readonly ask: "arrange"; readonly ids: SharedArrayBuffer; readonly last: number }
  | { readonly ask: "write"; readonly arrangement: Arrangement; readonly half: Half };

interface Answer {
  readonly firsts?: SharedArrayBuffer;
  readonly arrangement?: Arrangement;
}

/**
 * An Indexer in a thread of its own, with a database of its own: indexing takes as long as all the rest of a build. Half of
 * the index is written by a second thread, for then nothing else is left to be done beside it.
 */
export class IndexerThread {
  readonly #folder: string;
  readonly #first: AskedThread;
  #second: AskedThread | undefined;
  #arranged = false;
  #isClosed = false;
  #written: Promise<void> = Promise.resolve();

  /** `folder` is for temporary files, the threads' databases among them. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#first = new AskedThread(folder, "index.sqlite");
  }

  /** Adds records from `first` on, in their order. Waits while too many are waiting. */
  async add(first: number, books: PackedBooks): Promise<void> {
    this.#first.check();
    const added = this.#first.ask({ ask: "add", first, books });
    added.catch(() => {}); // whoever asks next hears of it
    if (this.#first.waiting > WAITING) await added;
  }

  /** See Indexer. */
  async findDuplicates(count: number): Promise<Uint32Array<SharedArrayBuffer> | undefined> {
    const { firsts } = await this.#first.ask({ ask: "find duplicates", count });
    return firsts && new Uint32Array(firsts);
  }

  /** Begins to write the index, beside whatever else this thread does. `ids` are shared with the threads. */
  write(ids: Uint32Array<SharedArrayBuffer>, last: number): void {
    this.#written = this.#writeHalves(this.#first.ask({ ask: "arrange", ids: ids.buffer, last }));
    this.#written.catch(() => {}); // whoever copies it hears of it
  }

  /** Copies the index into a database, when all of it is written. `step` is told how far that is. */
  async copy(database: Database, step: Step): Promise<void> {
    let done = false;
    const end = () => {
      done = true;
    };
    this.#written.then(end, end);
    while (!done) {
      await step(0.9 * this.#share);
      await Promise.race([this.#written, new Promise((resolve) => setTimeout(resolve, 100))]);
    }
    await this.#written;
    database.prepare("ATTACH ? AS half_0").run(this.#first.file);
    database.prepare("ATTACH ? AS half_1").run(this.#second?.file);
    for (const [index, table] of ["words", "prefixes", "lists"].entries()) {
      database.exec(`INSERT INTO main.${table} SELECT * FROM half_0.${table}`);
      await step(0.9 + 0.025 * index);
      database.exec(`INSERT INTO main.${table} SELECT * FROM half_1.${table}`);
    }
    database.exec(
      "INSERT INTO main.sounds SELECT * FROM half_0.sounds UNION ALL SELECT * FROM half_1.sounds ORDER BY sound, books, word",
    );
    await step(1);
    database.exec("DETACH half_0; DETACH half_1");
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#first.close(), this.#second?.close()]);
  }

  async #writeHalves(arranged: Promise<Answer>): Promise<void> {
    const { arrangement } = await arranged;
    // A thread that begins only now would be ended by nobody.
    if (arrangement === undefined || this.#isClosed) throw new Error("the index is not wanted any more");
    this.#arranged = true;
    this.#second = new AskedThread(this.#folder, "index-2.sqlite");
    await Promise.all([
      this.#first.ask({ ask: "write", arrangement, half: 0 }),
      this.#second.ask({ ask: "write", arrangement, half: 1 }),
    ]);
  }

  get #share(): number {
    if (!this.#arranged) return 0.5 * this.#first.share;
    return 0.5 + 0.25 * (this.#first.share + (this.#second?.share ?? 0));
  }
}

type Message =
  | { readonly answer: Answer }
  | { readonly share: number }
  | { readonly problem: string; readonly code: string };

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that answers requests in their order. */
class AskedThread {
  readonly file: string;
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #failure: Error | undefined;
  #share = 0;

  constructor(folder: string, database: string) {
    this.file = join(folder, database);
    this.#worker = new Worker(WORKER, {
      workerData: { file: this.file, folder },
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    });
    this.#worker.on("message", (message: Message) => this.#hear(message));
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error("the thread that indexes ended early")));
  }

  /** How many requests are waiting. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** How far the thread is with what it does. */
  get share(): number {
    return this.#share;
  }

  /** Throws what went wrong, if anything did. */
  check(): void {
    if (this.#failure) throw this.#failure;
  }

  ask(request: Request): Promise<Answer> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#waiting.length === 0) this.#share = 0;
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  async close(): Promise<void> {
    await endThread(this.#worker);
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
