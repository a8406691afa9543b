import { Buffer } from "node:buffer";
import { BodyInput, type Environ, fileBody } from "../../src/gateway/index.ts";

/**
 * A valid environ for a test that calls an application as a function: "GET /" of a server named localhost, unless
 * `overrides` say otherwise.
 *
 * An override that is undefined takes its key away. A `body` (bytes, or text that is sent as UTF-8) becomes `tsgi.input`
 * and gives CONTENT_LENGTH. What is reported to `tsgi.errors` is dropped.
 */
export function testEnviron(overrides: Partial<Environ> = {}, body?: Uint8Array | string): Environ {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const chunks = bytes === undefined ? [] : [bytes];
  const environ: Environ = {
    REQUEST_METHOD: bytes === undefined ? "GET" : "POST",
    SCRIPT_NAME: "",
    PATH_INFO: "/",
    QUERY_STRING: "",
    REQUEST_URI: "/",
    SERVER_NAME: "localhost",
    SERVER_PORT: "80",
    SERVER_PROTOCOL: "HTTP/1.1",
    REMOTE_ADDR: "127.0.0.1",
    REMOTE_PORT: "49152",
    HTTP_HOST: "localhost",
    "tsgi.version": [1, 0],
    "tsgi.url_scheme": "http",
    "tsgi.input": new BodyInput(async () => chunks.shift()),
    "tsgi.input_terminated": true,
    "tsgi.errors": { write: () => {}, flush: () => {} },
    "tsgi.multithread": false,
    "tsgi.multiprocess": false,
    "tsgi.run_once": false,
    "tsgi.file_wrapper": fileBody,
    "tsgi.signal": new AbortController().signal,
  };
  if (bytes !== undefined) environ.CONTENT_LENGTH = String(bytes.length);
  for (const [key, value] of Object.entries(overrides)) {
    if (value === undefined) delete environ[key];
    else environ[key] = value;
  }
  return environ;
}
