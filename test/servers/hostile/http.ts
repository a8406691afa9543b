import { get, head, line, post, postChunked, request } from "../../conformance/case.ts";
import type { Manner } from "../../support/flood.ts";
import { type Malformed, NOTHING, raw } from "./malformed.ts";

/** A request that is refused with a status, and logged with it. */
function refused(status: number, name: string, text: string, manner: Manner = "waits"): Malformed {
  return {
    name,
    bytes: raw(text),
    manner,
    answer: new RegExp(`^HTTP/1\\.1 ${status} [^]*\\r\\n\\r\\n${status} [ \\w]+\\n$`),
    log: new RegExp(`^\\S+ - - \\[[^\\]]+\\] ".*" ${status} [0-9]+$`),
  };
}

const lengths = (...values: readonly string[]) =>
  `${request("POST", "/", ...values.map((value) => `Content-Length: ${value}`))}hello`;
const coded = (...values: readonly string[]) =>
  `${request("POST", "/", ...values.map((value) => `Transfer-Encoding: ${value}`))}5\r\nhello\r\n0\r\n\r\n`;
const TRAILERS = "5\r\nhello\r\n0\r\nContent-Length: 5\r\n\r\n";

/** Requests that are no good HTTP. */
export const MALFORMED: readonly Malformed[] = [
  refused(400, "the hello of TLS", "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03"),
  refused(400, "a record of FastCGI", "\x01\x01\0\x01\0\x08\0\0\0\x01\0\0\0\0\0\0"),
  refused(400, "a netstring of SCGI", "24:CONTENT_LENGTH\x000\x00SCGI\x001\x00,"),
  refused(400, "zeros", "\0".repeat(64)),
  refused(400, "HTTP/0.9", "GET /\r\n\r\n"),
  refused(400, "a version of the future", line("GET / HTTP/2.0")),
  refused(400, "a NUL in the target", line("GET /\0 HTTP/1.1")),
  refused(400, "a target that is none", line("GET nowhere HTTP/1.1")),
  refused(400, "a percent that stands alone", line("GET /%zz HTTP/1.1")),
  refused(400, "no Host", head("GET / HTTP/1.1")),
  refused(400, "two Hosts", get("/", "Host: localhost")),
  refused(400, "a Host that is none", head("GET / HTTP/1.1", "Host: a b")),
  refused(400, "a field without a colon", get("/", "nonsense")),
  refused(400, "a space before the colon", get("/", "X-One : 1")),
  refused(400, "a folded field", get("/", "X-One: 1\r\n 2")),
  refused(400, "a NUL in a field", get("/", "X-One: \0")),
  refused(400, "a bare CR in a field", get("/", "X-One: 1\r2")),
  refused(400, "a negative length", lengths("-5")),
  refused(400, "a length that is a list", lengths("5, 5")),
  refused(400, "two lengths", lengths("5", "6")),
  refused(
    400,
    "a length beside a coding",
    request("POST", "/", "Content-Length: 5", "Transfer-Encoding: chunked"),
  ),
  refused(400, "a coding that does not end in chunked", coded("chunked, gzip")),
  refused(501, "a coding that nobody knows", coded("gzip, chunked")),
  refused(400, "a coding in HTTP/1.0", head("POST / HTTP/1.0", "Transfer-Encoding: chunked"), "ends"),
  refused(400, "a chunk whose size is none", postChunked("zz\r\nhello\r\n0\r\n\r\n"), "ends"),
  refused(400, "a chunk that is longer than its size", postChunked("3\r\nhello\r\n0\r\n\r\n"), "ends"),
  refused(400, "a trailer that would change the message", postChunked(TRAILERS), "ends"),
  refused(400, "a body that ends before its length", post("hello").slice(0, -2), "ends"),
  refused(400, "chunks that do not come to their end", postChunked("5\r\nhel"), "ends"),
  refused(413, "a body that is too long", request("POST", "/", "Content-Length: 9999999"), "ends"),
  refused(414, "a target that is too long", get(`/${"a".repeat(9000)}`)),
  refused(431, "a field that is too long", get("/", `X-Long: ${"a".repeat(20_000)}`)),
  refused(431, "fields that are too many", get("/", ...Array<string>(101).fill("X: y"))),
  refused(501, "a tunnel", head("CONNECT localhost:80 HTTP/1.1", "Host: localhost")),
  refused(417, "an expectation that nobody knows", get("/", "Expect: wonders", "Connection: close")),
  {
    name: "half a head",
    bytes: raw(get("/").slice(0, 20)),
    manner: "ends",
    answer: /^(?:HTTP\/1\.1 400 |$)/,
    log: / 400 /,
  },
  { name: "nothing", bytes: raw(), manner: "ends", answer: NOTHING },
  {
    name: "a head by somebody who leaves",
    bytes: raw(get("/").slice(0, 20)),
    manner: "leaves",
    answer: NOTHING,
  },
];
