import { Buffer } from "node:buffer";
import makeTag from "etag";
import fresh from "fresh";
import {
  after,
  discard,
  type Environ,
  forward,
  type Middleware,
  type Response,
  respond,
  wholeBody,
} from "../gateway/index.ts";
import { parseHttpDate } from "../protocols/http-dates.ts";
import { fieldValue, withoutFields } from "./fields.ts";

/** What describes the content, which a 304 does not have (RFC 9110 §15.4.5). All other fields are sent as with 200. */
const OF_CONTENT = new Set([
  "content-type",
  "content-length",
  "content-encoding",
  "content-language",
  "content-disposition",
  "content-range",
  "content-digest",
  "repr-digest",
]);

/**
 * Answers 304 to a GET or HEAD whose response, a 200, the client has already: by If-None-Match, or where there is
 * none, by If-Modified-Since (RFC 9110 §13.1.2, §13.1.3).
 *
 * A 200 without an ETag gets one, unless `etag` is false, when its body is an array: a strong one, for it is made of
 * all the bytes. The body of a 304 is closed unread.
 *
 * @example compose(head, conditionalGet(), compression())(application)
 */
export function conditionalGet({ etag = true }: { readonly etag?: boolean } = {}): Middleware {
  return (application) => (environ, startResponse) => {
    const { REQUEST_METHOD: method } = environ;
    if (method !== "GET" && method !== "HEAD") return application(environ, startResponse);
    // What is known now counts: an application may change its environ.
    const conditions = conditionsOf(environ);
    return after(respond(application, environ), (response) => {
      if (!response.status.startsWith("200")) return forward(response, startResponse);
      const tagged = etag ? withTag(response, method) : response;
      if (!isFresh(conditions, tagged)) return forward(tagged, startResponse);
      const headers = withoutFields(tagged.headers, OF_CONTENT);
      return after(discard(tagged.body), (body) =>
        forward({ status: "304 Not Modified", headers, body }, startResponse),
      );
    });
  };
}

interface Conditions {
  readonly noneMatch: string | undefined;
  /** In the one form that is written today; undefined for what is no date. */
  readonly modifiedSince: string | undefined;
}

function conditionsOf({ HTTP_IF_NONE_MATCH, HTTP_IF_MODIFIED_SINCE = "" }: Environ): Conditions {
  // Old browsers put "; length=" behind the date.
  const since = parseHttpDate(HTTP_IF_MODIFIED_SINCE.split(";", 1)[0] ?? "");
  // An If-None-Match, be it empty, beats the date.
  const counts = HTTP_IF_NONE_MATCH === undefined && since !== undefined;
  return { noneMatch: HTTP_IF_NONE_MATCH, modifiedSince: counts ? since.toUTCString() : undefined };
}

function isFresh({ noneMatch, modifiedSince }: Conditions, { headers }: Response): boolean {
  return fresh(
    { "if-none-match": noneMatch, "if-modified-since": modifiedSince },
    { etag: fieldValue(headers, "etag"), "last-modified": fieldValue(headers, "last-modified") },
  );
}

function withTag(response: Response, method: string): Response {
  const { status, headers, body } = response;
  const chunks = wholeBody(body);
  if (chunks === undefined || fieldValue(headers, "etag") !== undefined) return response;
  // An application may leave out the body of a response to HEAD: the tag would be that of no bytes.
  if (method === "HEAD" && chunks.every((chunk) => chunk.length === 0)) return response;
  return { status, headers: [...headers, ["ETag", makeTag(Buffer.concat(chunks))]], body };
}
