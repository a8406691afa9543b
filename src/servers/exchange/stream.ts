import { checkChunk } from "../../gateway/body.ts";
import { type Body, iterate } from "../../gateway/index.ts";
import type { Exchange } from "../exchange.ts";
import { closeBody } from "./close-body.ts";

/**
 * Sends a body chunk by chunk, each when the client has taken the one before.
 *
 * `writeHead` is called before the first byte. `stated` is the Content-Length, if there is one: what is longer is cut
 * and told to the error stream, and what is shorter breaks the response off, since the client cannot know otherwise.
 * The body's iterator is run to its end, or its `return()` is called, once.
 */
export async function stream(
  exchange: Exchange,
  body: Body,
  stated: number | undefined,
  writeHead: () => void,
): Promise<void> {
  const { errors } = exchange;
  const iterator = iterate(body);
  let open = true;
  try {
    while (!exchange.gone) {
      open = false; // an iterator that throws has ended by itself
      const step = iterator.next();
      const next = step instanceof Promise ? await exchange.unlessGone(step) : step;
      if (next?.done) break;
      open = true;
      if (next === undefined) break;
      checkChunk(next.value);
      const chunk = next.value.subarray(0, stated === undefined ? undefined : stated - exchange.sent);
      if (chunk.length > 0) {
        if (exchange.sent === 0) writeHead();
        exchange.sent += chunk.length;
        const taken = exchange.write(chunk);
        if (taken) await exchange.unlessGone(taken);
      }
      if (chunk.length < next.value.length) {
        errors.write(`The body is longer than its Content-Length, ${stated}; the rest is cut off.\n`);
        break;
      }
    }
  } finally {
    if (open) await closeBody(iterator, errors);
  }
  if (exchange.gone) return;
  const { sent } = exchange;
  if (sent === 0) writeHead();
  if (stated !== undefined && sent < stated) {
    errors.write(`The body has ${sent} bytes and not its Content-Length, ${stated}; it is broken off.\n`);
    exchange.breakOff();
  } else {
    exchange.finish();
  }
}
