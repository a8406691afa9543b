import { fileBody } from "./body.ts";
import { RequestError } from "./errors.ts";
import { resourceOf } from "./target.ts";
import type { Environ, ErrorStream, Input } from "./types.ts";

/** The head of an HTTP request, as latin-1 text. */
export interface RequestHead {
  readonly method: string;
  /** The request target as received: "/books?author=lem". */
  readonly target: string;
  /** "HTTP/1.1". */
  readonly protocol: string;
  /** Names and values in turn, as received: ["Host", "localhost", "Accept", …]. */
  readonly fields: readonly string[];
}

/** What the server knows besides the head. */
export interface RequestContext {
  readonly serverName: string;
  readonly serverPort: string;
  readonly remoteAddr: string;
  readonly remotePort: string;
  readonly scheme: "http" | "https";
  readonly multiprocess: boolean;
  readonly input: Input;
  readonly errors: ErrorStream;
  readonly signal: AbortSignal;
}

const VERSION = Object.freeze([1, 0] as const);

/**
 * Makes the environ of an HTTP request (RFC 3875 §4.1).
 *
 * Throws a RequestError, 400 Bad Request, for a target, a Host or a repeated field that must be refused.
 */
export function createEnviron(head: RequestHead, context: RequestContext): Environ {
  const target = parseTarget(head.method, head.target);
  const environ: Environ = {
    REQUEST_METHOD: head.method,
    SCRIPT_NAME: "",
    PATH_INFO: target.path,
    QUERY_STRING: target.query,
    REQUEST_URI: head.target,
    SERVER_NAME: context.serverName,
    SERVER_PORT: context.serverPort,
    SERVER_PROTOCOL: head.protocol,
    SERVER_SOFTWARE: "TSGI",
    REMOTE_ADDR: context.remoteAddr,
    REMOTE_PORT: context.remotePort,
    "tsgi.version": VERSION,
    "tsgi.url_scheme": context.scheme,
    "tsgi.input": context.input,
    "tsgi.input_terminated": true,
    "tsgi.errors": context.errors,
    "tsgi.multithread": false,
    "tsgi.multiprocess": context.multiprocess,
    "tsgi.run_once": false,
    "tsgi.file_wrapper": fileBody,
    "tsgi.signal": context.signal,
  };
  addFields(environ, head.fields);
  // The host of an absolute target stands above the Host field (RFC 9112 §3.2.2).
  if (target.host !== undefined) environ.HTTP_HOST = target.host;
  if (environ.HTTP_HOST !== undefined) checkHost(environ.HTTP_HOST);
  return environ;
}

interface Target {
  readonly path: string;
  readonly query: string;
  readonly host?: string;
}

const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/i;

/** Reads the four forms of a request target (RFC 9112 §3.2), of which CONNECT's never comes to an application. */
function parseTarget(method: string, target: string): Target {
  if (target.startsWith("/")) return parsePath(target);
  if (target === "*" && method === "OPTIONS") return { path: "/", query: "" };
  const absolute = ABSOLUTE.exec(target);
  if (!absolute) throw badRequest("the request target is none");
  const [, authority = "", rest = ""] = absolute;
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  if (host === "") throw badRequest("the request target names no host");
  return { ...parsePath(rest.startsWith("/") ? rest : `/${rest}`), host };
}

function parsePath(target: string): Target {
  const { path, query } = resourceOf(target);
  if (path === undefined) throw badRequest('a "%" in the path is not followed by two hexadecimal digits');
  return { path, query };
}

/** Adds the request fields as meta-variables: repeated ones joined, those that a client must not set left out. */
function addFields(environ: Environ, fields: readonly string[]): void {
  for (let index = 0; index < fields.length; index += 2) {
    const key = metaVariable(fields[index] as string);
    if (key === undefined) continue;
    const value = fields[index + 1] as string;
    const before = environ[key];
    if (before === undefined) {
      environ[key] = value;
    } else if (SINGLE.has(key)) {
      throw badRequest(`the field ${fields[index]} stands twice`);
    } else {
      environ[key] = `${before}${key === "HTTP_COOKIE" ? "; " : ", "}${value}`;
    }
  }
}

const SINGLE = new Set(["HTTP_HOST", "CONTENT_TYPE", "CONTENT_LENGTH"]);

type MetaVariable = `HTTP_${string}` | "CONTENT_TYPE" | "CONTENT_LENGTH";

const metaVariables = new Map<string, MetaVariable | undefined>();
const REMEMBERED = 1000;

/** The meta-variable of a field name; undefined for a field that never becomes one. Names seen are remembered. */
function metaVariable(name: string): MetaVariable | undefined {
  const known = metaVariables.get(name);
  if (known !== undefined || metaVariables.has(name)) return known;
  const key = newMetaVariable(name);
  if (metaVariables.size < REMEMBERED) metaVariables.set(name, key);
  return key;
}

function newMetaVariable(name: string): MetaVariable | undefined {
  // X_User and X.User would pass for X-User, and HTTP_PROXY is what libraries take for their proxy ("httpoxy").
  if (!/^[0-9A-Za-z-]+$/.test(name) || /^proxy$/i.test(name)) return undefined;
  const key = name.toUpperCase().replaceAll("-", "_");
  return key === "CONTENT_TYPE" || key === "CONTENT_LENGTH" ? key : `HTTP_${key}`;
}

// A name, an IPv4 or a bracketed IPv6 address, and perhaps a port (RFC 3986 §3.2.2).
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9\-._~!$&'()*+,;=%]*)(?::[0-9]{0,5})?$/;

let lastHost = "";

function checkHost(host: string): void {
  if (host === lastHost) return;
  if (!HOST.test(host)) throw badRequest("the Host field is no host");
  lastHost = host;
}

function badRequest(message: string): RequestError {
  return new RequestError("400 Bad Request", message);
}
