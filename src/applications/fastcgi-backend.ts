import { Buffer } from "node:buffer";
import { type Application, type Environ, forward, RequestError } from "../gateway/index.ts";
import { variablesOf } from "../protocols/cgi/variables.ts";
import { formatPairs } from "../protocols/fastcgi/pairs.ts";
import { parseAddress } from "./backend-address.ts";
import { cgiResponse } from "./cgi-response.ts";
import { BackendError } from "./fastcgi-backend/failure.ts";
import { Pool } from "./fastcgi-backend/pool.ts";
import { requestBody } from "./request-body.ts";

/** Variables, by their names. */
export type GivenVariables = Readonly<Record<string, string>>;

/** How a FastCGI server is spoken to. Times are milliseconds. */
export interface FastCgiBackendOptions {
  /**
   * Variables besides those of CGI, such as SCRIPT_FILENAME; they win. UTF-8 text; or a function that makes them of the
   * environ, and gives latin-1 text as is there, one character a byte.
   */
  readonly variables?: GivenVariables | ((environ: Environ) => GivenVariables);
  /** The most connections at once; a request more waits. 32. */
  readonly maxConnections?: number;
  /** Until a connection must be accepted, 0 is no limit; then 504. 5 s. */
  readonly connectTimeout?: number;
  /** How long the backend may be silent while it is its turn, 0 is no limit; then 504. 60 s. */
  readonly timeout?: number;
  /** How long a connection is kept for the next request; 0 keeps none. 5 s. */
  readonly keepAliveTimeout?: number;
}

/**
 * Hands each request to a FastCGI server, such as PHP-FPM, which answers it as a responder.
 *
 * `address` is "host:port", "unix:/path" or a path. What the backend writes to stderr goes to the error stream. When
 * the client leaves, the connection is ended. A kept connection that turns out dead is replaced by a new one.
 *
 * Throws a RequestError: 502 where the backend cannot be reached or its answer is no response, 503 where it has too
 * much to do, 504 where it takes too long. A backend that fails in the middle of a body makes the body fail. Throws a
 * RangeError for an address that is none, and for an option that makes no sense.
 *
 * @example
 * fastcgiBackend("unix:/run/php/php-fpm.sock", {
 *   variables: ({ PATH_INFO }) => ({ SCRIPT_NAME: PATH_INFO, SCRIPT_FILENAME: `/srv/www${PATH_INFO}` }),
 * })
 */
export function fastcgiBackend(address: string, options: FastCgiBackendOptions = {}): Application {
  const { variables = {}, maxConnections = 32, connectTimeout = 5000, timeout = 60_000 } = options;
  const { keepAliveTimeout = 5000 } = options;
  for (const [name, value] of Object.entries({ connectTimeout, timeout, keepAliveTimeout })) {
    if (!(Number.isInteger(value) && value >= 0)) {
      throw new RangeError(`the option ${name} must be a whole number from 0 up, not ${value}`);
    }
  }
  const settings = { maxConnections, connectTimeout, timeout, keepAliveTimeout };
  const pool = new Pool(parseAddress(address), settings);
  const given = typeof variables === "function" ? variables : constant(variables);

  return async (environ, startResponse) => {
    const { "tsgi.errors": errors, "tsgi.signal": signal } = environ;
    const body = await requestBody(environ);
    const all = new Map([...variablesOf(environ, body.length), ...Object.entries(given(environ))]);
    const question = { ...body, params: formatPairs(all) };
    try {
      const answer = await pool.ask(question, isRepeatable(environ, body.length), errors, signal);
      return forward(await cgiResponse(environ, answer), startResponse);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      errors.write(`${error.name}: ${error.message} (${address})\n`);
      throw new RequestError(error.status, error.message);
    }
  };
}

/** UTF-8 text as the variables of a request hold it: one character a byte. */
function constant(variables: GivenVariables): () => GivenVariables {
  const entries = Object.entries(variables).map(([name, value]) => [
    name,
    Buffer.from(value).toString("latin1"),
  ]);
  const bytes: GivenVariables = Object.fromEntries(entries);
  return () => bytes;
}

/** True for a request that does no harm when it is asked twice, and has no body that would have to be kept for it. */
function isRepeatable({ REQUEST_METHOD: method }: Environ, length: number): boolean {
  return length === 0 && /^(?:GET|HEAD|OPTIONS|TRACE|PUT|DELETE)$/.test(method);
}
