import { BodyInput, type Environ, type ErrorStream, fileBody, RequestError } from "../../gateway/index.ts";

/** The meta-variables of a request (RFC 3875 §4.1): latin-1 text, one character a byte. */
export type Variables = Readonly<Record<string, string>>;

/**
 * The environ of a request, whichever way it came: its variables and the interface's own keys (docs/tsgi.md § 2).
 *
 * The body is the first CONTENT_LENGTH bytes of `source`, which may go on behind it, or stay open (RFC 3875 §4.2).
 * Throws a RequestError, 400 Bad Request, for a length that is no number.
 */
export function environOf(
  variables: Variables,
  source: AsyncIterable<Uint8Array>,
  errors: ErrorStream,
  signal: AbortSignal,
): Environ {
  // A field called Proxy would pass for the variable in which libraries look for their proxy ("httpoxy").
  const { CONTENT_LENGTH: length = "", HTTP_PROXY: _, ...others } = variables;
  if (!/^[0-9]{0,15}$/.test(length)) throw new RequestError("400 Bad Request", "the length is no number");
  return {
    REQUEST_METHOD: "GET",
    SCRIPT_NAME: "",
    PATH_INFO: "",
    QUERY_STRING: "",
    SERVER_NAME: "localhost",
    SERVER_PORT: "80",
    SERVER_PROTOCOL: "HTTP/1.0",
    ...others,
    ...(length === "" ? {} : { CONTENT_LENGTH: length }),
    "tsgi.version": [1, 0],
    "tsgi.url_scheme": variables.HTTPS === "on" ? "https" : "http",
    "tsgi.input": firstBytes(source[Symbol.asyncIterator](), Number(length)),
    "tsgi.input_terminated": true,
    "tsgi.errors": errors,
    "tsgi.multithread": false,
    "tsgi.multiprocess": true, // nobody knows how many others there are
    "tsgi.run_once": false,
    "tsgi.file_wrapper": fileBody,
    "tsgi.signal": signal,
  };
}

function firstBytes(source: AsyncIterator<Uint8Array>, length: number): BodyInput {
  let missing = length;
  return new BodyInput(async () => {
    if (missing === 0) return undefined;
    const { done, value } = await source.next();
    if (done) throw new RequestError("400 Bad Request", "the body is shorter than its length");
    const wanted = value.subarray(0, missing);
    missing -= wanted.length;
    return wanted;
  });
}
