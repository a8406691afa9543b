import { Buffer } from "node:buffer";
import { isDebugging } from "./debugging.ts";
import { withDetails } from "./error-details.ts";
import { RequestError } from "./errors.ts";
import type { Response } from "./respond.ts";
import type { Environ, HeaderList } from "./types.ts";

/**
 * What is answered where the application cannot: for a bad request that never reached it, which has no environ, or
 * when it failed.
 */
export type ErrorPage = (
  status: string,
  environ?: Environ,
) => { readonly headers: HeaderList; readonly body: Uint8Array };

/** The status itself as plain text. */
export const plainErrorPage: ErrorPage = (status) => ({
  headers: [["Content-Type", "text/plain; charset=utf-8"]],
  body: Buffer.from(`${status}\n`),
});

/**
 * The answer to a request that failed: with a RequestError's own status and fields, or else with 500. The page of a
 * fault (5xx) tells of the inside, stack and all, for who asks with PENNY_DEBUG, and for nobody else.
 */
export function errorResponse(error: unknown, errorPage: ErrorPage, environ?: Environ): Response {
  const { status, headers: more } = error instanceof RequestError ? error : FAULT;
  const page = errorPage(status, environ);
  const { headers, body } = status.startsWith("5") && isDebugging() ? withDetails(page, error) : page;
  return { status, headers: [...headers, ...more], body: [body] };
}

const FAULT = new RequestError("500 Internal Server Error", "a fault that only the error stream is told of");
