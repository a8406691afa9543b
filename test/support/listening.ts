import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { RawClient } from "./raw-client.ts";

/** A plain server of node:http that listens until the test is over. */
export interface Listening {
  readonly port: number;
  /** A new connection to the server. */
  connect(): Promise<RawClient>;
}

/** Listens on a free port of this machine. */
export async function listening(listener: RequestListener): Promise<Listening> {
  const clients: RawClient[] = [];
  const server = createServer({ requireHostHeader: false }, listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    for (const client of clients) await client.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    connect: async () => {
      const client = await RawClient.connect(port);
      clients.push(client);
      return client;
    },
  };
}
