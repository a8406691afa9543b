import {
  after,
  type Environ,
  forward,
  frozen,
  type Middleware,
  type Response,
  respond,
} from "../gateway/index.ts";

// The most responses to remember: with pages of 15 KB about 4 MB.
const REMEMBERED = 250;

/**
 * Gives the same answer to the same question within one second of the clock, once it has been asked twice.
 *
 * It suits pages that change by the second at most, such as those that tell the time. `key` names all that an answer
 * depends on, and is undefined for a request that must not be answered from memory. A failure is not remembered.
 *
 * @example microcache((environ) => environ.PATH_INFO + "?" + environ.QUERY_STRING)
 */
export function microcache(key: (environ: Environ) => string | undefined): Middleware {
  const asked = new Set<string>();
  const responses = new Map<string, Response>();
  let second = 0;
  return (application) => (environ, startResponse) => {
    const question = key(environ);
    if (question === undefined) return application(environ, startResponse);
    const now = Math.floor(Date.now() / 1000);
    if (now !== second || asked.size >= REMEMBERED) responses.clear();
    if (asked.size >= REMEMBERED) asked.clear();
    second = now;

    const known = responses.get(question);
    if (known) {
      startResponse(known.status, known.headers);
      return known.body;
    }
    // What is asked only once is not worth its memory. What was asked in an earlier second may be asked again.
    if (!asked.has(question)) {
      asked.add(question);
      return application(environ, startResponse);
    }
    return after(respond(application, environ), ({ status, headers, body }) => {
      const response = { status, headers: frozen(headers), body };
      // Only a body that is there as a whole can be sent again. One that took longer than its second is old already.
      const lasts = Array.isArray(body) && second === now;
      if (lasts && /^[23]/.test(status)) responses.set(question, response);
      return forward(response, startResponse);
    });
  };
}
