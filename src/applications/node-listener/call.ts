import type { ClientRequest, IncomingMessage, ServerResponse } from "node:http";
import {
  type Body,
  type Environ,
  GatewayError,
  isBodiless,
  type Response,
  report,
} from "../../gateway/index.ts";
import { drained } from "../drained.ts";
import { requestTarget } from "../foreign/request-target.ts";
import { responseHead } from "../foreign/response-head.ts";
import { End, ServerEnd } from "./connection.ts";
import { hasBody, send } from "./send.ts";
import { thrownBy } from "./thrown-by.ts";

const ENDED = { done: true, value: undefined } as const;

/** What node:http, Express and Connect call for a request; `next` says that it does not answer, or why it cannot. */
export type NodeListener = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => unknown;

/** One request to a listener, and its answer. */
export class Call {
  /** The end of the connection at which the listener is. */
  readonly socket: ServerEnd;
  /** The answer. Rejects with what the listener throws. */
  readonly answer: Promise<Response>;
  readonly #environ: Environ;
  readonly #client: ClientRequest;
  readonly #incoming: Promise<IncomingMessage>;
  #message: IncomingMessage | undefined;
  #failure: unknown;
  #reject: (error: unknown) => void = () => {};

  /** Sends the head of the request. Throws a RequestError for what node:http does not take. */
  constructor(environ: Environ) {
    const { "tsgi.signal": signal } = environ;
    signal.throwIfAborted();
    this.#environ = environ;
    this.socket = new ServerEnd(environ);
    this.#client = send(environ, End.to(this.socket));
    this.#incoming = new Promise((resolve, reject) => {
      this.#client.once("response", resolve);
      this.#reject = reject;
    });
    this.#client.on("error", (error) => this.#fail(noResponse(error)));
    const left = () => this.#fail(signal.reason);
    signal.addEventListener("abort", left, { once: true });
    this.socket.once("close", () => signal.removeEventListener("abort", left));
    this.answer = this.#receive();
  }

  /** Calls the listener with the request as it has come at its end of the connection. */
  serve(listener: NodeListener, request: IncomingMessage, response: ServerResponse): void {
    const { script, path, query } = requestTarget(this.#environ);
    request.url = (path || "/") + query; // as Express does where it mounts an application
    Object.assign(request, { baseUrl: script, originalUrl: script + path + query });
    response.sendDate = false;
    response.once("close", () => this.socket.destroySoon());
    if (hasBody(this.#environ)) this.#feedWhenRead(request, response);
    const fail = (error: unknown) => {
      if (!response.writableEnded) this.#fail(error);
      else this.#environ["tsgi.errors"].write(report(error)); // the response is whole, and stays so
    };
    response.on("error", fail); // such as a write behind its end
    try {
      const result = listener(request, response, (error) => fail(thrownBy(error)));
      if (result instanceof Promise) result.catch(fail);
    } catch (error) {
      fail(error);
    }
  }

  /** Sends the body of the request from when the listener first reads it: who does not read it leaves it whole. */
  #feedWhenRead(request: IncomingMessage, response: ServerResponse): void {
    const read = request._read;
    request._read = (size) => {
      request._read = read;
      request._read(size);
      if (!response.writableEnded) this.#feed().catch((error) => this.#fail(error));
    };
  }

  async #feed(): Promise<void> {
    const client = this.#client;
    for await (const chunk of this.#environ["tsgi.input"]) {
      if (client.destroyed) return;
      if (!client.write(chunk)) await drained(client);
    }
    client.end();
  }

  async #receive(): Promise<Response> {
    const message = await this.#incoming;
    this.#message = message;
    const { statusCode = 0, statusMessage = "", rawHeaders } = message;
    const fields = rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""] as const] : [],
    );
    try {
      const mayHaveBody = message.headers["content-length"] !== "0";
      const head = responseHead(statusCode, statusMessage, fields, mayHaveBody);
      const empty = isBodiless(head.status) || this.#environ.REQUEST_METHOD === "HEAD";
      if (empty) message.resume();
      return { ...head, body: empty ? [] : this.#bodyOf(message) };
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  #bodyOf(message: IncomingMessage): Body {
    return {
      [Symbol.asyncIterator]: () => {
        const chunks = message[Symbol.asyncIterator]();
        return {
          next: async () => {
            const step = await chunks.next().catch((error: Error) => {
              throw this.#failure ?? noResponse(error);
            });
            if (step.done && this.#failure !== undefined) throw this.#failure;
            return step;
          },
          return: async () => {
            this.#fail(new Error("the client left before the response was whole"));
            return ENDED;
          },
        };
      },
    };
  }

  /** Breaks the connection: there is no response then, or it ends in its middle. */
  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#reject(error);
    this.#message?.destroy();
    this.#client.destroy();
    this.socket.destroy();
  }
}

/** What came from the listener's end of the connection is no response of HTTP, or none that is whole. */
function noResponse({ message }: Error): GatewayError {
  return new GatewayError(`the listener has sent no whole response: ${message}`);
}
