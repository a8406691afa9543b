/**
 * The thread of a ReaderThread. It reads ahead: a number that comes in says how many readings more may go out. The
 * books go packed.
 */
import { parentPort, workerData } from "node:worker_threads";
import { END } from "../end-thread.ts";
import { CatalogueError } from "../errors.ts";
import { packBooks } from "./packed-books.ts";
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
    parentPort?.postMessage({ batch: { ...batch, books: [] }, bytesRead, packed: packBooks(batch.books) });
  }
  await reader.close();
  parentPort?.postMessage({ end: true });
} catch (error) {
  // An error loses its class on its way.
  if (!(error instanceof CatalogueError)) throw error;
  parentPort?.postMessage({ problem: error.message });
}
parentPort?.close();
