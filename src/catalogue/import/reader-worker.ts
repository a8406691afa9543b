/**
 * The thread of a ReaderThread. It reads ahead: a number that comes in says how many readings more may go out. What was
 * read goes as JSON, which two threads hand over in half the time that a copy of so many small objects takes.
 */
import { parentPort, workerData } from "node:worker_threads";
import { END } from "../end-thread.ts";
import { CatalogueError } from "../errors.ts";
import { Reader } from "./reader.ts";

let allowed = 0;
let wake = () => {};
parentPort?.on("message", (more: number | typeof END) => {
  if (more === END) process.exit();
  allowed += more;
  wake();
});

try {
  const reader = await Reader.open(workerData.files, workerData.options);
  parentPort?.postMessage({ opened: reader.opened });
  for (;;) {
    while (allowed === 0) await new Promise<void>((resolve) => (wake = resolve));
    allowed--;
    const reading = await reader.next();
    if (reading === undefined) break;
    const { batch, bytesRead } = reading;
    parentPort?.postMessage({ batch: { ...batch, books: [] }, bytesRead, json: JSON.stringify(batch.books) });
  }
  await reader.close();
  parentPort?.postMessage({ end: true });
} catch (error) {
  // An error loses its class on its way.
  if (!(error instanceof CatalogueError)) throw error;
  parentPort?.postMessage({ problem: error.message });
}
parentPort?.close();
