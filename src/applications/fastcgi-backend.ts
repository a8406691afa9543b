import { type Application, type Environ, forward, RequestError } from "../gateway/index.ts";
import { variablesOf } from "../protocols/cgi/variables.ts";
import { formatPairs } from "../protocols/fastcgi/pairs.ts";
import { parseAddress } from "./backend-address.ts";
import { cgiResponse } from "./cgi-response.ts";
import { BackendError } from "./fastcgi-backend/failure.ts";
import { Pool } from "./fastcgi-backend/pool.ts";
import { givenVariables, type VariablesOption } from "./given-variables.ts";
import { checkTimes } from "./patience.ts";
import { requestBody } from "./request-body.ts";

export { phpScripts } from "./fastcgi-backend/php-scripts.ts";

/** How a FastCGI server is spoken to. Times are milliseconds. */
export interface FastCgiBackendOptions {
  /** Variables besides those of CGI, such as SCRIPT_FILENAME. */
  readonly variables?: VariablesOption;
  /** The most connections at once; who needs one more waits. 32; for PHP-FPM best as many as it has processes. */
  readonly maxConnections?: number;
  /**
   * The most requests at once on one connection. 1, as nearly all FastCGI servers bear no more; `serveFastCgi()` does,
   * up to its own `maxRequests`. Where a request has a body, and where an answer is long or waits for its client, others
   * go over another connection.
   */
  readonly maxRequests?: number;
  /** Until a connection must be accepted, 0 is no limit; then 504. 5 s. */
  readonly connectTimeout?: number;
  /**
   * How long the backend may be silent while it is its turn, 0 is no limit; then 504. It may go on for as long with an
   * answer that nobody wants the rest of, as that to HEAD. 60 s.
   */
  readonly timeout?: number;
  /**
   * How long a connection is kept for further requests, from when it is opened; 0 keeps none. For PHP-FPM it takes a
   * process, so that requests from elsewhere may wait as long. 1 s.
   */
  readonly keepAliveTimeout?: number;
}

/** As many as there are numbers for them on a connection (FastCGI 1.0 §3.3). */
const MOST_REQUESTS = 0xffff;

/**
 * Hands each request to a FastCGI server, such as PHP-FPM, which answers it as a responder.
 *
 * `address` is "host:port", "unix:/path", or a path that has a "/" or ends in ".sock". What the backend writes to stderr
 * goes to the error stream. When the client leaves, its request is ended, and the connection where it was alone. A kept
 * connection that turns out dead is replaced by a new one.
 *
 * Throws a RequestError: 502 where the backend cannot be reached or its answer is no response, 503 where it has too
 * much to do, 504 where it takes too long. A backend that fails in the middle of a body makes the body fail. Throws a
 * RangeError for an address that is none, and for an option that makes no sense.
 *
 * @example fastcgiBackend("unix:/run/php/php-fpm.sock", { variables: phpScripts("/srv/www") })
 */
export function fastcgiBackend(address: string, options: FastCgiBackendOptions = {}): Application {
  const { variables = {}, maxConnections = 32, connectTimeout = 5000, timeout = 60_000 } = options;
  const { maxRequests = 1, keepAliveTimeout = 1000 } = options;
  checkTimes({ connectTimeout, timeout, keepAliveTimeout });
  checkCount("maxConnections", maxConnections, Number.MAX_SAFE_INTEGER);
  checkCount("maxRequests", maxRequests, MOST_REQUESTS);
  const settings = { maxConnections, maxRequests, connectTimeout, timeout, keepAliveTimeout };
  const pool = new Pool(parseAddress(address), settings);
  const given = givenVariables(variables);

  return async (environ, startResponse) => {
    const { "tsgi.errors": errors, "tsgi.signal": signal } = environ;
    const body = await requestBody(environ);
    const all = variablesOf(environ, body.length);
    for (const [name, value] of given(environ)) all.set(name, value);
    const question = { ...body, params: formatPairs(all) };
    try {
      const repeatable = isRepeatable(environ, body.length);
      const answer = await pool.ask({ question, repeatable, errors, signal });
      return forward(await cgiResponse(environ, answer, timeout), startResponse);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      errors.write(`${error.name}: ${error.message} (${address})\n`);
      throw new RequestError(error.status, error.message);
    }
  };
}

/** True for a request that does no harm when it is asked twice, and has no body that would have to be kept for it. */
function isRepeatable({ REQUEST_METHOD: method }: Environ, length: number): boolean {
  return length === 0 && IDEMPOTENT.has(method);
}

/** RFC 9110 §9.2.2. */
const IDEMPOTENT: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"]);

function checkCount(name: string, count: number, most: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= most) return;
  throw new RangeError(`the option ${name} must be a whole number from 1 to ${most}, not ${count}`);
}
