import { type ClientRequest, METHODS, type RequestOptions, request } from "node:http";
import type { Duplex } from "node:stream";
import { type Environ, RequestError } from "../../gateway/index.ts";
import { requestFields } from "../foreign/request-fields.ts";
import { requestTarget } from "../foreign/request-target.ts";

/** The longest head that is taken, in bytes: what the outer server has let through is not refused here. */
export const LONGEST_HEAD = 1024 * 1024;

/**
 * True when a body comes with the request, or may come. Without a Content-Length only the coding of the transfer tells,
 * which is not known of every server; a GET or HEAD has none then.
 */
export function hasBody({ REQUEST_METHOD, CONTENT_LENGTH, HTTP_TRANSFER_ENCODING }: Environ): boolean {
  if (CONTENT_LENGTH !== undefined) return Number(CONTENT_LENGTH) > 0;
  return HTTP_TRANSFER_ENCODING !== undefined || !/^(?:GET|HEAD)$/.test(REQUEST_METHOD);
}

/**
 * Sends a request over a connection, but for its body. Throws a RequestError: 501 for a method that the parser of
 * node:http does not know, 400 for a field that cannot be sent.
 */
export function send(environ: Environ, socket: Duplex): ClientRequest {
  const { REQUEST_METHOD: method, CONTENT_LENGTH: length } = environ;
  if (method === "CONNECT" || !METHODS.includes(method)) {
    throw new RequestError("501 Not Implemented", `node:http does not know the method ${method}`);
  }
  const { script, path, query } = requestTarget(environ);
  // The listener may end its response behind its last byte: the connection must not be closed by who has read it.
  const headers = [...requestFields(environ).flat(), "connection", "keep-alive"];
  if (hasBody(environ) && length === undefined) headers.push("transfer-encoding", "chunked");
  const client = connect({
    method,
    path: script + path + query,
    headers,
    maxHeaderSize: LONGEST_HEAD,
    createConnection: () => socket,
  });
  client.shouldKeepAlive = true;
  if (hasBody(environ))
    client.write(new Uint8Array(0)); // flushHeaders() would send latin-1 text as UTF-8
  else client.end();
  return client;
}

function connect(options: RequestOptions): ClientRequest {
  try {
    return request(options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RequestError("400 Bad Request", `the request cannot be handed on: ${reason}`);
  }
}
