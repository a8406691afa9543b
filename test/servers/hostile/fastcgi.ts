import { Buffer } from "node:buffer";
import { formatBegin, parseEnd } from "../../../src/protocols/fastcgi/bodies.ts";
import {
  FCGI_ABORT_REQUEST,
  FCGI_DATA,
  FCGI_END_REQUEST,
  FCGI_FILTER,
  FCGI_GET_VALUES,
  FCGI_PARAMS,
  FCGI_RESPONDER,
  FCGI_STDERR,
  FCGI_STDIN,
  FCGI_STDOUT,
  FCGI_UNKNOWN_ROLE,
} from "../../../src/protocols/fastcgi/constants.ts";
import { formatRecord, RecordReader } from "../../../src/protocols/fastcgi/records.ts";
import { get } from "../../conformance/case.ts";
import { begin, type Question, stream, whole } from "../fastcgi/web-server.ts";
import { type Malformed, NOTHING, raw } from "./malformed.ts";

const opening = (role = FCGI_RESPONDER) => formatBegin(1, { role, keepConnection: false });
const unkept = (question: Question = {}) => whole(1, { keepConnection: false, ...question });
const unended = (question: Question = {}) => begin(1, { keepConnection: false, ...question });

/** What ends its connection, and what the server's log says of it. */
function ended(name: string, fault: string, ...records: readonly Uint8Array[]): Malformed {
  return {
    name,
    bytes: Buffer.concat(records),
    answer: NOTHING,
    log: new RegExp(`^FastCgiError: ${fault}.*; the connection of the web server is ended\\.$`),
  };
}

/** What is refused with a status; the web server's log is told why. */
function refused(status: number, name: string, fault: string, ...records: readonly Uint8Array[]): Malformed {
  return {
    name,
    bytes: Buffer.concat(records),
    answer: new RegExp(`^(?:stderr: [^\\n]*${fault}[^\\n]*\\n)stdout: Status: ${status} [^]*end: 0 0\\n$`),
  };
}

/** A request of which nothing more comes. */
function cut(name: string, bytes: Uint8Array): Malformed {
  return { name, bytes, manner: "ends", answer: NOTHING };
}

/** Records that are none, or that must not come as they do. */
export const MALFORMED: readonly Malformed[] = [
  ended("a request of HTTP", "the version of a record is 71 and not 1", raw(get("/"))),
  ended("the hello of TLS", "the version of a record is 22 and not 1", raw("\x16\x03\x01\x02\0\x01\0\x01")),
  ended("zeros", "the version of a record is 0 and not 1", raw("\0".repeat(64))),
  ended("a beginning that is too short", "FCGI_BEGIN_REQUEST has 3 bytes", stream(1, 1, "abc")),
  ended("a beginning of a request that runs", "the request 1 began twice", opening(), opening()),
  ended(
    "variables that end in a length",
    "a name-value pair ends in a length",
    opening(),
    stream(FCGI_PARAMS, 1, "\x80\0"),
    stream(FCGI_PARAMS, 1),
  ),
  ended(
    "variables that end in a value",
    "a name-value pair ends 4 bytes before",
    opening(),
    stream(FCGI_PARAMS, 1, "\x01\x05ab"),
    stream(FCGI_PARAMS, 1),
  ),
  ended(
    "a variable of two gigabytes",
    "a name-value pair ends 2147483647 bytes before",
    opening(),
    stream(FCGI_PARAMS, 1, "\x00\xff\xff\xff\xff"),
    stream(FCGI_PARAMS, 1),
  ),
  ended(
    "a body before the variables",
    "the body of the request 1 comes before its variables",
    opening(),
    formatRecord(FCGI_STDIN, 1, Buffer.alloc(200_000)),
  ),
  ended(
    "a question that is none",
    "a name-value pair ends in a length",
    formatRecord(FCGI_GET_VALUES, 0, Buffer.of(5, 200)),
  ),
  ended("rubbish within a request", "the version of a record is 114 and not 1", opening(), raw("rubbish")),
  refused(
    500,
    "no REQUEST_METHOD",
    "there is no REQUEST_METHOD",
    unkept({ variables: { REQUEST_METHOD: "" } }),
  ),
  refused(
    400,
    "a CONTENT_LENGTH that is no number",
    "the CONTENT_LENGTH is no number",
    unkept({ variables: { CONTENT_LENGTH: "1e3" } }),
  ),
  refused(
    431,
    "variables that are too long",
    "the variables are too long",
    unkept({ variables: { HTTP_X: "x".repeat(70_000) } }),
  ),
  refused(
    400,
    "a body that is shorter than its CONTENT_LENGTH",
    "the body is shorter than its CONTENT_LENGTH",
    unended({ variables: { CONTENT_LENGTH: "6" } }),
    stream(FCGI_STDIN, 1, "abc"),
    stream(FCGI_STDIN, 1),
  ),
  refused(
    400,
    "a file that is shorter than its length",
    "the data is not as long as its FCGI_DATA_LENGTH",
    unkept({ role: FCGI_FILTER, variables: { FCGI_DATA_LENGTH: "6" } }),
    stream(FCGI_DATA, 1, "abc"),
    stream(FCGI_DATA, 1),
  ),
  {
    name: "a role that nobody knows",
    bytes: Buffer.concat([opening(9)]),
    manner: "ends",
    answer: new RegExp(`^end: 0 ${FCGI_UNKNOWN_ROLE}\n$`),
  },
  {
    name: "a question that nobody knows",
    bytes: stream(99, 0, "abc"),
    manner: "ends",
    answer: /^type 11\n$/,
  },
  {
    name: "records of requests that there are none of",
    bytes: Buffer.concat([
      stream(FCGI_STDIN, 7, "abc"),
      stream(FCGI_PARAMS, 8, "abc"),
      stream(FCGI_ABORT_REQUEST, 9),
    ]),
    manner: "ends",
    answer: NOTHING,
  },
  {
    name: "a request that is taken back",
    bytes: Buffer.concat([unended(), stream(FCGI_ABORT_REQUEST, 1)]),
    answer: /^end: 1 0\n$/,
  },
  cut("nothing", raw()),
  cut("half a header", unkept().subarray(0, 5)),
  cut("half a record", unkept().subarray(0, 40)),
  cut("a beginning alone", opening()),
  cut("a body that does not come to its end", unended({ body: "abc" })),
  {
    name: "a request by somebody who leaves",
    bytes: unended({ body: "abc" }),
    manner: "leaves",
    answer: NOTHING,
  },
];
/** What came back, a line a record. */
export function shown(answer: string): string {
  const streams = new Map([
    [FCGI_STDOUT, "stdout"],
    [FCGI_STDERR, "stderr"],
  ]);
  let text = "";
  for (const { type, content } of new RecordReader().push(raw(answer))) {
    const name = streams.get(type);
    if (type === FCGI_END_REQUEST) {
      const { appStatus, protocolStatus } = parseEnd(content);
      text += `end: ${appStatus} ${protocolStatus}\n`;
    } else if (name === undefined) text += `type ${type}\n`;
    else if (content.length > 0) text += `${name}: ${Buffer.from(content).toString("latin1").trimEnd()}\n`;
  }
  return text;
}
