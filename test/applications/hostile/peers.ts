import { Buffer } from "node:buffer";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import {
  FCGI_ABORT_REQUEST,
  FCGI_CANT_MPX_CONN,
  FCGI_END_REQUEST,
  FCGI_GET_VALUES_RESULT,
  FCGI_OVERLOADED,
  FCGI_STDOUT,
  FCGI_UNKNOWN_ROLE,
} from "../../../src/protocols/fastcgi/constants.ts";
import { formatRecord } from "../../../src/protocols/fastcgi/records.ts";
import { bytes } from "../../conformance/applications.ts";
import { end } from "../fastcgi-backend/backend.ts";
import { BAD_OUTPUTS } from "./outputs.ts";

/** What a server does when it has sent its bytes. */
export type Manner = "ends" | "leaves" | "stays";

/** A server that answers as none should, and what comes of it. */
export interface BadAnswer {
  readonly name: string;
  readonly manner: Manner;
  readonly bytes: Uint8Array;
  /** The status that the client gets. */
  readonly status: number;
  /** How the one line begins that the error stream gets. */
  readonly log: string;
}

function bad(
  name: string,
  status: number,
  log: string,
  manner: Manner,
  ...pieces: readonly Uint8Array[]
): BadAnswer {
  return { name, manner, bytes: Buffer.concat(pieces), status, log };
}

const TYPED = "Content-Type: text/plain\n";
const NO_RESPONSE = "The output of / is no response: ";

/** What an SCGI server may do: there is its output, and its end. */
export const SCGI_ANSWERS: readonly BadAnswer[] = [
  ...BAD_OUTPUTS.map(({ name, output, fault }) => bad(name, 502, NO_RESPONSE + fault, "ends", bytes(output))),
  bad("rubbish without an end", 502, `${NO_RESPONSE}"rubbish" is no field`, "stays", bytes("rubbish\n\n")),
  bad(
    "a body that ends before its length",
    200,
    `${NO_RESPONSE}it ends 4 bytes before its Content-Length`,
    "ends",
    bytes(`${TYPED}Content-Length: 9\n\nhello`),
  ),
  bad(
    "a body that is longer than its length",
    200,
    "The output is longer than its Content-Length, 3; the rest is cut off.",
    "ends",
    bytes(`${TYPED}Content-Length: 3\n\nhello`),
  ),
];

const record = (type: number, text = "") => formatRecord(type, 1, bytes(text));
const stdout = (text: string) => record(FCGI_STDOUT, text);
const hello = stdout(`${TYPED}\nhello`);
const NO_OUTPUT = `${NO_RESPONSE}there is no output`;
const SPEAKS_NONE = "BackendError: the FastCGI server speaks none: ";
const UNFINISHED = "BackendError: the FastCGI server closed the connection before its answer was whole";
const BUSY = "BackendError: the FastCGI server has too much to do";
const NO_RESPONDER = "BackendError: the FastCGI server is no responder";
const ANOTHERS = Buffer.from([1, FCGI_STDOUT, 0, 2, 0, 1, 0, 0, 97]);

/** What a FastCGI server may do. */
export const FASTCGI_ANSWERS: readonly BadAnswer[] = [
  ...BAD_OUTPUTS.map(({ name, output, fault }) =>
    bad(name, 502, NO_RESPONSE + fault, "stays", stdout(output), stdout(""), end()),
  ),
  bad(
    "HTTP",
    502,
    `${SPEAKS_NONE}the version of a record is 72 and not 1`,
    "stays",
    bytes("HTTP/1.1 400\r\n\r\n"),
  ),
  bad("zeros", 502, `${SPEAKS_NONE}the version of a record is 0 and not 1`, "stays", Buffer.alloc(64)),
  bad(
    "an end that is too short",
    502,
    `${SPEAKS_NONE}FCGI_END_REQUEST has 3`,
    "stays",
    record(FCGI_END_REQUEST, "abc"),
  ),
  bad("a connection that closes at once", 502, UNFINISHED, "ends"),
  bad("a connection that breaks", 502, UNFINISHED, "leaves"),
  bad("half a record", 502, UNFINISHED, "ends", hello.subarray(0, 11)),
  bad("the answer to another request", 502, UNFINISHED, "ends", ANOTHERS),
  bad("an end without an answer", 502, NO_OUTPUT, "stays", end()),
  bad("values that nobody asked for", 502, NO_OUTPUT, "stays", record(FCGI_GET_VALUES_RESULT, "\x01"), end()),
  bad("too much to do", 503, BUSY, "stays", end(FCGI_OVERLOADED)),
  bad("no multiplexing", 503, BUSY, "stays", end(FCGI_CANT_MPX_CONN)),
  bad("another role", 502, NO_RESPONDER, "stays", end(FCGI_UNKNOWN_ROLE)),
  bad("an ending that nobody knows", 502, NO_RESPONDER, "stays", end(77)),
  bad(
    "an answer that is taken back",
    502,
    "BackendError: the FastCGI server broke its answer off",
    "stays",
    record(FCGI_ABORT_REQUEST),
  ),
  bad("an answer that breaks off", 200, UNFINISHED, "ends", hello),
  bad("an answer that turns into rubbish", 200, SPEAKS_NONE, "stays", hello, bytes("rubbish!")),
];

/** A server that answers a request for "/kind-3" as the third kind says, and any other with `good`. */
export async function badServer(
  path: string,
  kinds: readonly BadAnswer[],
  good: Uint8Array,
): Promise<{ close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => {}); // whoever asked may have left
    socket.on("end", () => socket.end());
    socket.on("data", (chunk) => {
      const [, number] = /\/kind-([0-9]+)/.exec(chunk.toString("latin1")) ?? [];
      const { bytes, manner } = kinds[Number(number)] ?? { bytes: good, manner: "ends" };
      if (manner === "leaves") socket.destroy();
      else if (manner === "ends") socket.end(bytes);
      else socket.write(bytes);
    });
  });
  server.listen(path);
  await once(server, "listening");
  return {
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
