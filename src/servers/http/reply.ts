import { checkChunk } from "../../gateway/body.ts";
import { contentLength, type HeaderList, isBodiless, iterate, type Response } from "../../gateway/index.ts";
import { closeBody } from "./close-body.ts";
import type { Exchange } from "./exchange.ts";
import { finish } from "./finish.ts";
import { stream } from "./stream.ts";

/**
 * Sends a response and gives the number of bytes of its body that were sent.
 *
 * A body of one chunk goes out with its head in one write, at once. Any other is streamed: a chunk is asked for
 * when the client has taken the one before. Rejects with what the body throws.
 */
export function reply(exchange: Exchange, { status, headers, body }: Response): number | Promise<number> {
  const { request } = exchange;
  const bodiless = isBodiless(status);
  const stated = bodiless ? undefined : contentLength(headers);

  if (bodiless || request.method === "HEAD") {
    const known = stated ?? (Array.isArray(body) && !bodiless ? lengthOf(body) : undefined);
    writeHead(exchange, status, headers, bodiless, stated === undefined ? known : undefined);
    finish(exchange);
    return Array.isArray(body) ? 0 : closeBody(iterate(body), exchange.errors).then(() => 0);
  }
  if (Array.isArray(body) && body.length <= 1) {
    const chunk: unknown = body.length === 0 ? EMPTY : body[0];
    checkChunk(chunk);
    if (stated === undefined || stated === chunk.length) {
      writeHead(exchange, status, headers, false, stated === undefined ? chunk.length : undefined);
      finish(exchange, chunk);
      return chunk.length;
    }
  }
  return stream(exchange, body, stated, () => writeHead(exchange, status, headers, false, undefined));
}

const EMPTY = new Uint8Array(0);

/** The length of a body of one chunk or none, which is what Content-Length says where the application does not. */
function lengthOf(body: readonly unknown[]): number | undefined {
  if (body.length > 1) return undefined;
  const chunk: unknown = body.length === 0 ? EMPTY : body[0];
  checkChunk(chunk);
  return chunk.length;
}

function writeHead(
  exchange: Exchange,
  status: string,
  headers: HeaderList,
  bodiless: boolean,
  length: number | undefined,
): void {
  const { request, response } = exchange;
  const fields: string[] = [];
  let server = false;
  for (const [name, value] of headers) {
    const lower = name.length === 6 || bodiless ? name.toLowerCase() : "";
    if (bodiless && lower === "content-length") continue;
    if (lower === "server") server = true;
    fields.push(name, value);
  }
  if (!server) fields.push("Server", "TSGI");
  if (length !== undefined) fields.push("Content-Length", String(length));
  // A body whose length nobody knows is not waited for; nor is one that the client was not told to send.
  if (
    exchange.awaitsContinue ||
    (exchange.bodyIsPending && request.headers["transfer-encoding"] !== undefined)
  ) {
    exchange.closing = true;
  }
  if (exchange.closing) fields.push("Connection", "close");
  response.writeHead(Number(status.slice(0, 3)), status.slice(4), fields);
}
