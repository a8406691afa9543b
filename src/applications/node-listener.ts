import { createServer } from "node:http";
import { type Application, forward } from "../gateway/index.ts";
import { Call, type NodeListener } from "./node-listener/call.ts";
import { LONGEST_HEAD } from "./node-listener/send.ts";

export type { NodeListener } from "./node-listener/call.ts";

/**
 * Makes an application of a listener of node:http, such as an Express application.
 *
 * The listener sees real messages of node:http, which come over a connection within this process: no port is opened.
 * The address of the client is `request.socket.remoteAddress`; SCRIPT_NAME is taken off `request.url` and stands in
 * `baseUrl`, as for a mounted Express application. When the client leaves, the connection breaks, as a real one does.
 * The body of the request is read when the listener reads it, and that of the response as fast as the client takes it.
 *
 * Throws a RequestError: 404 when the listener calls `next()`; the error's own status when it calls `next(error)` with
 * one whose `statusCode` or `status` is a number from 400 to 499; 501 for a method that node:http does not know; 400
 * for a field that it does not take. Any other error passes through, be it thrown, rejected or given to `next`.
 *
 * @example nodeListener(express().get("/", (_request, response) => response.send("Hello!")))
 */
export function nodeListener(listener: NodeListener): Application {
  const calls = new WeakMap<object, Call>();
  const server = createServer({ maxHeaderSize: LONGEST_HEAD, requireHostHeader: false });
  server.maxHeadersCount = 0; // node:http would drop what is over
  server.on("request", (request, response) => {
    calls.get(request.socket)?.serve(listener, request, response);
  });
  return async (environ, startResponse) => {
    const call = new Call(environ);
    calls.set(call.socket, call);
    server.emit("connection", call.socket);
    return forward(await call.answer, startResponse);
  };
}
