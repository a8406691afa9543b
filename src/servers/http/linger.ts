import type { Socket } from "node:net";

/** How long a connection that ends is read on, in milliseconds. */
export const LINGER_MILLISECONDS = 1000;

/**
 * Sends the last bytes of a connection and goes on reading for a moment, for a connection closed with bytes unread
 * is reset, and the client would lose what it was told (RFC 9112 §9.6).
 */
export function linger(socket: Socket, bytes: Uint8Array): void {
  socket.removeAllListeners("data");
  socket.on("data", () => {});
  socket.resume();
  socket.end(bytes);
  const timer = setTimeout(() => socket.destroy(), LINGER_MILLISECONDS);
  socket.once("close", () => clearTimeout(timer));
}
