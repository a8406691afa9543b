import { checkBody } from "../body.ts";
import { shown } from "../checks.ts";
import type { Body } from "../types.ts";
import type { Chunks } from "./chunks.ts";
import type { Faults } from "./fault.ts";

// # 5. The body
//
// What the application returns: an array of chunks, a generator, or any other iterable of bytes.

/**
 * The same body, watched on both sides: what the application yields, and how the server reads it.
 *
 * An array stays the array that it is, its chunks checked at once; any other body is asked for a chunk only when the
 * server asks. Throws a ValidationError for what is no body.
 */
export function checkedBody(body: Body, chunks: Chunks, faults: Faults): Body {
  // § 5.1 The body MUST be an iterable or an asynchronous iterable. A string or bare bytes, which JavaScript would
  // iterate letter by letter, are none: write `[bytes]`. (PEP 3333 "The Application/Framework Side"; cases 75, 76)
  faults.check("application", "5.1", () => checkBody(body), chunks.place);
  if (Array.isArray(body)) {
    for (const chunk of body) chunks.take(chunk);
    chunks.end();
    return body;
  }
  const reading = new Reading(chunks, faults);
  if (Symbol.asyncIterator in body) {
    return {
      [Symbol.asyncIterator]() {
        reading.begin();
        return readAsync(body[Symbol.asyncIterator](), reading);
      },
    };
  }
  return {
    [Symbol.iterator]() {
      reading.begin();
      return read(body[Symbol.iterator](), reading);
    },
  };
}

/** How far the server has read one body, and what it may do next. */
class Reading {
  readonly #chunks: Chunks;
  readonly #faults: Faults;
  #state: "new" | "open" | "asked" | "ended" | "closed" = "new";

  constructor(chunks: Chunks, faults: Faults) {
    this.#chunks = chunks;
    this.#faults = faults;
  }

  // § 5.2 A server MUST NOT iterate a body twice, for most bodies can be read only once. (PEP 3333 "The
  // Application/Framework Side"; case 79)
  begin(): void {
    this.#demand("5.2", this.#state === "new", "the body must not be iterated twice");
    this.#state = "open";
  }

  // § 5.3 A server MUST pass a chunk on before it asks for the next one, and SHOULD ask only when the client has taken
  // it: so a response can be longer than the memory, and its first line is there before its last one is made.
  // (PEP 3333 "Buffering and Streaming"; cases 87-89)
  ask(): void {
    const state = this.#state;
    this.#demand("5.3", state !== "asked", "next() must not be called before the last chunk has come");

    // § 5.4 A server MUST NOT call `next()` after the end, after `return()`, or after the body threw. (case 79)
    this.#demand("5.4", state === "open", "next() must not be called after the end of the body");
    this.#state = "asked";
  }

  // § 5.5 A server MUST run a body to its end, or call its `return()`, once: also for HEAD, also when the client
  // left, also when sending failed. This is the `close()` of PEP 3333, and where a body gives back what it holds. A
  // middleware that puts another body in the place of one owes the old one the same. (PEP 3333 "The
  // Application/Framework Side"; cases 78, 82, 90, 95)
  close(): void {
    this.#demand("5.5", this.#state !== "closed", "return() must not be called twice");
    this.#state = "closed";
  }

  // § 5.6 A body that holds a resource before its first chunk MUST bring an iterator of its own, with a `return()`: a
  // generator whose `next()` was never called does not run its `finally` on `return()`. The file wrapper does so.
  // (case 78)

  /** The iterator threw: it has ended by itself. */
  fail(): void {
    if (this.#state === "asked") this.#state = "ended";
  }

  /** Looks at what the iterator gave, and throws a ValidationError where it is not what may come now. */
  accept(step: IteratorResult<Uint8Array>): void {
    if (this.#state !== "asked") return; // closed while the chunk was on its way: nobody will see it
    this.#state = "ended";
    if (typeof step !== "object" || step === null || step instanceof Promise) {
      const what = step instanceof Promise ? "a promise; Symbol.asyncIterator is for those" : shown(step);
      throw this.#faults.fault(
        "application",
        "5.1",
        `next() must give { done, value }, not ${what}`,
        this.#chunks.place,
      );
    }
    if (step.done) {
      this.#chunks.end();
    } else {
      this.#chunks.take(step.value);
      this.#state = "open";
    }
  }

  #demand(clause: string, holds: boolean, rule: string): void {
    if (!holds) throw this.#faults.fault("server", clause, rule);
  }
}

const ENDED = { done: true, value: undefined } as const;

function read(iterator: Iterator<Uint8Array>, reading: Reading): Iterator<Uint8Array> {
  return {
    next() {
      reading.ask();
      let step: IteratorResult<Uint8Array> | undefined;
      try {
        step = iterator.next();
        reading.accept(step);
        return step;
      } catch (error) {
        // Who sees next() throw takes the body for ended. If it was ours to throw, it has not, and is closed here.
        reading.fail();
        if (step && !step.done) iterator.return?.();
        throw error;
      }
    },
    return() {
      reading.close();
      return iterator.return?.() ?? ENDED;
    },
  };
}

function readAsync(iterator: AsyncIterator<Uint8Array>, reading: Reading): AsyncIterator<Uint8Array> {
  return {
    async next() {
      reading.ask();
      let step: IteratorResult<Uint8Array> | undefined;
      try {
        step = await iterator.next();
        reading.accept(step);
        return step;
      } catch (error) {
        reading.fail();
        if (step && !step.done) await iterator.return?.();
        throw error;
      }
    },
    async return() {
      reading.close();
      return (await iterator.return?.()) ?? ENDED;
    },
  };
}
