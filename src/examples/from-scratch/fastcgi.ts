/**
 * A FastCGI responder from the socket up (FastCGI 1.0): what CGI says, in records, to a process that goes on. The second
 * line asks it as a web server would (with Debian's libfcgi-bin):
 *
 *     node --import tsx src/examples/from-scratch/fastcgi.ts 9000 src/examples/hello.ts
 *     REQUEST_METHOD=GET PATH_INFO=/ cgi-fcgi -bind -connect 127.0.0.1:9000
 *
 * Notice that an empty record ends a stream, and that a name may begin in one record and end in the next: the pieces of
 * a stream are put together before they are read. A response that fails in its middle has no END_REQUEST.
 *
 * Left out: the other roles (§6.3, §6.4), GET_VALUES (§4.1), ABORT_REQUEST (§5.4), requests side by side on a connection,
 * and all limits: a body is kept in memory until it is whole. src/servers/fastcgi.ts has them all.
 */
import type { Server } from "node:net";
import { type Application, BodyInput } from "../../gateway/index.ts";
import { answer } from "./answer.ts";
import { environOf } from "./environ.ts";
import {
  BEGIN,
  END,
  PARAMS,
  pairsIn,
  recordsIn,
  recordsOf,
  STDERR,
  STDIN,
  STDOUT,
} from "./fastcgi-records.ts";
import { listen } from "./listen.ts";
import { runProgram } from "./program.ts";

/** Serves an application behind a web server, on a port of this machine, 0 for any free one. */
export function serveFastCgi(application: Application, port: number): Server {
  return listen(port, async (socket, write, signal) => {
    let keep = false;
    let params: Buffer[] = [];
    let body: Buffer[] = [];
    for await (const { type, id, content } of recordsIn(socket)) {
      if (type === BEGIN) [keep, params, body] = [(content.readUInt8(2) & 1) === 1, [], []];
      if (type === PARAMS) params.push(content);
      if (type === STDIN) body.push(content);
      if (type !== STDIN || content.length > 0) continue;
      // The request is whole.
      const input = new BodyInput(async () => body.shift());
      const errors = {
        write: (text: string) => void (text && socket.write(recordsOf(STDERR, id, Buffer.from(text)))),
        flush: () => {},
      };
      const environ = () => environOf(pairsIn(Buffer.concat(params)), input, errors, signal);
      const send = (bytes: Uint8Array) => write(recordsOf(STDOUT, id, bytes));
      if (!(await answer(application, environ, "Status: ", send))) return; // which closes the connection
      await send(Buffer.alloc(0));
      await write(recordsOf(END, id, Buffer.alloc(8))); // with status 0: complete (§5.5)
      if (!keep) socket.end();
    }
  });
}

await runProgram(import.meta.url, serveFastCgi);
