import { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { formatCgiHead } from "../../src/protocols/cgi/head.ts";
import { formatEnd, parseBegin } from "../../src/protocols/fastcgi/bodies.ts";
import {
  FCGI_BEGIN_REQUEST,
  FCGI_END_REQUEST,
  FCGI_PARAMS,
  FCGI_REQUEST_COMPLETE,
  FCGI_STDOUT,
} from "../../src/protocols/fastcgi/constants.ts";
import { parsePairs } from "../../src/protocols/fastcgi/pairs.ts";
import { formatRecord, RecordReader } from "../../src/protocols/fastcgi/records.ts";
import { ROOT } from "../../src/root.ts";
import type { Benchmark } from "./benchmark.ts";
import { requestOf } from "./codec/request.ts";
import { processorSeconds, startScript, stop } from "./processes.ts";
import { median } from "./turns.ts";

const TURNS = 20;
const REQUESTS_A_TURN = 10_000;
// Requests that a connection carries at once.
const AT_ONCE = 50;

const NOTHING = new Uint8Array(0);

/**
 * What a FastCGI request of 2 KiB takes on one core, in processor time. The figure that is aimed at is that of the codec
 * alone: from the bytes of the records to the variables, and from head and body to the bytes of the answer. Beside it,
 * the whole of a server on a Unix socket: the codec, the environ, hello.ts, and the system's part in receiving and sending.
 */
export const codec: Benchmark = async ({ folder, say }) => {
  const request = requestOf(1);
  const answer = answerTo(request);
  const times: number[] = [];
  for (let turn = 0; turn < 2 * TURNS; turn++) {
    const before = process.cpuUsage();
    for (let count = 0; count < REQUESTS_A_TURN; count++) answerTo(request);
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / REQUESTS_A_TURN);
  }
  const alone = median(times.slice(TURNS)); // those before are for it to be compiled in
  const served = await serverTime(join(folder, "codec.sock"));
  say(`FastCGI: a request of ${request.length} bytes, an answer of ${answer.length}`);
  return [
    { name: "FastCGI: the codec, for a request of 2 KiB", measured: alone, unit: "µs", atMost: 15 },
    { name: "FastCGI: all of a server, for the same", measured: served, unit: "µs" },
  ];
};

const FIELDS = ["Content-Type", "text/plain; charset=utf-8", "Content-Length", "17"];
const BODY = Buffer.from("Hello my friend!\n");

/** Does what a server has to do to the bytes of a request. */
function answerTo(request: Uint8Array): Buffer {
  let id = 0;
  const params: Uint8Array[] = [];
  let variables: ReadonlyMap<string, string> = new Map();
  for (const { type, requestId, content } of new RecordReader().push(request)) {
    if (type === FCGI_BEGIN_REQUEST && parseBegin(content).keepConnection) id = requestId;
    else if (type === FCGI_PARAMS && content.length > 0) params.push(content);
    else if (type === FCGI_PARAMS)
      variables = parsePairs(params.length === 1 ? (params[0] ?? NOTHING) : Buffer.concat(params));
  }
  if (variables.get("REQUEST_METHOD") !== "GET") throw new Error("the request was not read");
  const response = Buffer.concat([formatCgiHead("200 OK", FIELDS), BODY]);
  return Buffer.concat([
    formatRecord(FCGI_STDOUT, id, response),
    formatRecord(FCGI_STDOUT, id, NOTHING),
    formatEnd(id, { appStatus: 0, protocolStatus: FCGI_REQUEST_COMPLETE }),
  ]);
}

/** The processor time of a server for each request, in microseconds, when 50 at a time come over one connection. */
async function serverTime(path: string): Promise<number> {
  const app = join(ROOT, "src/examples/hello.ts");
  const server = await startScript(
    "runserver.js",
    ["--protocol", "fastcgi", "--socket", path, "--app", app],
    path,
  );
  const socket = connect(path);
  await once(socket, "connect");
  const requests = Buffer.concat(Array.from({ length: AT_ONCE }, (_, index) => requestOf(index + 1)));
  const reader = new RecordReader();
  let missing = 0;
  socket.on("data", (chunk) => {
    for (const { type } of reader.push(chunk)) {
      if (type !== FCGI_END_REQUEST) continue;
      missing -= 1;
      if (missing === 0) socket.emit("answered");
    }
  });
  const times: number[] = [];
  for (let turn = 0; turn < 4; turn++) {
    const before = processorSeconds(server);
    for (let count = 0; count < REQUESTS_A_TURN; count += AT_ONCE) {
      const answered = once(socket, "answered");
      missing = AT_ONCE;
      socket.write(requests);
      await answered;
    }
    times.push(((processorSeconds(server) - before) * 1e6) / REQUESTS_A_TURN);
  }
  socket.destroy();
  await stop(server);
  return median(times.slice(1));
}
