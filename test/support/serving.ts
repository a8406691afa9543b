import { onTestFinished } from "vitest";
import type { Application } from "../../src/gateway/index.ts";
import type { AccessEntry } from "../../src/protocols/log-line.ts";
import { type HttpOptions, type HttpServer, serveHttp } from "../../src/servers/http.ts";
import { type CollectedErrors, collectErrors } from "./errors.ts";
import { RawClient } from "./raw-client.ts";

/** A server of a test, and what it reported. */
export interface Serving {
  readonly server: HttpServer;
  readonly errors: CollectedErrors;
  readonly entries: readonly AccessEntry[];
  /** A new connection to the server. */
  connect(): Promise<RawClient>;
}

/** Serves on a free port of this machine until the test is over; the connections made are ended then too. */
export async function serving(application: Application, options: HttpOptions = {}): Promise<Serving> {
  const errors = collectErrors();
  const entries: AccessEntry[] = [];
  const clients: RawClient[] = [];
  const server = await serveHttp(application, { errors, log: (entry) => entries.push(entry), ...options });
  onTestFinished(async () => {
    for (const client of clients) await client.destroy();
    await server.close();
  });
  return {
    server,
    errors,
    entries,
    connect: async () => {
      const client = await RawClient.connect(server.port);
      clients.push(client);
      return client;
    },
  };
}
