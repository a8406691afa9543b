import { type Environ, type Input, RequestError, requestUrl } from "../../gateway/index.ts";
import { requestFields } from "../foreign/request-fields.ts";
import { requestTarget } from "../foreign/request-target.ts";

/** The Request of an environ. Throws a RequestError, 400 or 501, for what the Fetch standard has no Request for. */
export function requestOf(environ: Environ): Request {
  const { REQUEST_METHOD: method, CONTENT_LENGTH: length } = environ;
  if (/^(?:CONNECT|TRACE|TRACK)$/i.test(method)) {
    throw new RequestError("501 Not Implemented", `a Request cannot have the method ${method}`);
  }
  const url = urlOf(environ);
  const headers = headersOf(environ);
  const signal = environ["tsgi.signal"];
  const bodiless = /^(?:GET|HEAD)$/i.test(method) || (length !== undefined && Number(length) === 0);
  if (bodiless) return new Request(url, { method, headers, signal });
  return new Request(url, {
    method,
    headers,
    signal,
    body: streamOf(environ["tsgi.input"]),
    duplex: "half", // the response may begin before the body has ended
  });
}

function urlOf(environ: Environ): URL {
  // What would end the host within the field, and so change the path.
  if (/[/?#@\\]/.test(environ.HTTP_HOST ?? "")) throw badRequest("the Host field is no host");
  const { script, path, query } = requestTarget(environ);
  const whole = requestUrl({ ...environ, SCRIPT_NAME: "", PATH_INFO: "/", QUERY_STRING: "" });
  try {
    return new URL(whole.slice(0, -1) + script + path + query);
  } catch {
    throw badRequest("the Host field is no host");
  }
}

function headersOf(environ: Environ): Headers {
  try {
    return new Headers(requestFields(environ));
  } catch {
    throw badRequest("a field of the request is none");
  }
}

/** A stream that reads the input when it is itself read. */
function streamOf(input: Input): ReadableStream<Uint8Array> {
  const chunks = input[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}

function badRequest(message: string): RequestError {
  return new RequestError("400 Bad Request", message);
}
