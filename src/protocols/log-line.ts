import { MONTHS } from "./http-dates.ts";

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

/** The same with the fields of the request that tell where the client came from, and what it is. */
export interface CombinedEntry extends AccessEntry {
  readonly referer: string | undefined;
  readonly userAgent: string | undefined;
}

/**
 * A line of the Common Log Format, in universal time, without a line end.
 *
 * @example 127.0.0.1 - - [19/Aug/2014:10:31:39 +0000] "GET / HTTP/1.1" 200 16
 */
export function commonLogLine(entry: AccessEntry, time: number = Date.now()): string {
  const bytes = entry.bytes === 0 ? "-" : entry.bytes;
  return `${entry.remoteAddr} - - [${logTime(time)}] "${escaped(entry.requestLine)}" ${entry.status} ${bytes}`;
}

/**
 * A line of the Combined Log Format: the common one, and Referer and User-Agent in quotes, "-" where there is none.
 *
 * @example 127.0.0.1 - - [19/Aug/2014:10:31:39 +0000] "GET / HTTP/1.1" 200 16 "http://localhost/" "curl/8.0"
 */
export function combinedLogLine(entry: CombinedEntry, time: number = Date.now()): string {
  const { referer, userAgent } = entry;
  return `${commonLogLine(entry, time)} "${escaped(referer || "-")}" "${escaped(userAgent || "-")}"`;
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
