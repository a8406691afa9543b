import cluster from "node:cluster";
import { setTimeout as delay } from "node:timers/promises";
import type { HttpServer } from "../http.ts";
import { type FromProcess, GRACE, PORT_VARIABLE, STOP } from "./messages.ts";

/** The life of a process that serves: it listens, tells so, and stops when it is told to. Never resolves. */
export async function serving(serve: (port: number) => Promise<HttpServer>): Promise<never> {
  // Ctrl-C goes to every process of the terminal. The one that started this one says when to stop.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  const port = Number(process.env[PORT_VARIABLE]);
  delete process.env[PORT_VARIABLE]; // it is not for the application, nor for what that starts
  try {
    const server = await serve(port);
    process.on("message", (message) => {
      if (message === STOP) stop(server);
    });
    await tell({ listening: { port: server.port, url: server.url } });
  } catch (error) {
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    await tell({ failed: { message, stack } });
    process.exit(1);
  }
  return new Promise(() => {});
}

/** Finishes what runs, and ends. The process has stopped accepting when this is called, or is about to. */
async function stop(server: HttpServer): Promise<void> {
  await delay(GRACE);
  await server.close();
  process.exit(0);
}

function tell(message: FromProcess): Promise<void> {
  return new Promise((resolve) => {
    if (!cluster.worker?.isConnected()) resolve();
    else cluster.worker.send(message, () => resolve());
  });
}
