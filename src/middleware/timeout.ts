import {
  after,
  discard,
  forward,
  type Middleware,
  RequestError,
  type Response,
  report,
  respond,
} from "../gateway/index.ts";
import { LONGEST_TIMER } from "../gateway/timers.ts";

/**
 * Refuses a request whose application has not begun its response after so many milliseconds: with a RequestError, 503
 * and Retry-After (RFC 9110 §15.6.4). How long the body takes from then on is not limited.
 *
 * The application's "tsgi.signal" is aborted then, with that error for its reason, so that it can stop. What it answers
 * later is closed, and what it throws later is reported. Throws a RangeError at once for a time that is none.
 *
 * @example timeout(10_000)
 */
export function timeout(milliseconds: number): Middleware {
  if (!Number.isInteger(milliseconds) || milliseconds < 1 || milliseconds > LONGEST_TIMER) {
    throw new RangeError(`the time must be from 1 to ${LONGEST_TIMER} milliseconds, not ${milliseconds}`);
  }
  const seconds = String(Math.ceil(milliseconds / 1000));
  const refusal = () =>
    new RequestError("503 Service Unavailable", `no answer came within ${milliseconds} ms`, [
      ["Retry-After", seconds],
    ]);

  return (application) => (environ, startResponse) => {
    const controller = following(environ["tsgi.signal"]);
    const errors = environ["tsgi.errors"];
    const answer = respond(application, { ...environ, "tsgi.signal": controller.signal });
    if (!(answer instanceof Promise)) return forward(answer, startResponse);

    const reportLate = (error: unknown) => {
      if (!(error instanceof RequestError)) errors.write(report(error));
    };
    const closeLate = (response: Response) => after(discard(response.body), () => {});
    return new Promise<Response>((resolve, reject) => {
      const timer = setTimeout(() => {
        const error = refusal();
        reject(error);
        controller.abort(error);
        answer.then(closeLate).catch(reportLate);
      }, milliseconds);
      timer.unref();
      answer.then(resolve, reject).finally(() => clearTimeout(timer));
    }).then((response) => forward(response, startResponse));
  };
}

/**
 * A controller that is aborted with `signal`. AbortSignal.any() would do as much, but a server could not tell that
 * somebody listens to its own signal, and might give the same one to the next request.
 */
function following(signal: AbortSignal): AbortController {
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
  return controller;
}
