import { type AccessEntry, commonLogLine } from "../protocols/log-line.ts";

export type { AccessEntry } from "../protocols/log-line.ts";

// How long a line may wait for others, in milliseconds, and how many bytes wait at most.
const GATHER_MILLISECONDS = 50;
const GATHER_BYTES = 64 * 1024;

/** Logs a request as a line; `flush()` writes the lines that wait. */
export type AccessLog = ((entry: AccessEntry) => void) & { flush(): void };

/**
 * An access log on `stream`. Lines that come close together go out in one write, since a write a line would cost as
 * much as the request. They wait as bytes: as strings they would keep the garbage collector busy.
 */
export function accessLog(stream: { write(text: string): unknown }): AccessLog {
  const waiting = Buffer.allocUnsafeSlow(GATHER_BYTES);
  let size = 0;
  const flush = () => {
    if (size > 0) stream.write(waiting.toString("latin1", 0, size));
    size = 0;
  };
  const log = (entry: AccessEntry) => {
    const line = `${commonLogLine(entry)}\n`;
    if (size + line.length > GATHER_BYTES) flush();
    if (size === 0) setTimeout(flush, GATHER_MILLISECONDS);
    size += waiting.write(line, size, "latin1");
  };
  return Object.assign(log, { flush });
}
