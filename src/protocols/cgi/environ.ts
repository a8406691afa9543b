import {
  type Environ,
  type ErrorStream,
  fileBody,
  GatewayError,
  type Input,
  RequestError,
} from "../../gateway/index.ts";
import { pathsOf } from "./paths.ts";
import type { Variables } from "./variables.ts";

/** What a server knows besides the variables. */
export interface VariablesContext {
  readonly input: Input;
  readonly errors: ErrorStream;
  readonly signal: AbortSignal;
  readonly multithread: boolean;
  readonly multiprocess: boolean;
  readonly runOnce: boolean;
}

const VERSION = Object.freeze([1, 0] as const);

// A token (RFC 9110 §5.6.2).
const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

// A name, an IPv4 address or an IPv6 address (RFC 3986 §3.2.2).
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+|[A-Za-z0-9\-._~!$&'()*+,;=%]+)$/;

/**
 * Makes the environ of a request that a web server hands over as meta-variables (RFC 3875 §4.1), and mends what web
 * servers are known to leave out or to get wrong.
 *
 * Throws a RequestError, 400 Bad Request, for a REQUEST_METHOD that is no token and a CONTENT_LENGTH that is no number,
 * and a GatewayError where the web server gave no REQUEST_METHOD.
 */
export function createEnvironOf(variables: Variables, context: VariablesContext): Environ {
  const method = variables.get("REQUEST_METHOD");
  if (!method) {
    throw new GatewayError("there is no REQUEST_METHOD; only a web server gives the variables of a request");
  }
  if (!METHOD.test(method)) throw new RequestError("400 Bad Request", "the REQUEST_METHOD is no token");
  const scheme = isSecure(variables) ? "https" : "http";
  const environ: Environ = {
    REQUEST_METHOD: method,
    ...pathsOf(variables),
    QUERY_STRING: variables.get("QUERY_STRING") ?? "",
    SERVER_NAME: matching(HOST, variables.get("SERVER_NAME")) ?? "localhost", // nginx may give a pattern of names
    SERVER_PORT: matching(/^[0-9]+$/, variables.get("SERVER_PORT")) ?? (scheme === "https" ? "443" : "80"),
    SERVER_PROTOCOL: protocolOf(variables),
    "tsgi.version": VERSION,
    "tsgi.url_scheme": scheme,
    "tsgi.input": context.input,
    "tsgi.input_terminated": true,
    "tsgi.errors": context.errors,
    "tsgi.multithread": context.multithread,
    "tsgi.multiprocess": context.multiprocess,
    "tsgi.run_once": context.runOnce,
    "tsgi.file_wrapper": fileBody,
    "tsgi.signal": context.signal,
  };
  for (const [name, value] of variables) {
    if (name in environ || isLeftOut(name, value)) continue;
    environ[name] = name.startsWith("HTTP_") ? trimmed(value) : value;
  }
  if (!/^[0-9]{0,15}$/.test(environ.CONTENT_LENGTH ?? "")) {
    throw new RequestError("400 Bad Request", "the CONTENT_LENGTH is no number");
  }
  // Over FastCGI lighttpd says "0" also where the client said nothing, as most do that only read.
  if (/^0+$/.test(environ.CONTENT_LENGTH ?? "") && /^(?:GET|HEAD)$/.test(method)) {
    delete environ.CONTENT_LENGTH;
  }
  return environ;
}

/** The value of a field without the spaces and tabs around it, which not every web server takes off (RFC 9110 §5.5). */
function trimmed(value: string): string {
  if (!isBlank(value.charCodeAt(0)) && !isBlank(value.charCodeAt(value.length - 1))) return value;
  return value.replace(/^[ \t]+/, "").replace(/(?<![ \t])[ \t]+$/, "");
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** The text, if the pattern says that it is one. */
function matching(pattern: RegExp, text: string | undefined): string | undefined {
  return text !== undefined && pattern.test(text) ? text : undefined;
}

/**
 * What never comes into an environ: a name with a dot, which could pass for one of the interface's own keys;
 * HTTP_PROXY, which a client can set ("httpoxy"); the doubles of CONTENT_TYPE and CONTENT_LENGTH; and these two, or who
 * the user is, when they are empty, as they are by custom where there is no body, or nobody who has said his name.
 */
function isLeftOut(name: string, value: string): boolean {
  if (name.includes(".")) return true;
  switch (name) {
    case "":
    case "__proto__":
    case "HTTP_PROXY":
    case "HTTP_CONTENT_TYPE":
    case "HTTP_CONTENT_LENGTH":
      return true;
    case "CONTENT_TYPE":
    case "CONTENT_LENGTH":
    case "REMOTE_USER":
    case "AUTH_TYPE":
      return value === "";
    default:
      return false;
  }
}

function isSecure(variables: Variables): boolean {
  return /^(?:on|1|yes)$/i.test(variables.get("HTTPS") ?? "") || variables.get("REQUEST_SCHEME") === "https";
}

/** The protocol; of a request that a web server makes itself, for a part of a page, it is "INCLUDED" (RFC 3875 §4.1.16). */
function protocolOf(variables: Variables): string {
  const protocol = variables.get("SERVER_PROTOCOL") ?? "";
  return /^HTTP\/[0-9](?:\.[0-9])?$/.test(protocol) ? protocol : "HTTP/1.0";
}
