import { connect, type Socket } from "node:net";
import { type Application, type Environ, forward, RequestError } from "../gateway/index.ts";
import { variablesOf } from "../protocols/cgi/variables.ts";
import { formatScgiHead, ScgiError } from "../protocols/scgi.ts";
import { parseAddress } from "./backend-address.ts";
import { cgiResponse } from "./cgi-response.ts";
import { drained } from "./drained.ts";
import { requestBody } from "./request-body.ts";

/** How an SCGI server is spoken to. */
export interface ScgiBackendOptions {
  /** Variables besides those of CGI; they win. Latin-1 text. */
  readonly variables?: Readonly<Record<string, string>>;
  /** How long nothing may happen on the connection before it is given up, in milliseconds. 60 s. */
  readonly timeout?: number;
}

/**
 * Hands each request to an SCGI server, over a connection of its own.
 *
 * `address` is "host:port", or "unix:" and a path. Throws a RequestError: 502 where nobody listens there or what comes
 * back is no response, 504 where nothing comes in time, 400 for a request with a NUL. A server that dies in the middle
 * of a body makes the body fail. When the client leaves, the connection is closed.
 *
 * @example scgiBackend("localhost:4000")
 */
export function scgiBackend(address: string, options: ScgiBackendOptions = {}): Application {
  const place = parseAddress(address);
  const { variables = {}, timeout = 60_000 } = options;
  return async (environ, startResponse) => {
    const { chunks, length } = await requestBody(environ);
    const all = new Map([...variablesOf(environ, length), ...Object.entries(variables)]);
    const head = headOf(all);
    const socket = connect({ ...place });
    const backend = new Backend(socket, environ, timeout);
    backend.send(head, chunks);
    return forward(await cgiResponse(environ, backend.output()), startResponse);
  };
}

function headOf(variables: Map<string, string>): Uint8Array {
  try {
    return formatScgiHead(variables);
  } catch (error) {
    if (error instanceof ScgiError) throw new RequestError("400 Bad Request", error.message);
    throw error;
  }
}

/** A connection to the server, for one request. */
class Backend {
  readonly #socket: Socket;
  #failure: Error | undefined;

  constructor(socket: Socket, { "tsgi.signal": signal, "tsgi.errors": errors }: Environ, timeout: number) {
    this.#socket = socket;
    const close = () => socket.destroy();
    const giveUp = () => {
      this.#failure ??= signal.reason;
      close();
    };
    signal.addEventListener("abort", giveUp, { once: true });
    if (signal.aborted) giveUp();
    socket.once("close", () => signal.removeEventListener("abort", giveUp));
    socket.on("error", (error) => {
      if (this.#failure) return;
      errors.write(`The SCGI server failed: ${error.message}\n`);
      this.#failure = new RequestError("502 Bad Gateway", "the SCGI server failed");
    });
    socket.setTimeout(timeout, () => {
      this.#failure ??= new RequestError("504 Gateway Timeout", "the SCGI server took too long");
      close();
    });
  }

  /** Sends the head and the body. A body that does not come whole ends the connection. */
  async send(head: Uint8Array, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const socket = this.#socket;
    try {
      socket.write(head);
      for await (const chunk of chunks) {
        if (socket.destroyed) return;
        if (!socket.write(chunk)) await drained(socket);
      }
    } catch (error) {
      if (error instanceof Error) this.#failure ??= error; // the client's fault, and not the server's
      socket.destroy();
    }
  }

  /** What comes back. Closing it closes the connection. */
  async *output(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.#socket) yield chunk;
    } catch (error) {
      throw this.#failure ?? error;
    } finally {
      this.#socket.destroy();
    }
    if (this.#failure) throw this.#failure;
  }
}
