import { type ErrorPage, type ErrorStream, plainErrorPage } from "../../gateway/index.ts";
import type { SocketOptions } from "../listen-socket.ts";
import { settingsOf } from "../settings.ts";
import { standardError } from "../standard-error.ts";

/**
 * Where a FastCGI server listens, what it bears and how long it waits. Sizes are bytes, times milliseconds; a time of
 * 0 is no limit, but for `shutdownTimeout`.
 */
export interface FastCgiOptions extends SocketOptions {
  /**
   * The addresses of the web servers that may connect over TCP; any unless given. A process manager names them in
   * FCGI_WEB_SERVER_ADDRS, divided by commas, which counts where this is not given.
   */
  readonly webServers?: readonly string[];
  /** The longest variables of a request, names, values and lengths; longer ones get 431. 64 KiB. */
  readonly maxParams?: number;
  /** The most connections at once; one more is closed. 1,000. */
  readonly maxConnections?: number;
  /** The most requests at once on one connection; one more is refused. 1 is no multiplexing. 100. */
  readonly maxRequests?: number;
  /** Until a connection without a request is closed. Longer than the 60 s after which nginx closes it itself: 120 s. */
  readonly idleTimeout?: number;
  /**
   * How long a web server may stand still where it is its turn: in the middle of a record, of the variables or of a
   * body that is waited for, and with an answer unread. Then its connection is ended. 60 s.
   */
  readonly stallTimeout?: number;
  /** How long `close()` waits for running requests. 10 s. */
  readonly shutdownTimeout?: number;
  /** True when other processes serve the same application. */
  readonly multiprocess?: boolean;
  /** Where is reported what belongs to no request; standard error unless given. */
  readonly errors?: ErrorStream;
  /** What is answered where the application cannot. */
  readonly errorPage?: ErrorPage;
}

/** The options that are not about where to listen, with their defaults. */
export type FastCgiSettings = Required<Omit<FastCgiOptions, keyof SocketOptions | "webServers">>;

/** The most requests at once on one connection, unless told otherwise. */
export const MAX_REQUESTS = 100;

const DEFAULTS: FastCgiSettings = {
  maxParams: 64 * 1024,
  maxConnections: 1000,
  maxRequests: MAX_REQUESTS,
  idleTimeout: 120_000,
  stallTimeout: 60_000,
  shutdownTimeout: 10_000,
  multiprocess: false,
  errors: standardError,
  errorPage: plainErrorPage,
};

/** The options with the defaults for what is not given. Throws a RangeError for a number that makes no sense. */
export function settings(options: FastCgiOptions): FastCgiSettings {
  return settingsOf(DEFAULTS, options);
}
