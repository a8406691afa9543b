import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { type Clients, clientsOf } from "./clients.ts";

/** A plain server of node:http that listens until the test is over. */
export interface Listening extends Clients {
  readonly port: number;
}

/** Listens on a free port of this machine. */
export async function listening(listener: RequestListener): Promise<Listening> {
  const server = createServer({ requireHostHeader: false }, listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const { connect, send, leave } = clientsOf(port);
  onTestFinished(async () => {
    await leave();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return { port, connect, send };
}
