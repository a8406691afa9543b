import { after } from "./after.ts";
import { checkChunk, discard, iterate, resume, resumeAsync } from "./body.ts";
import { checkHeaders, checkStatus } from "./checks.ts";
import { GatewayError } from "./errors.ts";
import type { Application, Body, Environ, HeaderList, StartResponse } from "./types.ts";

/** What an application answered: its head, which is final now, and its body, which is yet to be read. */
export interface Response {
  readonly status: string;
  readonly headers: HeaderList;
  readonly body: Body;
}

/**
 * Calls an application and gives what it answers, so that a middleware, a server or a test need not do the
 * start-response dance of its own.
 *
 * The body is read up to its first non-empty chunk where it is not an array, since until then the application may
 * still start its response, or start it anew with an error. Whoever calls this owes the body an end: read it to its
 * end, or `discard()` it. The result is a promise only when the application made it wait.
 *
 * Throws (or rejects with) what the application throws, and a GatewayError where it broke the interface.
 *
 * @example
 * const { status, headers, body } = await respond(application, environ);
 */
export function respond(application: Application, environ: Environ): Response | Promise<Response> {
  let status: string | undefined;
  let headers: HeaderList = [];
  let headIsFinal = false;

  const startResponse: StartResponse = (newStatus, newHeaders, error) => {
    if (status !== undefined && error === undefined) {
      throw new GatewayError("startResponse was called again without an error");
    }
    if (headIsFinal) throw error ?? new GatewayError("startResponse was called after the response");
    checkStatus(newStatus);
    checkHeaders(newHeaders);
    status = newStatus;
    headers = newHeaders;
  };

  const finish = (body: Body): Response => {
    headIsFinal = true;
    if (status === undefined) {
      throw new GatewayError("the application did not call startResponse before its body began");
    }
    return { status, headers, body };
  };

  return after(application(environ, startResponse), (body) => {
    if (Array.isArray(body)) return finish(body);
    const iterator = iterate(body);
    return Symbol.asyncIterator in body
      ? settleAsync(iterator as AsyncIterator<Uint8Array>, finish)
      : settle(iterator as Iterator<Uint8Array>, finish);
  });
}

/** The same, but what the application throws, at once or later, is given to `failure`, whose answer stands for its own. */
export function respondOr(
  application: Application,
  environ: Environ,
  failure: (error: unknown) => Response,
): Response | Promise<Response> {
  try {
    const response = respond(application, environ);
    return response instanceof Promise ? response.catch(failure) : response;
  } catch (error) {
    return failure(error);
  }
}

/**
 * Passes an answer on to the server: the last step of a middleware that has asked with `respond()`. The body is closed
 * where the server refuses the head.
 *
 * @example
 * return after(respond(application, environ), (response) => forward(response, startResponse));
 */
export function forward(
  { status, headers, body }: Response,
  startResponse: StartResponse,
): Body | Promise<Body> {
  try {
    startResponse(status, headers);
    return body;
  } catch (error) {
    return after(discard(body), () => {
      throw error;
    });
  }
}

function settle(iterator: Iterator<Uint8Array>, finish: (body: Body) => Response): Response {
  for (;;) {
    const { done, value } = iterator.next();
    if (done) return finish([]);
    try {
      checkChunk(value);
      if (value.length > 0) return finish(resume(value, iterator));
    } catch (error) {
      iterator.return?.();
      throw error;
    }
  }
}

async function settleAsync(
  iterator: AsyncIterator<Uint8Array>,
  finish: (body: Body) => Response,
): Promise<Response> {
  for (;;) {
    const { done, value } = await iterator.next();
    if (done) return finish([]);
    try {
      checkChunk(value);
      if (value.length > 0) return finish(resumeAsync(value, iterator));
    } catch (error) {
      await iterator.return?.();
      throw error;
    }
  }
}
