import {
  after,
  type ErrorPage,
  errorResponse,
  forward,
  type Middleware,
  RequestError,
  type Response,
  report,
  respondOr,
} from "../gateway/index.ts";

/**
 * Answers what an application throws: a RequestError with its own status and fields, anything else with 500 and a
 * report to the error stream. What the client sees is `errorPage`, which tells nothing of the inside.
 *
 * An error behind the first byte of the body passes through: only the server can break the connection.
 */
export function errorPages(errorPage: ErrorPage): Middleware {
  return (application) => (environ, startResponse) => {
    const failure = (error: unknown): Response => {
      if (!(error instanceof RequestError)) environ["tsgi.errors"].write(report(error));
      return errorResponse(error, errorPage, environ);
    };
    return after(respondOr(application, environ, failure), (response) => forward(response, startResponse));
  };
}
