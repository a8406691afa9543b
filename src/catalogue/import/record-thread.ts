import type { Buffer } from "node:buffer";
import { Worker } from "node:worker_threads";
import type { Format } from "./format.ts";
import type { Row } from "./records.ts";

const WORKER = new URL("./record-worker.js", import.meta.url);

/**
 * A RecordReader in a thread of its own. Parsing takes as long as all the rest of an import: beside it, a large file
 * takes little more than half the time.
 *
 * Chunks may be pushed before the records of those before have come.
 */
export class RecordThread {
  readonly #worker: Worker;
  readonly #waiting: { resolve: (rows: Row[]) => void; reject: (error: Error) => void }[] = [];
  #failure: Error | undefined;

  constructor(format: Pick<Format, "delimiter" | "lineEnd">) {
    this.#worker = new Worker(WORKER, { workerData: format, execArgv: [] });
    this.#worker.on("message", (rows: Row[]) => this.#waiting.shift()?.resolve(rows));
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error("the thread that reads the records ended early")));
  }

  /** The records that these bytes complete. The chunk may be used again once this returns. */
  push(chunk: Buffer): Promise<Row[]> {
    return this.#ask(new Uint8Array(chunk));
  }

  /** The records that the end of the file completes. */
  end(): Promise<Row[]> {
    return this.#ask(null);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(chunk: Uint8Array<ArrayBuffer> | null): Promise<Row[]> {
    if (this.#failure) return Promise.reject(this.#failure);
    const rows = new Promise<Row[]>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    rows.catch(() => {}); // whoever waits for it hears of a failure, and nobody may be waiting yet
    this.#worker.postMessage(chunk, chunk ? [chunk.buffer] : []);
    return rows;
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
