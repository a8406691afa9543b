/** A thread of an IndexerThread, with a database of its own, which is copied when it is done. */
import { parentPort, workerData } from "node:worker_threads";
import { openDraft } from "../draft.ts";
import { END } from "../end-thread.ts";
import { codeOf } from "../errors.ts";
import { unpackBooks } from "../import/packed-books.ts";
import type { Database } from "../sqlite.ts";
import { Indexer, writeHalf } from "./indexer.ts";
import type { Request } from "./indexer-thread.ts";
import { writeSounds } from "./sounds.ts";

const { file, folder } = workerData;

// Opened by the first request, so that what is wrong with them is answered as any other problem.
let database: Database | undefined;
let indexer: Indexer | undefined;

function openDatabase(): Database {
  const opened = openDraft(file);
  opened.exec("BEGIN");
  return opened;
}

async function answer(request: Request): Promise<object> {
  database ??= openDatabase();
  if (request.ask !== "write") indexer ??= new Indexer(database, folder);
  switch (request.ask) {
    case "add": {
      let record = request.first;
      for (const book of unpackBooks(request.books)) indexer?.add(record++, book);
      return {};
    }
    case "find duplicates":
      return { firsts: indexer?.findDuplicates(request.count)?.buffer };
    case "arrange": {
      const arrangement = await indexer?.arrange(new Uint32Array(request.ids), request.last, step);
      indexer?.close();
      indexer = undefined; // it holds what is no longer needed
      return { arrangement };
    }
    case "write": {
      const { arrangement, half } = request;
      await writeHalf(database, arrangement, half, step);
      writeSounds(database, arrangement.meetings.length);
      database.exec("COMMIT");
      database.close();
      return {};
    }
  }
}

async function step(share: number): Promise<void> {
  parentPort?.postMessage({ share });
  await new Promise((resolve) => setImmediate(resolve)); // lets the thread hear that it is to end
}

let before: Promise<unknown> = Promise.resolve();
parentPort?.on("message", (request: Request | typeof END) => {
  if (request === END) process.exit();
  before = before.then(async () => {
    try {
      parentPort?.postMessage({ answer: await answer(request) });
    } catch (error) {
      // An error loses its code on its way, by which a full disk is told from a fault.
      const message = error instanceof Error ? error.message : String(error);
      parentPort?.postMessage({ problem: message, code: codeOf(error) });
    }
  });
});
