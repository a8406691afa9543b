import {
  BodyInput,
  type Environ,
  type Middleware,
  RequestError,
  type Response,
  resourceOf,
  respond,
} from "../gateway/index.ts";
import { offerLocalRedirect } from "../protocols/cgi/local-redirect.ts";

const MOST = 9;

/**
 * Follows the local redirects of CGI programs within the server (RFC 3875 §6.2.2): the site behind this middleware is
 * asked again, with GET and no body, for the path that the program names. The tenth in a row is answered with 500.
 *
 * @example serveHttp(localRedirects(urlMap({ "/": penny, "/cgi-bin": cgiProgram("old.pl") })))
 */
export const localRedirects: Middleware = (application) => {
  const follow = (environ: Environ, left: number): void =>
    offerLocalRedirect(environ, (target): Response | Promise<Response> => {
      if (left === 0) {
        environ["tsgi.errors"].write(`The local redirect to ${target} is one too many.\n`);
        throw new RequestError("500 Internal Server Error", "local redirects lead nowhere");
      }
      const next = redirected(environ, target);
      follow(next, left - 1);
      return respond(application, next);
    });

  return (environ, startResponse) => {
    // The environ is kept as it is here: what stands behind moves its path about.
    follow(environ, MOST);
    return application({ ...environ }, startResponse);
  };
};

/** The environ of a request for `target` by the same client. */
function redirected(environ: Environ, target: string): Environ {
  const { path, query } = resourceOf(target);
  if (path === undefined) throw new RequestError("502 Bad Gateway", "the local redirect names no path");
  const { SCRIPT_NAME: script } = environ; // where this site is mounted
  if (!`${path}/`.startsWith(`${script}/`))
    throw new RequestError("502 Bad Gateway", "the local redirect leads out");
  const { CONTENT_LENGTH: _length, CONTENT_TYPE: _type, HTTP_TRANSFER_ENCODING: _coding, ...rest } = environ;
  return {
    ...rest,
    REQUEST_METHOD: environ.REQUEST_METHOD === "HEAD" ? "HEAD" : "GET",
    PATH_INFO: path.slice(script.length) || (script === "" ? "/" : ""),
    QUERY_STRING: query,
    REQUEST_URI: target.split("#", 1)[0] ?? "",
    "tsgi.input": new BodyInput(async () => undefined),
  };
}
