import {
  after,
  byteLength,
  contentLength,
  forward,
  isBodiless,
  type Middleware,
  type Response,
  respond,
  wholeBody,
} from "../gateway/index.ts";

/**
 * States the Content-Length of a body that is an array of chunks, where the application does not (RFC 9110 §8.6).
 *
 * A server does so for one chunk; several would be sent with each its length before it. A response to HEAD with an
 * empty body is left as it is: that of GET may be longer.
 */
export const statedLength: Middleware = (application) => (environ, startResponse) => {
  const isHead = environ.REQUEST_METHOD === "HEAD";
  return after(respond(application, environ), (response) =>
    forward(withLength(response, isHead), startResponse),
  );
};

function withLength(response: Response, isHead: boolean): Response {
  const { status, headers, body } = response;
  if (isBodiless(status) || contentLength(headers) !== undefined) return response;
  const chunks = wholeBody(body);
  if (chunks === undefined) return response;
  const length = byteLength(chunks);
  if (isHead && length === 0) return response;
  return { status, headers: [...headers, ["Content-Length", String(length)]], body };
}
