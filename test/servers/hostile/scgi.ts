import { Buffer } from "node:buffer";
import { formatScgiHead } from "../../../src/protocols/scgi.ts";
import { get } from "../../conformance/case.ts";
import { type Malformed, NOTHING, raw } from "./malformed.ts";

const HEAD = "CONTENT_LENGTH|0|SCGI|1|REQUEST_METHOD|GET|";

/** The bytes of a request; "|" stands for NUL in the head. */
function request(head: string, body = "", comma = ","): Uint8Array {
  return raw(`${head.length}:${head.replaceAll("|", "\0")}${comma}${body}`);
}

/** What ends its connection, and what the log says of it. */
function ended(name: string, fault: string, bytes: Uint8Array): Malformed {
  return {
    name,
    bytes,
    answer: NOTHING,
    log: new RegExp(`^A connection was closed that brought no SCGI: ${fault}.*\\.$`),
  };
}

/** A request of which nothing more comes. */
function cut(name: string, bytes: Uint8Array): Malformed {
  return { name, bytes, manner: "ends", answer: NOTHING };
}

const GOOD = Buffer.from(
  formatScgiHead(
    new Map([
      ["REQUEST_METHOD", "POST"],
      ["CONTENT_LENGTH", "5"],
    ]),
  ),
);

/** Netstrings that are none, and heads that make no request. */
export const MALFORMED: readonly Malformed[] = [
  ended("a request of HTTP", '"GET / H" is no length', raw(get("/"))),
  ended("the hello of TLS", '".*" is no length', raw("\x16\x03\x01\x02\0\x01\0\x01")),
  ended("zeros", '".*" is no length', raw("\0".repeat(64))),
  ended("no length", '"" is no length', raw(":abc,")),
  ended("a length with a zero before it", '"042" is no length', raw("042:", HEAD, ",")),
  ended("a length with a sign", '"-1" is no length', raw("-1:", HEAD, ",")),
  ended("a length that has no end", '"1111111" is no length', raw("1".repeat(100))),
  ended("a head that is too long", "the head is longer than 65536 bytes", raw("999999:")),
  ended("no comma", "no comma ends the head", request(HEAD, "", ";")),
  ended("an empty head", "CONTENT_LENGTH does not come first", raw("0:,")),
  ended("a name without a value", "the head is no row of names and values", request(`${HEAD}ONE|`)),
  ended("a value without its end", "the head is no row of names and values", request(`${HEAD}ONE|1`)),
  ended("a name that is empty", "a name is empty", request(`${HEAD}|1|`)),
  ended("a name that stands twice", 'the name "SCGI" stands twice', request(`${HEAD}SCGI|1|`)),
  ended(
    "a head without CONTENT_LENGTH",
    "CONTENT_LENGTH does not come first",
    request("SCGI|1|REQUEST_METHOD|GET|"),
  ),
  ended(
    "CONTENT_LENGTH behind another",
    "CONTENT_LENGTH does not come first",
    request("SCGI|1|CONTENT_LENGTH|0|"),
  ),
  ended(
    "a CONTENT_LENGTH that is no number",
    "CONTENT_LENGTH is no number",
    request("CONTENT_LENGTH|-1|SCGI|1|"),
  ),
  ended("a CONTENT_LENGTH that is empty", "CONTENT_LENGTH is no number", request("CONTENT_LENGTH||SCGI|1|")),
  ended("no SCGI", "SCGI is not 1", request("CONTENT_LENGTH|0|REQUEST_METHOD|GET|")),
  ended("another SCGI", "SCGI is not 1", request("CONTENT_LENGTH|0|SCGI|2|")),
  {
    name: "no REQUEST_METHOD",
    bytes: request("CONTENT_LENGTH|0|SCGI|1|"),
    answer: /^Status: 500 /,
    log: /^The request was refused: there is no REQUEST_METHOD.*\.$/,
  },
  cut("nothing", raw()),
  cut("half a length", raw("4")),
  cut("half a head", GOOD.subarray(0, 20)),
  cut("a head without its comma", GOOD.subarray(0, -1)),
  cut("a body that does not come to its end", raw(GOOD.toString("latin1"), "abc")),
  {
    name: "a request by somebody who leaves",
    bytes: raw(GOOD.toString("latin1"), "abc"),
    manner: "leaves",
    answer: NOTHING,
  },
];
