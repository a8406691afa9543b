import { RawClient } from "./raw-client.ts";

/** What connects to a server of a test. */
export interface Clients {
  /** A new connection to the server. */
  connect(): Promise<RawClient>;
  /** The same, over which this was sent. */
  send(text: string): Promise<RawClient>;
}

/** Connects to a port of this machine; `leave()` ends all connections that were made. */
export function clientsOf(port: number): Clients & { leave(): Promise<void> } {
  const clients: RawClient[] = [];
  const connect = async () => {
    const client = await RawClient.connect(port);
    clients.push(client);
    return client;
  };
  const send = async (text: string) => {
    const client = await connect();
    await client.send(text);
    return client;
  };
  const leave = async () => {
    for (const client of clients) await client.destroy();
  };
  return { connect, send, leave };
}
