import { Buffer } from "node:buffer";
import type { Environ } from "../../gateway/index.ts";

/** The variables of a request as CGI, FastCGI and SCGI hand them over: latin-1 text, one character a byte. */
export type Variables = ReadonlyMap<string, string>;

/**
 * Adds a variable to those of a request. What stands for a field of HTTP and is there already is a field that the client
 * sent twice, which some web servers (nginx before 1.23) hand over as often: the values are joined as a server on HTTP
 * joins them (RFC 9110 §5.3). Of any other name the last one counts, and of HTTP_HOST: there is one host, and a line of the
 * web server's configuration that sets it comes behind those that it brings.
 */
export function addVariable(variables: Map<string, string>, name: string, value: string): void {
  const isList = name.startsWith("HTTP_") && name !== "HTTP_HOST";
  const earlier = isList ? variables.get(name) : undefined;
  if (earlier === undefined) variables.set(name, value);
  else variables.set(name, `${earlier}${name === "HTTP_COOKIE" ? "; " : ", "}${value}`);
}

/**
 * The variables of a request for a program that speaks CGI, FastCGI or SCGI: those of the environ, and what RFC 3875
 * asks for besides. `length` is the length of the body that is handed over, in bytes.
 */
export function variablesOf(environ: Environ, length: number): Map<string, string> {
  const variables = new Map<string, string>([["GATEWAY_INTERFACE", "CGI/1.1"]]);
  for (const name of Object.keys(environ)) {
    const value = environ[name];
    if (typeof value === "string" && !name.includes(".")) variables.set(name, value);
  }
  if (environ["tsgi.url_scheme"] === "https") variables.set("HTTPS", "on");
  // The body is handed over with its length, whichever way it came.
  variables.delete("HTTP_TRANSFER_ENCODING");
  variables.set("CONTENT_LENGTH", length > 0 || environ.CONTENT_LENGTH !== undefined ? String(length) : "");
  variables.delete("HTTP_PROXY");
  return variables;
}

/** The variables that a process was started with, from the bytes of its environment: "NAME=value", each ended by NUL. */
export function parseEnvironment(bytes: Uint8Array): Map<string, string> {
  const variables = new Map<string, string>();
  for (const entry of Buffer.from(bytes).toString("latin1").split("\0")) {
    const equals = entry.indexOf("=");
    if (equals > 0) variables.set(entry.slice(0, equals), entry.slice(equals + 1));
  }
  return variables;
}
