import { checkChunk } from "../../gateway/body.ts";
import { type Body, isBodiless, iterate, type Response } from "../../gateway/index.ts";
import { closeBody } from "./close-body.ts";
import type { Exchange } from "./exchange.ts";
import { finish } from "./finish.ts";
import { headOf, without } from "./head.ts";
import { stream } from "./stream.ts";

/**
 * Sends a response.
 *
 * A body of one chunk goes out with its head in one write, at once. Any other is streamed: a chunk is asked for
 * when the client has taken the one before. Rejects with what the body throws.
 */
export function reply(exchange: Exchange, { status, headers, body }: Response): void | Promise<void> {
  const { fields, stated } = headOf(headers);
  if (isBodiless(status)) {
    // That nothing follows, a client knows of 204 and 304 by the status alone (RFC 9112 §6.3).
    const length = status.startsWith("205") ? 0 : undefined;
    writeHead(exchange, status, without(fields, "content-length"), length);
    return sendNothing(exchange, body);
  }
  if (exchange.request.method === "HEAD") {
    writeHead(exchange, status, fields, stated === undefined ? onlyChunk(body)?.length : undefined);
    return sendNothing(exchange, body);
  }
  const chunk = onlyChunk(body);
  if (chunk && (stated === undefined || stated === chunk.length)) {
    writeHead(exchange, status, fields, stated === undefined ? chunk.length : undefined);
    finish(exchange, chunk);
    return;
  }
  return stream(exchange, body, stated, () => writeHead(exchange, status, fields));
}

const EMPTY = new Uint8Array(0);

/** The one chunk of a body that is there as a whole; undefined for any other body. */
function onlyChunk(body: Body): Uint8Array | undefined {
  if (!Array.isArray(body) || body.length > 1) return undefined;
  const chunk: unknown = body.length === 0 ? EMPTY : body[0];
  checkChunk(chunk);
  return chunk;
}

/** Ends a response that has no body by its nature. The one that the application gave is closed. */
function sendNothing(exchange: Exchange, body: Body): void | Promise<void> {
  finish(exchange);
  if (!Array.isArray(body)) return closeBody(iterate(body), exchange.errors);
}

/** Hands the head over. `length` is the Content-Length to add, in bytes. */
function writeHead(exchange: Exchange, status: string, fields: readonly string[], length?: number): void {
  const { request, response } = exchange;
  const all = fields.slice();
  if (length !== undefined) all.push("Content-Length", String(length));
  // A body whose length nobody knows is not waited for; nor is one that the client was not told to send.
  if (
    exchange.awaitsContinue ||
    (exchange.bodyIsPending && request.headers["transfer-encoding"] !== undefined)
  ) {
    exchange.closing = true;
  }
  if (exchange.closing) all.push("Connection", "close");
  response.writeHead(Number(status.slice(0, 3)), status.slice(4), all);
}
