import type { Writable } from "node:stream";

/**
 * Has what is written to a stream in this turn of the event loop go out together, and calls `done` then: a write costs
 * more than its bytes.
 */
export function gather(stream: Writable, done: () => void = () => {}): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  setImmediate(() => {
    stream.uncork();
    done();
  });
}
