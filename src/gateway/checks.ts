import { GatewayError } from "./errors.ts";
import { isFrozen } from "./frozen.ts";
import type { HeaderField, HeaderList } from "./types.ts";

// Status code, one space, reason phrase. 1xx is for the server alone to send (RFC 9110 §15.2).
const STATUS = /^[2-5][0-9]{2} [!-~\x80-\xff][ -~\x80-\xff]*$/;

// A token (RFC 9110 §5.6.2) that does not start with a digit nor end in "-" or "_".
const NAME = /^(?![0-9])[!#$%&'*+\-.^_`|~0-9A-Za-z]*[!#$%&'*+.^`|~0-9A-Za-z]$/;

// Visible latin-1 text and spaces. No control character: response splitting ends here (RFC 9110 §5.5).
const VALUE = /^[ -~\x80-\xff]*$/;

// Connection, Keep-Alive and their like are between the server and its client (RFC 9110 §7.6.1); "Status" is a CGI script's.
const SERVERS_OWN =
  /^(?:connection|keep-alive|proxy-authenticate|proxy-authorization|proxy-connection|te|trailers?|transfer-encoding|upgrade|status)$/i;

/** Throws a GatewayError unless `status` is like "404 Not Found". */
export function checkStatus(status: unknown): asserts status is string {
  if (typeof status !== "string" || !STATUS.test(status)) {
    throw new GatewayError(
      `the status must be a code from 200 to 599, one space and a reason, such as "200 OK", not ${shown(status)}`,
    );
  }
}

/** Throws a GatewayError unless `headers` is a list of [name, value] that may be sent as it stands. */
export function checkHeaders(headers: unknown): asserts headers is HeaderList {
  if (!Array.isArray(headers)) {
    throw new GatewayError(`the headers must be an array of [name, value], not ${shown(headers)}`);
  }
  if (checked.has(headers)) return;
  for (const field of headers) checkField(field);
  if (isFrozen(headers)) checked.add(headers);
}

// Lists that can no longer change, and so need not be checked again.
const checked = new WeakSet<HeaderList>();

function checkField(field: unknown): asserts field is HeaderField {
  if (!Array.isArray(field) || field.length !== 2) {
    throw new GatewayError(`a header must be [name, value], not ${shown(field)}`);
  }
  const [name, value] = field;
  if (typeof name !== "string" || !NAME.test(name)) {
    throw new GatewayError(`${shown(name)} is not the name of a header`);
  }
  if (SERVERS_OWN.test(name)) {
    throw new GatewayError(`the header ${name} is not the application's to send`);
  }
  if (typeof value !== "string" || !VALUE.test(value)) {
    throw new GatewayError(
      `the value of the header ${name} must be latin-1 text without control characters, not ${shown(value)}`,
    );
  }
}

/**
 * The Content-Length that the headers give, in bytes; undefined when they give none.
 *
 * Throws a GatewayError when it is no number, or when there is more than one (RFC 9110 §8.6).
 */
export function contentLength(headers: HeaderList): number | undefined {
  let length: number | undefined;
  for (const [name, value] of headers) {
    if (name.length !== 14 || name.toLowerCase() !== "content-length") continue;
    if (!/^[0-9]{1,15}$/.test(value) || length !== undefined) {
      throw new GatewayError(`the Content-Length ${shown(value)} is not one number of bytes`);
    }
    length = Number(value);
  }
  return length;
}

/** True for a status whose response has no body: 204, 205 and 304 (RFC 9110 §6.4.1, §15.3.6). */
export function isBodiless(status: string): boolean {
  return /^(?:204|205|304)/.test(status);
}

/** A value as a person can read it in a message, cut at 80 characters. */
export function shown(value: unknown): string {
  if (typeof value === "function") return "a function";
  let text: string | undefined;
  try {
    text = typeof value === "object" ? JSON.stringify(value) : undefined;
  } catch {
    text = "an object";
  }
  text ??= typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
