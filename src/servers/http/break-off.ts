import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Ends a connection in the middle of a response, so that the client knows that it is not whole (RFC 9112 §8). What
 * was written goes out first, after a call of `last`, but for a client of HTTP/1.0: to that one the end of the connection
 * is the end of the body, and only a reset, which may overtake what was written, tells it that there was more.
 */
export function breakOff(
  { httpVersion }: IncomingMessage,
  response: ServerResponse,
  last: () => void = () => {},
): void {
  const { socket } = response;
  if (socket === null)
    response.destroy(); // the responses before it are not out yet
  else if (httpVersion === "1.0") socket.resetAndDestroy();
  else {
    // node:http holds what was written until the turn ends.
    setImmediate(() => {
      last();
      socket.destroySoon();
    });
  }
}
