import { Buffer } from "node:buffer";
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

/** The answer to a request that failed: with a RequestError's own status and fields, or else with 500. */
export function errorResponse(error: unknown, errorPage: ErrorPage, environ?: Environ): Response {
  const { status, headers: more } = error instanceof RequestError ? error : FAULT;
  const { headers, body } = errorPage(status, environ);
  return { status, headers: [...headers, ...more], body: [body] };
}

const FAULT = new RequestError("500 Internal Server Error", "a fault that only the error stream is told of");
