import type { IncomingMessage, ServerResponse } from "node:http";
import { createEnviron, type Environ, GatewayError, type RequestContext } from "../../gateway/index.ts";
import type { Head } from "../exchange/head.ts";
import { HostedExchange, type HostedSettings } from "../hosted.ts";
import { breakOff } from "../http/break-off.ts";
import { remoteAddress } from "../http/connection.ts";
import { mount } from "./mount.ts";
import { nextError } from "./next-error.ts";

/** A request that somebody else's server of node:http has read, and its response. */
export class NodeExchange extends HostedExchange implements RequestContext {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #next: ((error: unknown) => void) | undefined;
  #chunks: AsyncIterator<Uint8Array> | undefined;
  #passedOn = false;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    settings: HostedSettings,
    next?: (error: unknown) => void,
  ) {
    super(settings);
    this.#request = request;
    this.#response = response;
    this.#next = next;
  }

  get method(): string {
    return this.#request.method ?? "";
  }
  get serverName(): string {
    const { localAddress = "localhost" } = this.#request.socket;
    return localAddress.replace(/^::ffff:(?=\d+\.)|%.*$/g, "");
  }
  get serverPort(): string {
    return String(this.#request.socket.localPort ?? (this.scheme === "https" ? 443 : 80));
  }
  get remoteAddr(): string {
    return remoteAddress(this.#request.socket);
  }
  get remotePort(): string {
    return String(this.#request.socket.remotePort ?? "");
  }
  get scheme(): "http" | "https" {
    const { socket } = this.#request;
    return "encrypted" in socket && socket.encrypted ? "https" : "http";
  }
  get headSent(): boolean {
    return this.#response.headersSent;
  }

  /** True also when somebody else answers. */
  override get gone(): boolean {
    return this.#passedOn || super.gone;
  }

  createEnviron(): Environ {
    const { method = "", url = "", httpVersion, rawHeaders } = this.#request;
    const head = { method, target: url, protocol: `HTTP/${httpVersion}`, fields: rawHeaders };
    try {
      const environ = createEnviron(head, this);
      mount(environ, this.#request);
      return environ;
    } catch (error) {
      throw this.passOn(error);
    }
  }

  /** Leaves it to `next`, where there is one, to answer for what was thrown. The result is what to throw then. */
  passOn(error: unknown): unknown {
    if (this.#next === undefined || this.gone || this.headSent) return error;
    const known = nextError(error);
    this.fail(known); // reported by who answers
    this.#passedOn = true;
    this.#next(known);
    return this.failure;
  }

  /** Sends the head. `writeHead()` of node:http drops all but the last of a name when some are set already. */
  writeHead(status: string, { fields }: Head, length?: number): void {
    const response = this.#response;
    const all = length === undefined ? fields : [...fields, "Content-Length", String(length)];
    for (let index = 0; index < all.length; index += 2) {
      const name = all[index] ?? "";
      if (name.toLowerCase() !== "set-cookie") response.removeHeader(name);
    }
    for (let index = 0; index < all.length; index += 2) {
      response.appendHeader(all[index] ?? "", all[index + 1] ?? "");
    }
    response.writeHead(Number(status.slice(0, 3)), status.slice(4));
  }

  write(chunk: Uint8Array): void | Promise<void> {
    const response = this.#response;
    if (!response.write(chunk)) return new Promise((resolve) => response.once("drain", () => resolve()));
  }

  finish(chunk?: Uint8Array): void {
    this.#response.end(chunk);
  }

  breakOff(): void {
    breakOff(this.#request, this.#response);
  }

  protected async nextChunk(): Promise<Uint8Array | undefined> {
    if (this.failure) throw this.failure;
    if (this.#chunks === undefined && this.#request.readableDidRead) {
      throw new GatewayError(
        "the body of the request was read before; put the application before the body parser",
      );
    }
    this.#chunks ??= this.#request[Symbol.asyncIterator]();
    try {
      const step = await this.#chunks.next();
      return step.done ? undefined : step.value;
    } catch (error) {
      this.fail(new Error("the body of the request did not come whole", { cause: error }));
      throw this.failure;
    }
  }
}
