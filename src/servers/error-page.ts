import { Buffer } from "node:buffer";
import type { HeaderList } from "../gateway/index.ts";

/** What a server answers where the application cannot: for a bad request that never reached it, or when it failed. */
export type ErrorPage = (status: string) => { readonly headers: HeaderList; readonly body: Uint8Array };

/** The status itself as plain text. */
export const plainErrorPage: ErrorPage = (status) => ({
  headers: [["Content-Type", "text/plain; charset=utf-8"]],
  body: Buffer.from(`${status}\n`),
});
