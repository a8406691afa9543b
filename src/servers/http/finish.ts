import type { IncomingMessage, ServerResponse } from "node:http";
import { LINGER_MILLISECONDS } from "./linger.ts";

/** A response that is to be ended. */
export interface Ending {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** True while a body of the request is announced that has not come whole. */
  readonly bodyIsPending: boolean;
  /** True when the connection closes behind the response. */
  readonly closing: boolean;
  /** From now on the client must take what was sent. */
  awaitReader(): void;
}

/**
 * Ends a response, with a last chunk perhaps.
 *
 * Where the connection closes while the request's body still comes, the end waits for a moment and the body is read
 * and dropped: a connection that is closed with bytes unread is reset, and the client would lose what it was told
 * (RFC 9112 §9.6).
 */
export function finish(ending: Ending, chunk?: Uint8Array): void {
  const { request, response } = ending;
  if (!(ending.bodyIsPending && ending.closing)) {
    end(ending, chunk);
    return;
  }
  if (chunk) response.write(chunk);
  const endOnce = () => {
    clearTimeout(timer);
    end(ending);
  };
  const timer = setTimeout(endOnce, LINGER_MILLISECONDS);
  request.once("close", endOnce);
  request.resume();
}

function end(ending: Ending, chunk?: Uint8Array): void {
  ending.response.end(chunk);
  ending.awaitReader();
}
