import { onTestFinished } from "vitest";
import type { Application } from "../../../src/gateway/index.ts";
import { type FastCgiOptions, type FastCgiServer, serveFastCgi } from "../../../src/servers/fastcgi.ts";
import { type CollectedErrors, collectErrors } from "../../support/errors.ts";
import { WebServer } from "./web-server.ts";

/** A FastCGI server of a test, and what it reported. */
export interface FastCgiServing {
  readonly server: FastCgiServer;
  readonly errors: CollectedErrors;
  /** A new connection to the server. */
  connect(): Promise<WebServer>;
  /** The same, over which this was sent. */
  send(...parts: readonly Uint8Array[]): Promise<WebServer>;
}

/** Serves on a free port of this machine, or where the options say, until the test is over. */
export async function servingFastCgi(
  application: Application,
  options: FastCgiOptions = {},
): Promise<FastCgiServing> {
  const errors = collectErrors();
  const webServers: WebServer[] = [];
  const server = await serveFastCgi(application, { errors, ...options });
  onTestFinished(async () => {
    for (const webServer of webServers) await webServer.destroy();
    await server.close();
  });
  const connect = async () => {
    const { port, path } = server;
    const to = path === undefined ? { port: port ?? 0, host: "127.0.0.1" } : { path };
    const webServer = await WebServer.connect(to);
    webServers.push(webServer);
    return webServer;
  };
  const send = async (...parts: readonly Uint8Array[]) => {
    const webServer = await connect();
    webServer.send(...parts);
    return webServer;
  };
  return { server, errors, connect, send };
}
