import type { Worker } from "node:worker_threads";

/** What a thread is told that is to end. */
export const END = "end";

// A query that SQLite works on cannot be stopped, nor is it worth more of a person's time.
const PATIENCE_MILLISECONDS = 5000;

/**
 * Ends a thread that works with SQLite. It is told to, and terminated only when it does not: better-sqlite3 12 aborts the
 * whole process where SQLite reports an error, such as that the disk is full, in a thread that is being terminated.
 */
export async function endThread(worker: Worker): Promise<void> {
  if (worker.threadId === -1) return; // it has ended
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    worker.once("exit", () => resolve());
    worker.postMessage(END);
    timer = setTimeout(resolve, PATIENCE_MILLISECONDS);
  });
  clearTimeout(timer);
  await worker.terminate();
}
