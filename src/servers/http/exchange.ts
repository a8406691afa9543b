import type { IncomingMessage, ServerResponse } from "node:http";
import {
  createEnviron,
  type Environ,
  type ErrorPage,
  type ErrorStream,
  type RequestContext,
  RequestError,
} from "../../gateway/index.ts";
import type { Head } from "../exchange/head.ts";
import { Exchange } from "../exchange.ts";
import { breakOff } from "./break-off.ts";
import type { Connection, Running } from "./connection.ts";
import { type Ending, finish } from "./finish.ts";
import type { HttpSettings } from "./options.ts";

/** A request that node:http has read, and its response. */
export class HttpExchange extends Exchange implements RequestContext, Running, Ending {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connection: Connection;
  readonly settings: HttpSettings;
  /** True when the connection must not serve another request. */
  closing = false;
  /** True while the client waits for "100 Continue" before it sends its body (RFC 9110 §10.1.1). */
  awaitsContinue = false;
  /** True when the client said that it sends no more, in the middle of a body. */
  inputEnded = false;
  /** The environ of the request, when it is made. */
  environ: Environ | undefined;
  #received = 0;
  #wake: (() => void) | undefined;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    connection: Connection,
    settings: HttpSettings,
  ) {
    super(connection.signals);
    this.request = request;
    this.response = response;
    this.connection = connection;
    this.settings = settings;
  }

  get method(): string {
    return this.request.method ?? "";
  }
  get serverName(): string {
    return this.settings.host;
  }
  get serverPort(): string {
    return this.connection.serverPort;
  }
  get remoteAddr(): string {
    return this.connection.remoteAddr;
  }
  get remotePort(): string {
    return this.connection.remotePort;
  }
  get scheme(): "http" {
    return "http";
  }
  get multiprocess(): boolean {
    return this.settings.multiprocess;
  }
  get errors(): ErrorStream {
    return this.settings.errors;
  }
  get errorPage(): ErrorPage {
    return this.settings.errorPage;
  }
  get headSent(): boolean {
    return this.response.headersSent;
  }

  /** True while a body is announced that has not come whole. */
  get bodyIsPending(): boolean {
    const { complete, headers } = this.request;
    return (
      !complete &&
      !this.inputEnded &&
      (headers["content-length"] ?? headers["transfer-encoding"] ?? "0") !== "0"
    );
  }

  get requestLine(): string {
    const { method, url, httpVersion } = this.request;
    return `${method} ${url} HTTP/${httpVersion}`;
  }

  /**
   * Makes the environ. Throws a RequestError, and has the connection closed, for what node:http lets through and a
   * gateway must not: who disagrees on what a request is may disagree on where it ends.
   */
  createEnviron(): Environ {
    const { method = "", url = "", httpVersion, rawHeaders } = this.request;
    const head = { method, target: url, protocol: `HTTP/${httpVersion}`, fields: rawHeaders };
    try {
      this.#checkHead(method, url, httpVersion, rawHeaders);
      this.environ = createEnviron(head, this);
      this.#checkFraming(this.environ, httpVersion);
      return this.environ;
    } catch (error) {
      this.closing = true;
      throw error;
    }
  }

  #checkHead(method: string, target: string, version: string, fields: readonly string[]): void {
    const { maxRequestLine, maxHead, maxFields } = this.settings;
    const line = method.length + target.length + " HTTP/1.1".length + 1;
    if (line > maxRequestLine) throw new RequestError("414 URI Too Long", "the request line is too long");
    let size = line + 4; // with the line's end and the empty line
    for (const text of fields) size += text.length + 2; // ": " or the line's end
    if (size > maxHead || fields.length > 2 * maxFields) {
      throw new RequestError("431 Request Header Fields Too Large", "the head is too large");
    }
    if (version !== "1.1" && version !== "1.0") throw badRequest("the version is not HTTP/1.0 or HTTP/1.1");
    // Also where an absolute target names the host (RFC 9112 §3.2).
    if (version === "1.1" && this.request.headers.host === undefined) {
      throw badRequest("there is no Host field");
    }
  }

  #checkFraming(environ: Environ, version: string): void {
    const { CONTENT_LENGTH: length, HTTP_TRANSFER_ENCODING: coding } = environ;
    if (coding !== undefined) {
      if (version === "1.0") throw badRequest("HTTP/1.0 knows no Transfer-Encoding");
      if (/,\s*chunked$/i.test(coding))
        throw new RequestError("501 Not Implemented", "only chunked is known");
      if (coding.toLowerCase() !== "chunked")
        throw badRequest("a Transfer-Encoding that does not end in chunked");
    }
    if (length !== undefined && Number(length) > this.settings.maxBody) throw tooLarge();
  }

  /** Hands the head over, with a Server field. */
  writeHead(status: string, { fields, namesServer }: Head, length?: number): void {
    const all = fields.slice();
    if (!namesServer) all.push("Server", "TSGI");
    if (length !== undefined) all.push("Content-Length", String(length));
    // A body whose length nobody knows is not waited for; nor is one that the client was not told to send.
    if (
      this.awaitsContinue ||
      (this.bodyIsPending && this.request.headers["transfer-encoding"] !== undefined)
    ) {
      this.closing = true;
    }
    if (this.closing) all.push("Connection", "close");
    this.response.writeHead(Number(status.slice(0, 3)), status.slice(4), all);
  }

  write(chunk: Uint8Array): void | Promise<void> {
    const { response } = this;
    if (response.write(chunk)) return;
    this.awaitReader();
    return new Promise((resolve) => response.once("drain", () => resolve()));
  }

  finish(chunk?: Uint8Array): void {
    finish(this, chunk);
  }

  breakOff(): void {
    breakOff(this.request, this.response, () => this.awaitReader());
  }

  /** From now on the client must take what was sent: its connection ends when nothing moves on it for `sendTimeout`. */
  awaitReader(): void {
    // A response that waits for those before it is not with the socket yet.
    if (this.response.writableLength > 0) this.request.socket.setTimeout(this.settings.sendTimeout);
  }

  override dropInput(): void {
    if (this.bodyIsPending) this.closing = true;
  }

  override fail(failure: Error): void {
    super.fail(failure);
    this.closing = true;
    this.#wake?.();
  }

  protected async nextChunk(): Promise<Uint8Array | undefined> {
    const { request } = this;
    if (this.awaitsContinue) {
      this.awaitsContinue = false;
      this.response.writeContinue();
    }
    for (;;) {
      if (this.failure) throw this.failure;
      const chunk: Buffer | null = request.read();
      if (chunk !== null) {
        this.#received += chunk.length;
        if (this.#received > this.settings.maxBody) throw tooLarge();
        return chunk;
      }
      if (request.readableEnded || (request.complete && request.readableLength === 0)) {
        this.#checkTrailers(request.rawTrailers);
        return undefined;
      }
      if (request.destroyed) throw new Error("the client left before its request was whole");
      await this.#arrival();
    }
  }

  /** Refuses trailers that would change how the message was read (RFC 9110 §6.5.1). */
  #checkTrailers(trailers: readonly string[]): void {
    for (let index = 0; index < trailers.length; index += 2) {
      if (/^(?:host|content-length|transfer-encoding)$/i.test(trailers[index] as string)) {
        this.closing = true;
        throw badRequest(`the trailer ${trailers[index]} is not allowed`);
      }
    }
  }

  /** Waits until there is something to read, the end, or a failure. */
  #arrival(): Promise<void> {
    const { request } = this;
    return new Promise((resolve) => {
      const wake = () => {
        this.#wake = undefined;
        for (const event of ARRIVALS) request.off(event, wake);
        resolve();
      };
      this.#wake = wake;
      for (const event of ARRIVALS) request.on(event, wake);
    });
  }
}

const ARRIVALS = ["readable", "end", "error", "close"] as const;

function badRequest(message: string): RequestError {
  return new RequestError("400 Bad Request", message);
}

function tooLarge(): RequestError {
  return new RequestError("413 Content Too Large", "the body is too large");
}
