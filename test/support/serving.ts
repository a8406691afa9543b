import { onTestFinished } from "vitest";
import type { Application } from "../../src/gateway/index.ts";
import { type AccessEntry, type HttpOptions, type HttpServer, serveHttp } from "../../src/servers/http.ts";
import { type Clients, clientsOf } from "./clients.ts";
import { type CollectedErrors, collectErrors } from "./errors.ts";

/** A server of a test, and what it reported. */
export interface Serving extends Clients {
  readonly server: HttpServer;
  readonly errors: CollectedErrors;
  readonly entries: readonly AccessEntry[];
}

/** Serves on a free port of this machine until the test is over; the connections made are ended then too. */
export async function serving(application: Application, options: HttpOptions = {}): Promise<Serving> {
  const errors = collectErrors();
  const entries: AccessEntry[] = [];
  const server = await serveHttp(application, { errors, log: (entry) => entries.push(entry), ...options });
  const { connect, send, leave } = clientsOf(server.port);
  onTestFinished(async () => {
    await leave();
    await server.close();
  });
  return { server, errors, entries, connect, send };
}
