import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { type ClientRequest, type IncomingMessage, request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { formatErrand, type Wish } from "./errand.ts";
import { parseSeen, type Seen } from "./seen.ts";

/** Where the doctor asks. */
export interface Place {
  readonly scheme: "http" | "https";
  /** The name or address of the host: "localhost", "::1". */
  readonly hostname: string;
  readonly port: number;
  /** What the field Host says: "localhost:8080". */
  readonly host: string;
  /** The folder in which the patient is, percent-encoded and without a "/" at its end: "" or "/shop". */
  readonly folder: string;
}

/** What the doctor asks. */
export interface Question {
  /** GET unless given. */
  readonly method?: string;
  /** What is put behind the folder, encoded as it is to be on the wire: "/a%20b?c=d". */
  readonly target: string;
  /** The fields, for the token of this request. */
  readonly fields?: (token: string) => readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array;
  /** True where the body is sent in chunks, without its length. */
  readonly chunked?: boolean;
  /** What it is to tell unless given. */
  readonly wish?: Wish;
}

/** What came back. */
export interface Answer {
  readonly token: string;
  readonly status: number;
  /** Fields by their names in small letters; the values of one name joined with ", ". */
  readonly fields: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** How much later than its first byte the last byte of the body came, in milliseconds. */
  readonly span: number;
  /** The doctor's own end of the connection. */
  readonly client: { readonly address: string; readonly port: number };
  /** What the patient was handed; undefined when it was not asked for that, or somebody else answered. */
  readonly seen: Seen | undefined;
}

/** How long an answer may take, in milliseconds. */
const PATIENCE = 20_000;

// No answer of a patient is as long, in bytes: who sends more is somebody else.
const ENOUGH = 256 * 1024;

/** Asks once, over a connection of its own. Rejects with the system's error, or Node's, when no answer comes. */
export function ask(place: Place, question: Question): Promise<Answer> {
  const token = randomBytes(16).toString("hex");
  return new Promise((resolve, reject) => {
    const request = begin(place, question, token);
    let answered = false;
    request.on("response", (response) => {
      answered = true;
      read(response, token).then(resolve, reject);
    });
    request.on("error", (error) => {
      if (!answered) reject(error);
    });
    request.on("close", () => {
      if (!answered) reject(new Error("the connection ends before the answer")); // as behind 101
    });
    request.end(question.body);
  });
}

function begin(
  place: Place,
  { method = "GET", target, fields, body, chunked, wish = "environ" }: Question,
  token: string,
): ClientRequest {
  const framing = chunked ? ["Transfer-Encoding", "chunked"] : ["Content-Length", String(body?.length ?? 0)];
  const headers = [
    ["Host", place.host],
    ["X-Doctor", formatErrand({ token, wish })],
    ...(fields?.(token) ?? []),
    ...(body === undefined ? [] : [framing]),
    ["Connection", "close"],
  ];
  const options = {
    hostname: place.hostname,
    port: place.port,
    method,
    path: place.folder + target,
    headers: headers.flat(),
    agent: false,
    signal: AbortSignal.timeout(PATIENCE),
  } as const;
  // Nothing is sent that somebody could make use of, and whether a certificate is good is another question.
  return place.scheme === "https" ? overHttps({ ...options, rejectUnauthorized: false }) : overHttp(options);
}

async function read(response: IncomingMessage, token: string): Promise<Answer> {
  const { socket, statusCode: status = 0 } = response;
  const client = {
    address: (socket.localAddress ?? "").replace(/^::ffff:/, ""),
    port: socket.localPort ?? 0,
  };
  const chunks: Buffer[] = [];
  let first: number | undefined;
  let last = 0;
  let length = 0;
  try {
    for await (const chunk of response) {
      last = performance.now();
      first ??= last;
      chunks.push(chunk);
      length += chunk.length;
      if (length > ENOUGH) break;
    }
  } catch {} // who refuses a body may close before it has come: what was said before counts
  const body = Buffer.concat(chunks);
  const fields = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(", ")]),
  );
  return {
    token,
    status,
    fields,
    body,
    span: last - (first ?? last),
    client,
    seen: parseSeen(body.toString(), token),
  };
}
