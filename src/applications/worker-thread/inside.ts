import { parentPort, workerData } from "node:worker_threads";
import { type Application, applicationIn } from "../../gateway/index.ts";
import { Answer } from "./answer.ts";
import type { FromThread, Parcel, ToThread } from "./messages.ts";
import { Outbox } from "./outbox.ts";

/** What runs inside of the thread: loads the module, and answers what the server's side asks. */

const application = await load(workerData.module);
const answers = new Map<number, Answer>();
const outbox = new Outbox<FromThread>((messages, transfer) => {
  parentPort?.postMessage({ "tsgi.messages": messages } satisfies Parcel, transfer);
});

parentPort?.on("message", (messages: readonly ToThread[]) => {
  for (const message of messages) receive(message);
});
outbox.post({ type: "ready" });
outbox.flush(); // before the first request, which may be the end of the thread

function receive(message: ToThread): void {
  const { id } = message;
  if (message.type === "request") {
    const answer = new Answer(id, outbox, () => answers.delete(id));
    answers.set(id, answer);
    answer.run(application, message.environ);
  } else {
    answers.get(id)?.receive(message);
  }
}

async function load(module: string): Promise<Application> {
  const found = applicationIn(await import(module).catch(explained));
  if (found) return found.application;
  throw new Error('it exports no application: no function named "application" and no default one');
}

/** Says what helps where Node reads no TypeScript. */
function explained(error: NodeJS.ErrnoException): never {
  if (error.code !== "ERR_UNKNOWN_FILE_EXTENSION" || !/"\.[cm]?tsx?"/.test(error.message)) throw error;
  throw new Error(`this Node.js reads TypeScript with the package tsx: npm install tsx`, { cause: error });
}
