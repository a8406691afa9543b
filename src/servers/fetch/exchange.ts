import { checkChunk } from "../../gateway/body.ts";
import { createEnviron, type Environ, type RequestContext, RequestError } from "../../gateway/index.ts";
import type { Head } from "../exchange/head.ts";
import { HostedExchange, type HostedSettings } from "../hosted.ts";
import { Outlet } from "./outlet.ts";

/** A Request and the Response that it gets. */
export class FetchExchange extends HostedExchange implements RequestContext {
  /** Resolved with the response when its first byte is there, or its end; rejected when there can be none. */
  readonly response: Promise<Response>;
  readonly remoteAddr: string;
  readonly remotePort = "";
  readonly #request: Request;
  readonly #url: URL;
  #respond: (response: Response) => void = () => {};
  #refuse: (error: Error) => void = () => {};
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #init: ResponseInit | undefined;
  #finished = false;
  #outlet: Outlet | undefined;

  constructor(request: Request, remoteAddr: string, settings: HostedSettings) {
    super(settings);
    this.#request = request;
    this.#url = new URL(request.url);
    this.remoteAddr = remoteAddr;
    this.response = new Promise((resolve, reject) => {
      this.#respond = resolve;
      this.#refuse = reject;
    });
  }

  get method(): string {
    return this.#request.method;
  }
  get serverName(): string {
    return this.#url.hostname;
  }
  get serverPort(): string {
    return this.#url.port || (this.scheme === "https" ? "443" : "80");
  }
  get scheme(): "http" | "https" {
    return this.#url.protocol === "https:" ? "https" : "http";
  }
  get headSent(): boolean {
    return this.#init !== undefined;
  }

  /** Makes the environ. Throws a RequestError for what the Fetch standard lets through and a gateway must not. */
  createEnviron(): Environ {
    const { pathname, search, host } = this.#url;
    const fields = ["host", host]; // the URL is what was asked for, whatever the field says
    for (const [name, value] of this.#request.headers) if (name !== "host") fields.push(name, value);
    const head = { method: this.method, target: pathname + search, protocol: "HTTP/1.1", fields };
    const environ = createEnviron(head, this);
    if (!/^[0-9]*$/.test(environ.CONTENT_LENGTH ?? "")) {
      throw new RequestError("400 Bad Request", "the Content-Length is no number");
    }
    if (environ.CONTENT_LENGTH === "") delete environ.CONTENT_LENGTH;
    if (environ.REMOTE_ADDR === "") delete environ.REMOTE_ADDR;
    delete environ.REMOTE_PORT; // nobody knows it
    return environ;
  }

  writeHead(status: string, { fields }: Head, length?: number): void {
    const headers = new Headers();
    for (let index = 0; index < fields.length; index += 2) {
      headers.append(fields[index] ?? "", fields[index + 1] ?? "");
    }
    if (length !== undefined) headers.append("Content-Length", String(length));
    this.#init = { status: Number(status.slice(0, 3)), statusText: status.slice(4), headers };
  }

  write(chunk: Uint8Array): Promise<void> {
    return this.#open().write(chunk);
  }

  /** A response of one chunk needs no stream. */
  finish(chunk?: Uint8Array): void {
    this.#finished = true;
    if (this.#outlet) this.#outlet.end();
    else this.#respond(new Response(chunk?.length ? chunk : null, this.#init));
  }

  /** Makes reading the response fail; where no head could be made, there is no response. */
  breakOff(): void {
    const failure = new Error("the response broke off");
    if (this.#init === undefined) this.#refuse(failure);
    else this.#open().fail(failure);
  }

  /** Once the response is whole, nobody can leave it. */
  override leave(): void {
    if (this.#finished) return;
    super.leave();
    const failure = this.failure ?? new Error("the client left");
    this.#refuse(failure); // says nothing where there is a response already
    this.#outlet?.fail(failure);
  }

  #open(): Outlet {
    if (this.#outlet) return this.#outlet;
    this.#outlet = new Outlet(() => this.leave());
    this.#respond(new Response(this.#outlet.stream, this.#init));
    return this.#outlet;
  }

  protected async nextChunk(): Promise<Uint8Array | undefined> {
    if (this.failure) throw this.failure;
    try {
      this.#reader ??= this.#request.body?.getReader();
      const chunk = (await this.#reader?.read())?.value;
      if (chunk !== undefined) checkChunk(chunk);
      return chunk;
    } catch (error) {
      this.fail(new Error("the body of the request did not come whole", { cause: error }));
      throw this.failure;
    }
  }
}
