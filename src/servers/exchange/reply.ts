import { checkChunk } from "../../gateway/body.ts";
import { type Body, isBodiless, iterate, type Response } from "../../gateway/index.ts";
import type { Exchange } from "../exchange.ts";
import { closeBody } from "./close-body.ts";
import { headOf, withoutLength } from "./head.ts";
import { stream } from "./stream.ts";

/**
 * Sends a response.
 *
 * A body of one chunk goes out with its head in one write, at once. Any other is streamed: a chunk is asked for
 * when the client has taken the one before. Rejects with what the body throws.
 */
export function reply(exchange: Exchange, { status, headers, body }: Response): void | Promise<void> {
  const head = headOf(headers);
  const { stated } = head;
  if (isBodiless(status)) {
    // That nothing follows, a client knows of 204 and 304 by the status alone (RFC 9112 §6.3).
    exchange.writeHead(status, withoutLength(head), status.startsWith("205") ? 0 : undefined);
    return sendNothing(exchange, body);
  }
  if (exchange.method === "HEAD") {
    // An empty body may be one that the application has left out for HEAD: it says nothing of the length of GET's.
    exchange.writeHead(status, head, stated === undefined ? onlyChunk(body)?.length || undefined : undefined);
    return sendNothing(exchange, body);
  }
  const chunk = onlyChunk(body);
  if (chunk && (stated === undefined || stated === chunk.length)) {
    exchange.writeHead(status, head, stated === undefined ? chunk.length : undefined);
    exchange.sent = chunk.length;
    exchange.finish(chunk);
    return;
  }
  return stream(exchange, body, stated, () => exchange.writeHead(status, head));
}

const EMPTY = new Uint8Array(0);

/** The one chunk of a body that is there as a whole; undefined for any other body. */
function onlyChunk(body: Body): Uint8Array | undefined {
  if (!Array.isArray(body) || body.length > 1) return undefined;
  const chunk: unknown = body.length === 0 ? EMPTY : body[0];
  checkChunk(chunk);
  return chunk;
}

/**
 * Ends a response that has no body by its nature. The one that the application gave is closed before, so that what it
 * reports still belongs to the request.
 */
function sendNothing(exchange: Exchange, body: Body): void | Promise<void> {
  const closed = Array.isArray(body) ? undefined : closeBody(iterate(body), exchange.errors);
  exchange.finish();
  return closed;
}
