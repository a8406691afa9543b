import type { Application, ErrorPage } from "../gateway/index.ts";
import { serveFastCgi } from "../servers/fastcgi.ts";
import { type HttpOptions, serveHttp } from "../servers/http.ts";
import { serveScgi } from "../servers/scgi.ts";

/** What a server speaks on its port: HTTP with clients, or a protocol with a web server in front of it. */
export type Protocol = "http" | "fastcgi" | "scgi";

export const PROTOCOLS: readonly Protocol[] = ["http", "fastcgi", "scgi"];

/** What a server calls when a response has ended. */
export type Log = NonNullable<HttpOptions["log"]>;

/** Where and how to serve. */
export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** The path of a Unix socket, in place of host and port. */
  readonly path?: string;
  /** Called for each response on HTTP; other web servers keep a log of their own. */
  readonly log: Log;
  readonly errorPage: ErrorPage;
  /** True when other processes serve the same application. */
  readonly multiprocess: boolean;
}

/** A server that listens, whatever it speaks. */
export interface RunningServer {
  readonly port?: number;
  /** The address for a browser, where there is one. */
  readonly url?: string;
  close(): Promise<void>;
}

/** Serves an application in a protocol. Rejects with the system's error when it cannot listen. */
export function serveProtocol(
  protocol: Protocol,
  application: Application,
  options: ServeOptions,
): Promise<RunningServer> {
  switch (protocol) {
    case "http":
      return serveHttp(application, options);
    case "fastcgi":
      return serveFastCgi(application, options);
    case "scgi":
      return serveScgi(application, options);
  }
}
