import type { Exchange } from "./exchange.ts";
import { LINGER_MILLISECONDS } from "./linger.ts";

/**
 * Ends a response, with a last chunk perhaps.
 *
 * Where the connection closes while the request's body still comes, the end waits for a moment and the body is read
 * and dropped: a connection that is closed with bytes unread is reset, and the client would lose what it was told
 * (RFC 9112 §9.6).
 */
export function finish(exchange: Exchange, chunk?: Uint8Array): void {
  const { request, response, bodyIsPending, closing } = exchange;
  if (chunk) exchange.sent += chunk.length;
  const end = (last?: Uint8Array) => {
    response.end(last);
    exchange.awaitReader();
  };
  if (!(bodyIsPending && closing)) {
    end(chunk);
    return;
  }
  if (chunk) response.write(chunk);
  const endOnce = () => {
    clearTimeout(timer);
    end();
  };
  const timer = setTimeout(endOnce, LINGER_MILLISECONDS);
  request.once("close", endOnce);
  request.resume();
}
