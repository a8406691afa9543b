import { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect, type NetConnectOpts, type Socket } from "node:net";
import { type Ending, formatBegin, parseEnd } from "../../../src/protocols/fastcgi/bodies.ts";
import {
  FCGI_END_REQUEST,
  FCGI_PARAMS,
  FCGI_RESPONDER,
  FCGI_STDERR,
  FCGI_STDIN,
  FCGI_STDOUT,
} from "../../../src/protocols/fastcgi/constants.ts";
import { formatPairs } from "../../../src/protocols/fastcgi/pairs.ts";
import { type FcgiRecord, formatRecord, RecordReader } from "../../../src/protocols/fastcgi/records.ts";

/** How a request is asked. */
export interface Question {
  readonly role?: number;
  readonly keepConnection?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
  /** Latin-1 text; none of it where undefined, and the end of the stream behind it. */
  readonly body?: string;
  /** The file for a filter, latin-1 text. */
  readonly data?: string;
}

/** What a request was answered, as latin-1 text. */
export interface Answered {
  readonly head: string;
  readonly body: string;
  readonly stderr: string;
  readonly ending: Ending;
  /** The types of the records, in order. */
  readonly types: readonly number[];
}

/** The variables of a plain GET. */
export const VARIABLES = {
  REQUEST_METHOD: "GET",
  SCRIPT_NAME: "",
  PATH_INFO: "/",
  SERVER_NAME: "localhost",
  SERVER_PORT: "80",
  SERVER_PROTOCOL: "HTTP/1.1",
};

/** The records that begin a request and hand over its variables. */
export function begin(id: number, question: Question = {}): Buffer {
  const { role = FCGI_RESPONDER, keepConnection = true, variables = {} } = question;
  const length = question.body === undefined ? {} : { CONTENT_LENGTH: String(question.body.length) };
  const pairs = formatPairs(Object.entries({ ...VARIABLES, ...length, ...variables }));
  return Buffer.concat([
    formatBegin(id, { role, keepConnection }),
    formatRecord(FCGI_PARAMS, id, pairs),
    formatRecord(FCGI_PARAMS, id, new Uint8Array(0)),
  ]);
}

/** A part of a stream; its end where the text is empty. */
export function stream(type: number, id: number, text = ""): Buffer {
  return formatRecord(type, id, Buffer.from(text, "latin1"));
}

/** All records of a request. */
export function whole(id: number, question: Question = {}): Buffer {
  const body = question.body ? [stream(FCGI_STDIN, id, question.body)] : [];
  return Buffer.concat([begin(id, question), ...body, stream(FCGI_STDIN, id)]);
}

/** A web server that sends what it is told, FastCGI or not, and keeps the records that come. */
export class WebServer {
  readonly socket: Socket;
  /** Resolves when the other side has closed the connection; with true when it was reset. */
  readonly closed: Promise<boolean>;
  /** All records that have come. */
  readonly records: FcgiRecord[] = [];
  readonly #reader = new RecordReader();
  #wake: (() => void)[] = [];
  #over = false;

  constructor(socket: Socket) {
    this.socket = socket;
    let reset = false;
    socket.on("data", (chunk: Buffer) => {
      for (const record of this.#reader.push(chunk)) this.records.push(record);
      this.#awake();
    });
    socket.on("error", () => {
      reset = true;
    });
    this.closed = new Promise((resolve) => {
      for (const event of ["end", "close"]) {
        socket.on(event, () => {
          this.#over = true;
          this.#awake();
          resolve(reset);
        });
      }
    });
  }

  static async connect(to: NetConnectOpts): Promise<WebServer> {
    const socket = connect({ ...to, allowHalfOpen: true });
    await once(socket, "connect");
    return new WebServer(socket);
  }

  send(...parts: readonly Uint8Array[]): void {
    this.socket.write(Buffer.concat(parts));
  }

  /** The records of a request. */
  of(id: number): FcgiRecord[] {
    return this.records.filter(({ requestId }) => requestId === id);
  }

  /** Resolves as soon as `holds`; rejects when the connection ends before. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.#over) throw new Error("the connection has ended");
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  /** What a request was answered, when it has ended. */
  async answer(id: number): Promise<Answered> {
    await this.until(() => this.of(id).some(({ type }) => type === FCGI_END_REQUEST));
    const records = this.of(id);
    const text = (wanted: number) => textOf(records, wanted);
    const stdout = text(FCGI_STDOUT);
    const end = stdout.indexOf("\r\n\r\n");
    const last = records.find(({ type }) => type === FCGI_END_REQUEST);
    return {
      head: stdout.slice(0, Math.max(end, 0)),
      body: stdout.slice(end + 4),
      stderr: text(FCGI_STDERR),
      ending: parseEnd(last?.content ?? new Uint8Array(0)),
      types: records.map(({ type }) => type),
    };
  }

  /** Ends the connection at once, both ways. */
  async destroy(): Promise<void> {
    if (this.socket.closed) return;
    this.socket.destroy();
    await once(this.socket, "close");
  }

  #awake(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const resolve of wake) resolve();
  }
}

/** The content of all records of a type, put together, as latin-1 text. */
export function textOf(records: readonly FcgiRecord[], wanted: number): string {
  const contents = records.filter(({ type }) => type === wanted).map(({ content }) => content);
  return Buffer.concat(contents).toString("latin1");
}
