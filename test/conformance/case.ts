import type { Application } from "../../src/gateway/index.ts";
import type { HttpOptions } from "../../src/servers/http.ts";

/**
 * What calls an application. "call" is `respond()` alone, with no wire; "http" reads the request's own bytes; the
 * others are handed the request by a web server or a runtime.
 */
export type Kind = "call" | "http" | "cgi" | "fastcgi" | "scgi" | "fetch" | "thread" | "node";

/** One behaviour: a request, an application, and what comes of it. */
export interface Case {
  /** The number of the behaviour in the list of what a gateway must get right. */
  readonly number: number;
  readonly name: string;
  /** The bytes of the request, or of several one behind the other, as latin-1 text. */
  readonly request: string;
  /** What is called; the one that shows its environ when none is given. */
  readonly application?: Application;
  /** The response, or the responses in order. */
  readonly expect: Expected | readonly Expected[];
  /** What the error stream must hold in the end; nothing unless given. */
  readonly errors?: string | RegExp;
  /** The servers for which this makes sense; all unless given. */
  readonly on?: readonly Kind[];
  /** Servers that cannot do this by their nature, each with the reason. */
  readonly beyond?: Readonly<Partial<Record<Kind, string>>>;
  /** The application breaks the interface on purpose: who must say so? Under the validator unless it is the server. */
  readonly breaks?: "the server says so" | "the validator says so";
  /** Options of a server on HTTP. */
  readonly options?: HttpOptions;
}

/** What a response must be. What is not given is not looked at, but for the status and the end. */
export interface Expected {
  /** 200 unless given. */
  readonly status?: number;
  readonly reason?: string;
  /** Fields by their name in lower case; null when there must be none, a list when there must be several of the name. */
  readonly headers?: Readonly<Record<string, string | RegExp | readonly string[] | null>>;
  /** Latin-1 text. */
  readonly body?: string | RegExp;
  /** Values that the application must have seen, when it is the one that shows its environ. */
  readonly environ?: Readonly<Record<string, string | RegExp | boolean | undefined>>;
  /** False when the body must be broken off; true unless given. */
  readonly complete?: boolean;
  /** Whether the connection serves another request then. */
  readonly connection?: "kept" | "closed";
}

/** For rows about what only a server on HTTP sees. */
export const HTTP: readonly Kind[] = ["http"];

/** For rows about what a wire would not let through. */
export const CALL: readonly Kind[] = ["call"];

/** The bytes of a request with a Host field and no body. */
export function request(method: string, target: string, ...fields: readonly string[]): string {
  return head(`${method} ${target} HTTP/1.1`, "Host: localhost", ...fields);
}

/** The bytes of a GET with a Host field. */
export function get(target: string, ...fields: readonly string[]): string {
  return request("GET", target, ...fields);
}

/** The bytes of a POST of `body` with its length. */
export function post(body: string, ...fields: readonly string[]): string {
  return request("POST", "/", `Content-Length: ${body.length}`, ...fields) + body;
}

/** The bytes of a POST whose body is sent in chunks; `body` holds them with their sizes. */
export function postChunked(body: string, ...fields: readonly string[]): string {
  return request("POST", "/", "Transfer-Encoding: chunked", ...fields) + body;
}

/** The bytes of a head with nothing added. */
export function head(line: string, ...fields: readonly string[]): string {
  return `${[line, ...fields].join("\r\n")}\r\n\r\n`;
}

/** The bytes of a head with a request line and a Host field. */
export function line(text: string): string {
  return head(text, "Host: localhost");
}

/** A row about bytes that are no HTTP, or none that may pass: 400, and nothing that follows is read. */
export function refused(number: number, name: string, request: string, status = 400): Case {
  return { number, name, request, on: HTTP, application: readAll, expect: { status, connection: "closed" } };
}

/** Reads the whole body and answers with nothing. */
const readAll: Application = async (environ, startResponse) => {
  await environ["tsgi.input"].read();
  startResponse("204 No Content", []);
  return [];
};
