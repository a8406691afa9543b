import { RequestError } from "./errors.ts";
import type { Environ } from "./types.ts";

/** Throws a RequestError, 405 with Allow (RFC 9110 §15.5.6), unless the request is a GET or a HEAD. */
export function onlyRead({ REQUEST_METHOD }: Environ): void {
  if (REQUEST_METHOD !== "GET" && REQUEST_METHOD !== "HEAD") {
    throw new RequestError("405 Method Not Allowed", "this can only be read", [["Allow", "GET, HEAD"]]);
  }
}
