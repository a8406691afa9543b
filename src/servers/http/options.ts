import { type Environ, type ErrorPage, type ErrorStream, plainErrorPage } from "../../gateway/index.ts";
import type { AccessEntry } from "../../protocols/log-line.ts";
import { settingsOf } from "../settings.ts";
import { standardError } from "../standard-error.ts";

/**
 * How an HTTP server listens, what it bears and how long it waits. Sizes are bytes, times milliseconds; a time of 0 is
 * no limit, but for `shutdownTimeout`.
 */
export interface HttpOptions {
  /** The name or address to listen on; "localhost" unless given, which is 127.0.0.1. */
  readonly host?: string;
  /** The port, 0 for any free one, which is the default. */
  readonly port?: number;
  /** The path of a Unix socket, in place of host and port. One that a dead server left behind is replaced. */
  readonly path?: string;
  /** The mode of the Unix socket, such as 0o660 for this user and its group; what the umask leaves unless given. */
  readonly mode?: number;
  /** The longest request line; a longer one gets 414. 8 KiB. */
  readonly maxRequestLine?: number;
  /** The longest head, request line and fields; a longer one gets 431. 16 KiB. */
  readonly maxHead?: number;
  /** The most fields of a request; more get 431. 100. */
  readonly maxFields?: number;
  /** The longest request body; a longer one gets 413. 1 MiB. */
  readonly maxBody?: number;
  /** The most connections at once; one more gets 503. 1,000. */
  readonly maxConnections?: number;
  /** Until the head of a request must be there; then 408. 10 s. */
  readonly headTimeout?: number;
  /** Until the whole request must be there, body included; then 408. 60 s. */
  readonly requestTimeout?: number;
  /** Until an idle connection is closed. 5 s. */
  readonly keepAliveTimeout?: number;
  /** How long a client may leave a response unread, and say nothing, before its connection is closed. 30 s. */
  readonly sendTimeout?: number;
  /** How long `close()` waits for running requests. 10 s. */
  readonly shutdownTimeout?: number;
  /** True when other processes serve the same application. */
  readonly multiprocess?: boolean;
  /** Where faults are reported; standard error unless given. */
  readonly errors?: ErrorStream;
  /** Called when a response has ended, with the environ that was made of its request, where that was good for one. */
  readonly log?: (entry: AccessEntry, environ?: Environ) => void;
  /** What is answered where the application cannot. */
  readonly errorPage?: ErrorPage;
}

type Place = "path" | "mode";

export type HttpSettings = Required<Omit<HttpOptions, Place>> & Pick<HttpOptions, Place>;

const DEFAULTS: HttpSettings = {
  host: "localhost",
  port: 0,
  maxRequestLine: 8 * 1024,
  maxHead: 16 * 1024,
  maxFields: 100,
  maxBody: 1024 * 1024,
  maxConnections: 1000,
  headTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 5_000,
  sendTimeout: 30_000,
  shutdownTimeout: 10_000,
  multiprocess: false,
  errors: standardError,
  log: () => {},
  errorPage: plainErrorPage,
};

/** The options with the defaults for what is not given. Throws a RangeError for a number that makes no sense. */
export function settings(options: HttpOptions): HttpSettings {
  return settingsOf(DEFAULTS, options);
}
