import { Buffer } from "node:buffer";
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
