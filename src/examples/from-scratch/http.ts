/**
 * A web server from the socket up: HTTP/1.0 (RFC 1945), a connection for each request.
 *
 *     node --import tsx src/examples/from-scratch/http.ts 8080 src/examples/hello.ts
 *
 * Notice that the head is read line by line, and the body when the application asks for it; that a chunk of the response
 * is asked for when the client has taken the one before; and that a response which fails in its middle resets the
 * connection, for a plain end would be the end of the body (RFC 9112 §6.3).
 *
 * Left out: connections that are kept, bodies in chunks, targets that are no path (RFC 9112 §9.3, §7.1, §3.2), a Date,
 * the "100 Continue" of HTTP/1.1, time-outs, and every limit but that of a line. src/servers/http.ts has them all.
 */
import type { Server } from "node:net";
import { type Application, BodyInput } from "../../gateway/index.ts";
import { answer } from "./answer.ts";
import { environOf } from "./environ.ts";
import { readHead } from "./http-head.ts";
import { listen } from "./listen.ts";
import { runProgram, standardError } from "./program.ts";

/** Serves an application on a port of this machine, 0 for any free one. */
export function serveHttp(application: Application, port: number, errors = standardError): Server {
  return listen(port, async (socket, write, signal) => {
    const chunks = socket[Symbol.asyncIterator]();
    const input = new BodyInput(async () => (await chunks.next()).value);
    const environ = async () => environOf(await readHead(input, socket), input, errors, signal);
    if (!(await answer(application, environ, "HTTP/1.0 ", write))) {
      socket.resetAndDestroy();
      return;
    }
    socket.end();
    // Closed with bytes unread, the connection would be reset, and the client lose the response (RFC 9112 §9.6).
    while (!(await chunks.next()).done);
  });
}

await runProgram(import.meta.url, serveHttp);
