/** The thread of a RecordThread: chunks of a CSV file come in, their records go out. No chunk at all is the end. */
import { Buffer } from "node:buffer";
import { parentPort, workerData } from "node:worker_threads";
import { RecordReader } from "./records.ts";

const reader = new RecordReader(workerData);

parentPort?.on("message", (chunk: Uint8Array | null) => {
  const rows = chunk ? reader.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)) : reader.end();
  parentPort?.postMessage(rows);
});
