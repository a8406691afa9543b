import { Buffer } from "node:buffer";
import {
  after,
  byteLength,
  contentLength,
  forward,
  type Middleware,
  type Response,
  respond,
  wholeBody,
} from "../gateway/index.ts";
import { acceptedCoding } from "./compression/accept-encoding.ts";
import { codedBody } from "./compression/coded-body.ts";
import { codedHead, codedNotModified, varied } from "./compression/coded-head.ts";
import { CODERS } from "./compression/coders.ts";
import { isCompressible } from "./compression/compressible.ts";

// Up to here a body that is whole is coded at once, which takes half a millisecond; a longer one as it is sent.
const AT_ONCE = 128 * 1024;

/**
 * Compresses text of at least `threshold` bytes (1,024 unless given), or of unknown length, by Brotli or gzip, as the
 * client accepts (RFC 9110 §8.4, §12.5.3).
 *
 * What could be compressed tells caches so by Vary, whether it is or not. The client of a stream can read each chunk
 * as soon as it has come. Throws a RangeError at once for a threshold that is no number of bytes.
 *
 * @example compose(head, conditionalGet(), compression())(application)
 */
export function compression({ threshold = 1024 }: { readonly threshold?: number } = {}): Middleware {
  if (!Number.isInteger(threshold) || threshold < 0) {
    throw new RangeError(`the threshold must be a whole number of bytes from 0 up, not ${threshold}`);
  }
  return (application) => (environ, startResponse) => {
    const asked: Asked = {
      isHead: environ.REQUEST_METHOD === "HEAD",
      accepted: environ.HTTP_ACCEPT_ENCODING,
      noneMatch: environ.HTTP_IF_NONE_MATCH ?? "",
    };
    return after(respond(application, environ), (response) =>
      forward(compressed(response, asked, threshold), startResponse),
    );
  };
}

/** What is told of the request before the application is called, which may change its environ. */
interface Asked {
  readonly isHead: boolean;
  readonly accepted: string | undefined;
  readonly noneMatch: string;
}

function compressed(response: Response, asked: Asked, threshold: number): Response {
  const { status, headers, body } = response;
  if (status.startsWith("304")) {
    return { status, headers: codedNotModified(headers, asked.noneMatch), body };
  }
  if (!isCompressible(response)) return response;
  const stated = contentLength(headers);
  const chunks = wholeBody(body);
  const whole = chunks && byteLength(chunks);
  // An application may leave out the body of a response to HEAD, which then says nothing of that of GET.
  const leftOut = asked.isHead && whole === 0;
  const length = stated ?? (leftOut ? undefined : whole);
  if (length !== undefined && (length < threshold || length === 0)) return response;
  if (chunks && !leftOut && whole !== length) return response; // the server is to say that it is not true

  const coding = acceptedCoding(asked.accepted);
  if (coding === undefined || (leftOut && stated === undefined)) {
    return { status, headers: varied(headers), body };
  }
  const coded = codedHead(headers, coding);
  const coder = CODERS[coding];
  if (leftOut) return { status, headers: coded, body };
  if (chunks && byteLength(chunks) <= AT_ONCE) {
    const bytes = coder.whole(Buffer.concat(chunks));
    return { status, headers: [...coded, ["Content-Length", String(bytes.length)]], body: [bytes] };
  }
  return {
    status,
    headers: coded,
    body: codedBody(chunks ? [Buffer.concat(chunks)] : body, coder.stream, stated),
  };
}
