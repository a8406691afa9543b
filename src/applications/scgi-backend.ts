import { connect, type Socket } from "node:net";
import { type Application, type Environ, forward, RequestError } from "../gateway/index.ts";
import { variablesOf } from "../protocols/cgi/variables.ts";
import { formatScgiHead, ScgiError } from "../protocols/scgi.ts";
import { parseAddress } from "./backend-address.ts";
import { cgiResponse } from "./cgi-response.ts";
import { drained } from "./drained.ts";
import { givenVariables, type VariablesOption } from "./given-variables.ts";
import { checkTimes, Patience } from "./patience.ts";
import { requestBody } from "./request-body.ts";

/** How an SCGI server is spoken to. */
export interface ScgiBackendOptions {
  /** Variables besides those of CGI, such as SCRIPT_FILENAME. */
  readonly variables?: VariablesOption;
  /**
   * How long the server may be silent while it is its turn, in milliseconds, 0 is no limit; then 504. It may go on for
   * as long with an answer that nobody wants the rest of, as that to HEAD. 60 s.
   */
  readonly timeout?: number;
}

/**
 * Hands each request to an SCGI server, over a connection of its own.
 *
 * `address` is "host:port", or "unix:" and a path. Throws a RequestError: 502 where nobody listens there or what comes
 * back is no response, 504 where nothing comes in time, 400 for a request with a NUL. A server that dies in the middle
 * of a body makes the body fail. When the client leaves, the connection is closed. Throws a RangeError for an address
 * that is none, and for a time-out that makes no sense.
 *
 * @example scgiBackend("localhost:4000")
 */
export function scgiBackend(address: string, options: ScgiBackendOptions = {}): Application {
  const place = parseAddress(address);
  const { variables = {}, timeout = 60_000 } = options;
  checkTimes({ timeout });
  const given = givenVariables(variables);
  return async (environ, startResponse) => {
    const { chunks, length } = await requestBody(environ);
    const all = variablesOf(environ, length);
    for (const [name, value] of given(environ)) all.set(name, value);
    const head = headOf(all);
    const socket = connect({ ...place });
    const backend = new Backend(socket, environ, timeout);
    backend.send(head, chunks);
    return forward(await cgiResponse(environ, backend.output(), timeout), startResponse);
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

const ENDED = { done: true, value: undefined } as const;

/** A connection to the server, for one request. */
class Backend {
  readonly #socket: Socket;
  readonly #patience: Patience;
  /** True while the server is not to blame for its silence: the client's body is waited for. */
  #awaitsClient = false;
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
    const lose = () => {
      errors.write(`The SCGI server was silent for ${timeout} ms.\n`);
      this.#failure ??= new RequestError("504 Gateway Timeout", "the SCGI server took too long");
      close();
    };
    this.#patience = new Patience(timeout, () => this.#awaitsClient, lose);
    socket.on("drain", () => this.#patience.renew());
  }

  /** Sends the head and the body. A body that does not come whole ends the connection. */
  async send(head: Uint8Array, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const socket = this.#socket;
    socket.write(head);
    this.#awaitsClient = true;
    try {
      for await (const chunk of chunks) {
        if (socket.destroyed) return;
        if (socket.write(chunk)) continue;
        this.#awaitsClient = false;
        await drained(socket);
        this.#awaitsClient = true;
      }
    } catch (error) {
      if (error instanceof Error) this.#failure ??= error; // the client's fault, and not the server's
      socket.destroy();
    } finally {
      this.#awaitsClient = false;
      this.#patience.renew();
    }
  }

  /** What comes back. Closing it closes the connection, also while it is being read. */
  output(): AsyncIterator<Uint8Array> {
    const socket = this.#socket;
    const chunks: AsyncIterator<Uint8Array> = socket[Symbol.asyncIterator]();
    return {
      next: async () => {
        this.#patience.begin();
        try {
          const step = await chunks.next();
          if (!step.done) return step;
        } catch (error) {
          throw this.#failure ?? error;
        } finally {
          this.#patience.end();
        }
        socket.destroy();
        if (this.#failure) throw this.#failure;
        return ENDED;
      },
      return: async () => {
        socket.destroy();
        return ENDED;
      },
    };
  }
}
