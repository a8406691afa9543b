import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { Write } from "./answer.ts";

/**
 * Listens on a port of this machine, 0 for any free one, and has `serve` talk with each client. The signal is aborted
 * when the client leaves; writing rejects then.
 */
export function listen(
  port: number,
  serve: (socket: Socket, write: Write, signal: AbortSignal) => Promise<void>,
): Server {
  // A client that has said all that it has to say still waits for its answer.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const left = new AbortController();
    const { signal } = left;
    socket.on("error", () => {}); // "close" follows
    socket.once("close", () => socket.writableEnded || left.abort());
    const write: Write = async (bytes) => {
      if (!socket.write(bytes)) await once(socket, "drain", { signal });
    };
    serve(socket, write, signal).then(
      () => socket.end(),
      () => socket.destroy(),
    );
  });
  return server.listen(port, "127.0.0.1");
}
