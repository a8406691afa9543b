import {
  after,
  byteLength,
  contentLength,
  discard,
  forward,
  type HeaderList,
  isBodiless,
  type Middleware,
  type Response,
  respond,
  wholeBody,
} from "../gateway/index.ts";

/**
 * Answers HEAD with the head of GET and no body (RFC 9110 §9.3.2): the application is asked for GET, and never meets
 * HEAD. Content-Length is added where a server would add it to GET: where the body is one known chunk.
 *
 * It stands before whatever needs the body, such as a middleware that makes an ETag of it.
 */
export const head: Middleware = (application) => (environ, startResponse) => {
  if (environ.REQUEST_METHOD !== "HEAD") return application(environ, startResponse);
  return after(respond(application, { ...environ, REQUEST_METHOD: "GET" }), (response) => {
    const headers = headOfGet(response);
    return after(discard(response.body), (body) =>
      forward({ status: response.status, headers, body }, startResponse),
    );
  });
};

function headOfGet({ status, headers, body }: Response): HeaderList {
  if (isBodiless(status) || contentLength(headers) !== undefined) return headers;
  const chunks = wholeBody(body);
  if (chunks === undefined || chunks.length > 1) return headers;
  return [...headers, ["Content-Length", String(byteLength(chunks))]];
}
