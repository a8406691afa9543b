import { Buffer } from "node:buffer";
import { STATUS_CODES } from "node:http";
import {
  checkHeaders,
  checkStatus,
  contentLength,
  frozen,
  GatewayError,
  type HeaderField,
  type HeaderList,
} from "../../gateway/index.ts";

/** A response that is not what CGI asks for. The message says in what. */
export class CgiError extends Error {
  override readonly name = "CgiError";
}

/** The head of a CGI response (RFC 3875 §6). */
export interface CgiHead {
  readonly status: string;
  /** The fields, without Status. */
  readonly headers: HeaderList;
  /** True when there is a Content-Type. */
  readonly typed: boolean;
  /** A path of this server, with perhaps a query, that is to be answered instead (§6.2.2). */
  readonly localRedirect: string | undefined;
}

/** How a head begins: with fields, one of which may be Status, or as in HTTP ("non-parsed header" scripts, §5). */
export type HeadForm = "cgi" | "nph";

/** The longest head that is read, in bytes. */
const LONGEST = 64 * 1024;
const LF = 0x0a;
const CR = 0x0d;

/** Reads the head of a CGI response from chunks that may be cut anywhere. */
export class CgiHeadReader {
  #bytes: Buffer = Buffer.alloc(0);
  #lineStart = 0;
  readonly #form: HeadForm;

  constructor(form: HeadForm = "cgi") {
    this.#form = form;
  }

  /**
   * Takes the next chunk. Undefined as long as the head is not whole; then the head, and what of the body has come
   * with it. Throws a CgiError when it is no head, or too long.
   */
  push(chunk: Uint8Array): { head: CgiHead; rest: Uint8Array } | undefined {
    const first = this.#bytes.length === 0;
    this.#bytes = first
      ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
      : Buffer.concat([this.#bytes, chunk]);
    for (;;) {
      const end = this.#bytes.indexOf(LF, this.#lineStart);
      if (end < 0 || end > LONGEST) break;
      const length = end - this.#lineStart;
      if (length === 0 || (length === 1 && this.#bytes[this.#lineStart] === CR)) {
        const text = this.#bytes.toString("latin1", 0, this.#lineStart);
        const head = this.#form === "nph" ? parseNphHead(text) : readCgiHead(text);
        return { head, rest: this.#bytes.subarray(end + 1) };
      }
      this.#lineStart = end + 1;
    }
    if (this.#bytes.length > LONGEST) throw new CgiError(`the head is longer than ${LONGEST} bytes`);
    return undefined;
  }

  /** The output has ended. Throws a CgiError that says what is missing. */
  end(): never {
    throw new CgiError(
      this.#bytes.length === 0 ? "there is no output" : "no empty line ends the head of the output",
    );
  }
}

// Between a web server and its client (RFC 9110 §7.6.1). A script that sends them means well, and is not heard.
const CONNECTION =
  /^(?:connection|keep-alive|proxy-authenticate|proxy-authorization|proxy-connection|te|trailers?|transfer-encoding|upgrade)$/i;

/** The heads of late: a program gives one and the same with many a response. */
const lastHeads = new Map<string, CgiHead>();
const MOST_HEADS = 100;
const LONGEST_REMEMBERED = 1024;

/** `parseCgiHead()`, with fields that nobody can change and need not be checked again. */
function readCgiHead(text: string): CgiHead {
  const last = lastHeads.get(text);
  if (last) return last;
  const read = parseCgiHead(text);
  const head = { ...read, headers: frozen(read.headers) };
  if (text.length > LONGEST_REMEMBERED) return head;
  if (lastHeads.size >= MOST_HEADS) lastHeads.clear();
  lastHeads.set(text, head);
  return head;
}

/**
 * Reads the lines of a head, latin-1 text with LF or CRLF behind each. Without a Status it is 200, or 302 where
 * Location is a URL (RFC 3875 §6.2). Throws a CgiError when it is no head.
 */
export function parseCgiHead(head: string): CgiHead {
  const headers: HeaderField[] = [];
  let status: string | undefined;
  let location: string | undefined;
  for (const line of head.split(/\r?\n/).slice(0, -1)) {
    const [, name = "", text = ""] = /^([^\s:]+):(.*)$/.exec(line) ?? [];
    const value = withoutBlanks(text);
    if (name === "") throw new CgiError(`${JSON.stringify(line.slice(0, 80))} is no field`);
    const lower = name.toLowerCase();
    if (lower === "status") status = parseStatus(value);
    else if (!CONNECTION.test(name)) headers.push([name, value]);
    if (lower === "location") location = value;
  }
  const typed = headers.some(([name]) => name.toLowerCase() === "content-type");
  if (!typed && status === undefined && location === undefined)
    throw new CgiError("there is no Content-Type, Location or Status");
  checked(() => {
    checkHeaders(headers);
    contentLength(headers);
  });
  return {
    status: status ?? (location === undefined ? "200 OK" : "302 Found"),
    headers,
    typed,
    localRedirect: status === undefined && location?.startsWith("/") ? location : undefined,
  };
}

/** Reads the head of a script that answers in HTTP's own form: "HTTP/1.1 200 OK", and fields. */
export function parseNphHead(text: string): CgiHead {
  const [line = ""] = text.split(/\r?\n/, 1);
  const [, status = ""] = /^HTTP\/1\.[01] (.*)$/.exec(line) ?? [];
  if (status === "") throw new CgiError(`${JSON.stringify(line.slice(0, 80))} is no status line`);
  if (/^transfer-encoding:/im.test(text)) throw new CgiError("the body has a Transfer-Encoding");
  const fields = text.slice(line.length).replace(/^\r?\n/, "");
  return { ...parseCgiHead(`Status: ${status}\n${fields}`), localRedirect: undefined };
}

/** The bytes of a head: Status, the fields, CRLF behind each and an empty line. `fields` are names and values in turn. */
export function formatCgiHead(status: string, fields: readonly string[]): Buffer {
  let text = `Status: ${status}\r\n`;
  for (let index = 0; index < fields.length; index += 2) text += `${fields[index]}: ${fields[index + 1]}\r\n`;
  return Buffer.from(`${text}\r\n`, "latin1");
}

/** The text without the spaces and tabs around it. A regular expression would look at many blanks again and again. */
function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && BLANKS.has(text[start])) start++;
  while (end > start && BLANKS.has(text[end - 1])) end--;
  return text.slice(start, end);
}

const BLANKS = new Set<string | undefined>([" ", "\t"]);

function parseStatus(value: string): string {
  const [, code = "", reason = ""] = /^([2-5][0-9]{2})(?: +(.*))?$/.exec(value) ?? [];
  if (code === "") throw new CgiError(`${JSON.stringify(value.slice(0, 80))} is no status`);
  const status = `${code} ${reason || (STATUS_CODES[code] ?? "Unknown")}`;
  checked(() => checkStatus(status));
  return status;
}

function checked(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (error instanceof GatewayError) throw new CgiError(error.message);
    throw error;
  }
}
