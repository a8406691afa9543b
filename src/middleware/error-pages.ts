import { type ErrorPage, type Middleware, RequestError } from "../gateway/index.ts";

/**
 * Answers what an application throws: a RequestError with its own status and fields, anything else with 500 and a
 * report to the error stream. What the client sees is `errorPage`, which tells nothing of the inside.
 *
 * An error behind the first byte of the body passes through: only the server can break the connection.
 */
export function errorPages(errorPage: ErrorPage): Middleware {
  return (application) => (environ, startResponse) => {
    const answer = (error: unknown) => {
      const refused = error instanceof RequestError;
      if (!refused) environ["tsgi.errors"].write(`${error instanceof Error ? error.stack : error}\n`);
      const status = refused ? error.status : "500 Internal Server Error";
      const { headers, body } = errorPage(status, environ);
      startResponse(status, refused ? [...headers, ...error.headers] : headers, error);
      return [body];
    };
    try {
      const body = application(environ, startResponse);
      return body instanceof Promise ? body.catch(answer) : body;
    } catch (error) {
      return answer(error);
    }
  };
}
