import { type Application, after, type Environ, forward, GatewayError, report } from "../gateway/index.ts";
import { bodyOf } from "./fetch-handler/body.ts";
import { requestOf } from "./fetch-handler/request.ts";
import { responseHead } from "./foreign/response-head.ts";

/** Answers a request as the Fetch standard has it; the environ comes behind it, as the "env" of Hono and Workers. */
export type FetchHandler = (request: Request, environ: Environ) => Response | Promise<Response>;

/**
 * Makes an application of a fetch handler, such as the `fetch` of a Hono application.
 *
 * The request's body is read when the handler reads it, and its signal is that of the environ. The body of the
 * response is read as fast as the client takes it, and cancelled when the client leaves, and for HEAD. Fields of the
 * response that are the server's own to send, such as Connection, are left out.
 *
 * Throws a RequestError: 400 for a host or a field that the Fetch standard does not know as one, 501 for a method that
 * a Request cannot have. The body of a GET, which a Request cannot have either, is not handed on. What the handler
 * throws passes through.
 *
 * @example fetchHandler(new Hono().get("/", (context) => context.text("Hello!")).fetch)
 */
export function fetchHandler(handle: FetchHandler): Application {
  return (environ, startResponse) =>
    after(handle(requestOf(environ), environ), (response) => {
      if (typeof response?.status !== "number") {
        throw new GatewayError("the fetch handler must return a Response, or a promise of one");
      }
      const { status, statusText, headers: fields, body: stream } = response;
      const head = responseHead(status, statusText, fields, stream !== null);
      if (stream === null) return forward({ ...head, body: [] }, startResponse);
      if (environ.REQUEST_METHOD !== "HEAD") return forward({ ...head, body: bodyOf(stream) }, startResponse);
      stream.cancel().catch((error) => environ["tsgi.errors"].write(report(error)));
      return forward({ ...head, body: [] }, startResponse);
    });
}
