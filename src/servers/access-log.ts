/** What is known of a request when its response has ended. */
export interface AccessEntry {
  readonly remoteAddr: string;
  /** As received: "GET /books?author=lem HTTP/1.1". */
  readonly requestLine: string;
  /** The status code: 200. */
  readonly status: number;
  /** Bytes of the body that were handed over to be sent. */
  readonly bytes: number;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * A line of the Common Log Format, in universal time, without a line end.
 *
 * @example 127.0.0.1 - - [19/Aug/2014:10:31:39 +0000] "GET / HTTP/1.1" 200 16
 */
export function commonLogLine(entry: AccessEntry, time: number = Date.now()): string {
  const bytes = entry.bytes === 0 ? "-" : entry.bytes;
  return `${entry.remoteAddr} - - [${logTime(time)}] "${escaped(entry.requestLine)}" ${entry.status} ${bytes}`;
}

let second = 0;
let secondText = "";

/** The time to the second, as Apache httpd writes it; written anew once a second. */
function logTime(time: number): string {
  const now = Math.floor(time / 1000);
  if (now !== second) {
    const date = new Date(now * 1000);
    const [day, clock] = [date.toISOString().slice(8, 10), date.toISOString().slice(11, 19)];
    secondText = `${day}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${clock} +0000`;
    second = now;
  }
  return secondText;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not reach a terminal
const UNSAFE = /[\x00-\x1f"\\\x7f-\uffff]/g;

const LONGEST = 2000;

/** Escapes what could break the line or command the terminal that shows it, and cuts what would fill the disk. */
function escaped(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
  return shown.replace(UNSAFE, (char) =>
    char === '"' || char === "\\" ? `\\${char}` : `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

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
