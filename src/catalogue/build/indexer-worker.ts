/** The thread of an IndexerThread: an Indexer over a database of its own, which is copied when it is done. */
import { parentPort, workerData } from "node:worker_threads";
import { END } from "../end-thread.ts";
import { codeOf } from "../errors.ts";
import { openDraft } from "./draft.ts";
import { Indexer } from "./indexer.ts";
import type { Request } from "./indexer-thread.ts";

const { file, folder } = workerData;

function open() {
  const database = openDraft(file);
  database.exec("BEGIN");
  return { database, indexer: new Indexer(database, folder) };
}

// Opened by the first request, so that what is wrong with it is answered as any other problem.
let opened: ReturnType<typeof open> | undefined;

async function answer(request: Request): Promise<object> {
  opened ??= open();
  const { database, indexer } = opened;
  switch (request.ask) {
    case "add": {
      let record = request.first;
      for (const book of JSON.parse(request.books)) indexer.add(record++, book);
      return {};
    }
    case "find duplicates":
      return { firsts: shared(indexer.findDuplicates(request.count)) };
    case "write": {
      const step = async (share: number) => {
        parentPort?.postMessage({ share });
        await new Promise((resolve) => setImmediate(resolve)); // lets the thread hear that it is to end
      };
      await indexer.write(new Uint32Array(request.ids), request.last, step);
      indexer.close();
      database.exec("COMMIT");
      database.close();
      return {};
    }
  }
}

function shared(numbers: Uint32Array | undefined): SharedArrayBuffer | undefined {
  if (numbers === undefined) return undefined;
  const copy = new SharedArrayBuffer(numbers.byteLength);
  new Uint32Array(copy).set(numbers);
  return copy;
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
