import {
  after,
  type ErrorPage,
  type Middleware,
  RequestError,
  type Response,
  report,
  respond,
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
      const refused = error instanceof RequestError;
      if (!refused) environ["tsgi.errors"].write(report(error));
      const status = refused ? error.status : "500 Internal Server Error";
      const { headers, body } = errorPage(status, environ);
      return { status, headers: refused ? [...headers, ...error.headers] : headers, body: [body] };
    };
    const attempt = (): Response | Promise<Response> => {
      try {
        const response = respond(application, environ);
        return response instanceof Promise ? response.catch(failure) : response;
      } catch (error) {
        return failure(error);
      }
    };
    return after(attempt(), ({ status, headers, body }) => {
      startResponse(status, headers);
      return body;
    });
  };
}
