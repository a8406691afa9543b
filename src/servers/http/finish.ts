import type { HttpExchange } from "./exchange.ts";
import { LINGER_MILLISECONDS } from "./linger.ts";

/**
 * Ends a response, with a last chunk perhaps.
 *
 * Where the connection closes while the request's body still comes, the end waits for a moment and the body is read
 * and dropped: a connection that is closed with bytes unread is reset, and the client would lose what it was told
 * (RFC 9112 §9.6).
 */
export function finish(exchange: HttpExchange, chunk?: Uint8Array): void {
  const { request, response } = exchange;
  if (!(exchange.bodyIsPending && exchange.closing)) {
    end(exchange, chunk);
    return;
  }
  if (chunk) response.write(chunk);
  const endOnce = () => {
    clearTimeout(timer);
    end(exchange);
  };
  const timer = setTimeout(endOnce, LINGER_MILLISECONDS);
  request.once("close", endOnce);
  request.resume();
}

function end(exchange: HttpExchange, chunk?: Uint8Array): void {
  exchange.response.end(chunk);
  exchange.awaitReader();
}
