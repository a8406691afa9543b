import { shown } from "../checks.ts";
import type { Environ } from "../types.ts";
import type { Faults } from "./fault.ts";

// # 2. The environ
//
// The request, as a plain object: the meta-variables of CGI/1.1 (RFC 3875 §4.1), and the interface's own keys, which
// begin with `tsgi.`.

// A token (RFC 9110 §5.6.2).
const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

// A name, an IPv4 address or an IPv6 address (RFC 3986 §3.2.2).
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+|[A-Za-z0-9\-._~!$&'()*+,;=%]+)$/;

const ABSENT = ["HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"];

/** Throws a ValidationError for the first rule that an environ breaks. */
export function checkEnviron(environ: Environ, faults: Faults): void {
  checkObject(environ, faults);
  const demand = (clause: string, holds: boolean, rule: string) => {
    if (!holds) throw faults.fault("server", clause, rule);
  };
  checkRequest(environ, demand);
  checkLocation(environ, demand);
  checkFields(environ, demand);
  checkInterface(environ, demand);
  checkSignal(environ, faults);
}

type Demand = (clause: string, holds: boolean, rule: string) => void;

function checkObject(environ: unknown, faults: Faults): void {
  // § 2.1 The environ MUST be a plain object that can be added to, and a new one for each request: an application and
  // a middleware MAY change it, and nothing of one request may reach the next. (PEP 3333 "environ Variables";
  // case 35)
  const prototype = typeof environ === "object" && environ !== null && Object.getPrototypeOf(environ);
  if (typeof environ !== "object" || environ === null || (prototype && prototype !== Object.prototype)) {
    throw faults.fault("server", "2.1", `the environ must be a plain object, not ${shown(environ)}`);
  }
  if (!Object.isExtensible(environ)) {
    throw faults.fault("server", "2.1", "the environ must be an object that can be added to");
  }

  // § 2.2 A key without a dot is a meta-variable. Its value MUST be a string with one character a byte, so with none
  // above U+00FF: a path need not be UTF-8, and no byte may be lost. What is not known is absent, not `undefined`.
  // A server or a middleware MAY add keys of its own, which MUST have a dot. (RFC 3875 §4.1; PEP 3333 "Unicode
  // Issues"; cases 11, 12, 16)
  for (const key of Object.keys(environ)) {
    if (key.includes(".")) continue; // not looked at: it may be made when it is asked for
    const value: unknown = Reflect.get(environ, key);
    if (typeof value !== "string") {
      throw faults.fault("server", "2.2", `the meta-variable ${key} must be a string, not ${shown(value)}`);
    }
    if (/[\u0100-\uffff]/.test(value)) {
      throw faults.fault("server", "2.2", `${key} must have one character a byte, not ${shown(value)}`);
    }
  }
}

function checkRequest(environ: Environ, demand: Demand): void {
  // § 2.3 `REQUEST_METHOD` MUST be a token, with its case as received. (RFC 9110 §9.1; case 1)
  const { REQUEST_METHOD: method, SERVER_PROTOCOL: protocol } = environ;
  demand("2.3", METHOD.test(method ?? ""), `REQUEST_METHOD must be a token, not ${shown(method)}`);

  // § 2.4 `SCRIPT_NAME`, the part of the path that led to the application, and `PATH_INFO`, the rest, MUST each be
  // empty or start with "/". Both are percent-decoded exactly once, and repeated slashes stay. (RFC 3875 §4.1.5,
  // §4.1.13; cases 2, 15-17, 20)
  for (const key of ["SCRIPT_NAME", "PATH_INFO"] as const) {
    const path = environ[key];
    demand(
      "2.4",
      path === "" || path?.startsWith("/"),
      `${key} must be "" or start with "/", not ${shown(path)}`,
    );
  }

  // § 2.5 `SCRIPT_NAME` MUST NOT end in "/", and one of the two MUST NOT be empty: "GET /" at the root is "" and "/".
  // So the URL is always the one put behind the other. (cases 3-5)
  const { SCRIPT_NAME: script, PATH_INFO: path } = environ;
  demand("2.5", !script.endsWith("/"), `SCRIPT_NAME must not end in "/", as ${shown(script)} does`);
  demand("2.5", script !== "" || path !== "", "SCRIPT_NAME and PATH_INFO must not both be empty");

  // § 2.6 `QUERY_STRING` MUST be there, not decoded; it is empty when there is no query. (RFC 3875 §4.1.7; cases 6,
  // 21)
  demand("2.6", typeof environ.QUERY_STRING === "string", "QUERY_STRING must be there, if empty");

  // § 2.7 `SERVER_PROTOCOL` MUST be `HTTP/` and a version, "1.1" or "2". (RFC 3875 §4.1.16; case 8)
  const known = /^HTTP\/[0-9](?:\.[0-9])?$/.test(protocol ?? "");
  demand("2.7", known, `SERVER_PROTOCOL must be like "HTTP/1.1", not ${shown(protocol)}`);

  // § 2.8 `REQUEST_URI` SHOULD be the target as received, undecoded and with the query: it alone tells an encoded
  // slash from a slash. (cases 18-20)
}

function checkLocation(environ: Environ, demand: Demand): void {
  // § 2.9 `SERVER_NAME` MUST be a host and `SERVER_PORT` MUST be digits: with `HTTP_HOST`, where there is one, they
  // rebuild the URL. (RFC 3875 §4.1.14, §4.1.15; PEP 3333 "URL Reconstruction"; cases 7, 34, 37)
  const { SERVER_NAME: name, SERVER_PORT: port } = environ;
  demand("2.9", HOST.test(name ?? ""), `SERVER_NAME must be a host, not ${shown(name)}`);
  demand("2.9", /^[0-9]+$/.test(port ?? ""), `SERVER_PORT must be digits, not ${shown(port)}`);

  // § 2.10 `REMOTE_ADDR` SHOULD be the address of the peer, an IPv6 address without brackets. No request field may
  // set it, nor `REMOTE_USER`, nor the scheme, unless the peer is trusted to. (RFC 3875 §4.1.8; cases 31, 33, 36)
}

function checkFields(environ: Environ, demand: Demand): void {
  // § 2.11 The fields Content-Type and Content-Length MUST stand as `CONTENT_TYPE` and `CONTENT_LENGTH`, without
  // `HTTP_`. (RFC 3875 §4.1.2, §4.1.3; case 9)
  for (const key of ABSENT) {
    demand("2.11", !(key in environ), `${key} must not be there; ${key.slice(5)} is its name`);
  }

  // § 2.12 `CONTENT_LENGTH`, where there is one, MUST be digits; an empty one is left out. (RFC 3875 §4.1.2; case 10)
  const { CONTENT_LENGTH: length = "0" } = environ;
  demand("2.12", /^[0-9]+$/.test(length), `CONTENT_LENGTH must be digits, not ${shown(length)}`);

  // § 2.13 Every other field "Foo-Bar" becomes `HTTP_FOO_BAR`. Repeated ones are joined with ", ", Cookie with "; ".
  // A name that would be taken for another one's, such as "Foo_Bar", MUST be left out or refused, never merged.
  // (RFC 3875 §4.1.18; RFC 9110 §5.3; cases 24-29, 32)

  // § 2.14 `HTTP_PROXY` MUST NOT be there: HTTP libraries take it for the proxy that they are to use, and any client
  // could send it ("httpoxy"). (case 30)
  demand("2.14", !("HTTP_PROXY" in environ), "HTTP_PROXY must not be there, since a client could set it");
}

function checkInterface(environ: Environ, demand: Demand): void {
  // § 2.15 `tsgi.version` MUST be `[1, 0]`. (case 13)
  const version: unknown = environ["tsgi.version"];
  const right = Array.isArray(version) && version.length === 2 && version[0] === 1 && version[1] === 0;
  demand("2.15", right, `tsgi.version must be [1, 0], not ${shown(version)}`);

  // § 2.16 `tsgi.url_scheme` MUST be "http" or "https". (cases 13, 36)
  const scheme = environ["tsgi.url_scheme"];
  const web = scheme === "http" || scheme === "https";
  demand("2.16", web, `tsgi.url_scheme must be "http" or "https", not ${shown(scheme)}`);

  // § 2.17 `tsgi.multithread`, `tsgi.multiprocess`, `tsgi.run_once` and `tsgi.input_terminated` MUST be booleans.
  // (cases 13, 45, 120)
  for (const key of ["multithread", "multiprocess", "run_once", "input_terminated"]) {
    const flag = environ[`tsgi.${key}`];
    demand("2.17", typeof flag === "boolean", `tsgi.${key} must be a boolean, not ${shown(flag)}`);
  }

  // § 2.18 `tsgi.input` MUST have `read`, `readLine` and an asynchronous iterator; `tsgi.errors` MUST have `write` and
  // `flush`. (case 14)
  const { "tsgi.input": input, "tsgi.errors": errors } = environ;
  demand("2.18", can(input, "read", "readLine", Symbol.asyncIterator), "tsgi.input must be a readable body");
  demand("2.18", can(errors, "write", "flush"), "tsgi.errors must be able to write and to flush");

  // § 2.19 `tsgi.file_wrapper` MUST be a function that makes a body of an open file, and that body MUST close the
  // file. (PEP 3333 "Optional Platform-Specific File Handling"; case 86)
  demand("2.19", can(environ, "tsgi.file_wrapper"), "tsgi.file_wrapper must be a function");
}

/** True when `object` has all these methods. */
function can(object: unknown, ...methods: PropertyKey[]): boolean {
  if (typeof object !== "object" || object === null) return false;
  return methods.every((method) => typeof Reflect.get(object, method) === "function");
}

function checkSignal(environ: Environ, faults: Faults): void {
  // § 2.20 `tsgi.signal` MUST be an `AbortSignal`, which is aborted when the client leaves before its response is whole,
  // and only then. A server MAY make it when it is first asked for, and MAY give one to several requests of a connection
  // while it has no event listener: once a response has ended, its signal tells nothing more. (cases 115, 166)
  const check = (signal: unknown): AbortSignal => {
    if (signal instanceof AbortSignal) return signal;
    throw faults.fault("server", "2.20", `tsgi.signal must be an AbortSignal, not ${shown(signal)}`);
  };
  const property = Object.getOwnPropertyDescriptor(environ, "tsgi.signal");
  const { get } = property ?? {};
  if (!get) check(property?.value);
  else Object.defineProperty(environ, "tsgi.signal", { ...property, get: () => check(get.call(environ)) });
}
