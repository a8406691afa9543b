import { after, type Environ, type Middleware, type Response, respond } from "../gateway/index.ts";

// The most responses to remember: with pages of 15 KB about 15 MB.
const REMEMBERED = 1000;

/**
 * Gives the same answer to the same question within one second of the clock.
 *
 * It suits pages that change by the second at most, such as those that tell the time. `key` names all that an answer
 * depends on, and is undefined for a request that must not be answered from memory.
 *
 * @example microcache((environ) => environ.PATH_INFO + "?" + environ.QUERY_STRING)
 */
export function microcache(key: (environ: Environ) => string | undefined): Middleware {
  const responses = new Map<string, Response>();
  let second = 0;
  return (application) => (environ, startResponse) => {
    const question = key(environ);
    if (question === undefined) return application(environ, startResponse);
    const now = Math.floor(Date.now() / 1000);
    if (now !== second || responses.size >= REMEMBERED) responses.clear();
    second = now;

    const known = responses.get(question);
    if (known) {
      startResponse(known.status, known.headers);
      return known.body;
    }
    return after(respond(application, environ), (response) => {
      // Only a body that is there as a whole can be sent again.
      if (Array.isArray(response.body)) responses.set(question, response);
      startResponse(response.status, response.headers);
      return response.body;
    });
  };
}
