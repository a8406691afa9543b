import { checkBody, iterate } from "../body.ts";
import { shown } from "../checks.ts";
import { GatewayError } from "../errors.ts";
import type { Body } from "../types.ts";
import type { Chunks } from "./chunks.ts";
import type { Faults } from "./fault.ts";

const ENDED = { done: true, value: undefined } as const;

/**
 * The same body, watched on both sides: what the application yields, and how the server reads it.
 *
 * An array stays the array that it is and its chunks are checked at once; any other body is asked for its chunks only
 * when the server asks. Throws a ValidationError for what is no body.
 */
export function checkedBody(body: Body, chunks: Chunks, faults: Faults): Body {
  // § 5.7 The body MUST be an iterable or an asynchronous iterable of chunks. A string or bare bytes, which JavaScript
  // would iterate letter by letter, are none: write `[bytes]`. (PEP 3333 "The Application/Framework Side"; cases 75,
  // 76)
  faults.check("application", "5.7", () => checkBody(body), chunks.place);
  if (Array.isArray(body)) {
    for (const chunk of body) chunks.take(chunk);
    chunks.end();
    return body;
  }
  const reading = new Reading(chunks, faults);
  if (Symbol.asyncIterator in body) {
    return { [Symbol.asyncIterator]: () => readAsync(reading.begin(body[Symbol.asyncIterator]()), reading) };
  }
  return { [Symbol.iterator]: () => read(reading.begin(body[Symbol.iterator]()), reading) };
}
