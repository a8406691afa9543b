import { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { BodyInput } from "../../src/gateway/index.ts";

/** A response as it came over the wire. */
export interface RawResponse {
  /** "HTTP/1.1" */
  readonly protocol: string;
  readonly status: number;
  readonly reason: string;
  /** Names as sent, in order. */
  readonly fields: ReadonlyArray<readonly [name: string, value: string]>;
  /** The body, its chunks joined. */
  readonly body: Uint8Array;
  /** How the end of the body is known. */
  readonly framing: "none" | "length" | "chunked" | "close";
  /** False when the connection ended before the body did. */
  readonly complete: boolean;
}

/** The body of a response as latin-1 text; undefined when there is no response. */
export function textOf(response: RawResponse | undefined): string | undefined {
  return response && Buffer.from(response.body).toString("latin1");
}

/** How bytes are handed to the network. */
export type Delivery = "whole" | "byte by byte" | "in random cuts";

const KEPT = 1000;

/** A client that sends what it is told, HTTP or not, and reads responses one by one. */
export class RawClient {
  readonly socket: Socket;
  /** Resolves when the server has closed the connection; with true when it was reset. */
  readonly closed: Promise<boolean>;
  readonly #chunks: Buffer[] = [];
  #ended = false;
  #reset = false;
  #received = "";
  #wake: (() => void) | undefined;
  #input = new BodyInput(() => this.#nextChunk());

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => {
      this.#chunks.push(chunk);
      this.#received = (this.#received + chunk.toString("latin1")).slice(-KEPT);
      this.#wake?.();
    });
    socket.on("error", () => {
      this.#reset = true;
    });
    this.closed = new Promise((resolve) => {
      const finish = () => {
        this.#ended = true;
        this.#wake?.();
        resolve(this.#reset);
      };
      socket.on("end", finish);
      socket.on("close", finish);
    });
  }

  /** Connects to a port of this machine. */
  static async connect(port: number, host = "127.0.0.1"): Promise<RawClient> {
    const socket = connect({ port, host, allowHalfOpen: true });
    await once(socket, "connect");
    return new RawClient(socket);
  }

  /** The last of what came, as latin-1 text: at most 1,000 bytes. */
  get received(): string {
    return this.#received;
  }

  /** Sends latin-1 text; resolves when the last byte is handed over. A connection that ends meanwhile is no error. */
  async send(text: string, delivery: Delivery = "whole"): Promise<void> {
    const bytes = Buffer.from(text, "latin1");
    for (const piece of pieces(bytes, delivery)) {
      if (!this.socket.writable) return;
      this.socket.write(piece);
      await nextTurn();
    }
  }

  /**
   * The next response; undefined when the connection ended before it began. `method` is what was asked with: a
   * response to HEAD has no body whatever its fields say.
   */
  async response(method = "GET"): Promise<RawResponse | undefined> {
    const line = await this.#line();
    if (line === undefined) return undefined;
    const [, protocol = "", status = "", reason = ""] = /^(\S+) (\d{3}) (.*)$/.exec(line) ?? [];
    if (protocol === "") throw new Error(`a response cannot begin with ${JSON.stringify(line)}`);
    const fields = await this.#fields();
    const head = { protocol, status: Number(status), reason, fields };
    return { ...head, ...(await this.#body(head, method)) };
  }

  /** Says that nothing more will be sent, and goes on reading. */
  end(): void {
    this.socket.end();
  }

  /** Ends the connection at once, both ways. */
  async destroy(): Promise<void> {
    if (this.socket.closed) return;
    this.socket.destroy();
    await once(this.socket, "close");
  }

  async #fields(): Promise<[string, string][]> {
    const fields: [string, string][] = [];
    for (;;) {
      const line = await this.#line();
      if (line === undefined) throw new Error("the connection ended in the head of a response");
      if (line === "") return fields;
      const colon = line.indexOf(": ");
      if (colon < 1) throw new Error(`a field cannot be ${JSON.stringify(line)}`);
      fields.push([line.slice(0, colon), line.slice(colon + 2)]);
    }
  }

  async #body(
    { status, fields }: Pick<RawResponse, "status" | "fields">,
    method: string,
  ): Promise<Pick<RawResponse, "body" | "framing" | "complete">> {
    if (method === "HEAD" || status < 200 || status === 204 || status === 304) {
      return { body: new Uint8Array(0), framing: "none", complete: true };
    }
    if (fieldValue(fields, "transfer-encoding") === "chunked") {
      return { ...(await this.#chunked()), framing: "chunked" };
    }
    const length = fieldValue(fields, "content-length");
    const body = await this.#input.read(length === undefined ? undefined : Number(length));
    return {
      body,
      framing: length === undefined ? "close" : "length",
      complete: length === undefined ? !this.#reset : body.length === Number(length),
    };
  }

  async #chunked(): Promise<{ body: Uint8Array; complete: boolean }> {
    const chunks: Uint8Array[] = [];
    for (;;) {
      const line = await this.#line();
      if (line === undefined) return { body: Buffer.concat(chunks), complete: false };
      if (!/^[0-9a-f]+$/i.test(line))
        throw new Error(`the size of a chunk cannot be ${JSON.stringify(line)}`);
      const size = Number.parseInt(line, 16);
      chunks.push(await this.#input.read(size));
      const end = await this.#line();
      if (size === 0 || end === undefined) return { body: Buffer.concat(chunks), complete: end === "" };
    }
  }

  /** A line without its CRLF; undefined when the connection ends before it. */
  async #line(): Promise<string | undefined> {
    const line = Buffer.from(await this.#input.readLine()).toString("latin1");
    return line.endsWith("\r\n") ? line.slice(0, -2) : undefined;
  }

  async #nextChunk(): Promise<Uint8Array | undefined> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) return chunk;
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** The value of a field, those of the same name joined; undefined when there is none. `name` is in lower case. */
export function fieldValue(fields: RawResponse["fields"], name: string): string | undefined {
  const values = fields.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value);
  return values.length > 0 ? values.join(", ") : undefined;
}

/** What comes behind so many bytes is sent whole, or a large body would take its time. */
const MOST_SINGLE_BYTES = 1500;

function* pieces(bytes: Buffer, delivery: Delivery): Iterable<Buffer> {
  const longest = { whole: bytes.length, "byte by byte": 1, "in random cuts": 80 }[delivery];
  const single = delivery === "whole" ? 0 : Math.min(MOST_SINGLE_BYTES, bytes.length);
  let start = 0;
  // Always the same cuts (a linear congruential generator), so that a failure can be had again.
  for (let seed = bytes.length; start < single; ) {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    const end = start + 1 + (seed % longest);
    yield bytes.subarray(start, end);
    start = end;
  }
  if (start < bytes.length) yield bytes.subarray(start);
}
