import { getEventListeners } from "node:events";
import { checkChunk } from "../../gateway/body.ts";
import {
  type Application,
  BodyInput,
  type Environ,
  fileBody,
  GatewayError,
  iterate,
  type Response,
  respond,
  wholeBody,
} from "../../gateway/index.ts";
import { packed, unpacked } from "./fault.ts";
import { copyOf, type FromThread, type PlainEnviron, type ToThread } from "./messages.ts";
import type { Outbox } from "./outbox.ts";

/** One request inside of the thread: makes its environ anew, calls the application, and sends what it answers. */
export class Answer {
  readonly #id: number;
  readonly #outbox: Outbox<FromThread>;
  readonly #end: () => void;
  readonly #controller = new AbortController();
  #body: Iterator<Uint8Array> | AsyncIterator<Uint8Array> | undefined;
  #arrived: ((message: ToThread) => void) | undefined;
  #inputFailure: unknown;

  /** `end` is called when nothing more can be asked of the answer. */
  constructor(id: number, outbox: Outbox<FromThread>, end: () => void) {
    this.#id = id;
    this.#outbox = outbox;
    this.#end = end;
  }

  async run(application: Application, environ: PlainEnviron): Promise<void> {
    try {
      await this.#send(await respond(application, this.#environ(environ)));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Takes what the server's side says after the request itself. */
  receive(message: ToThread): void {
    if (message.type === "abort") this.#controller.abort();
    else if (message.type === "next" || message.type === "return") this.#step(message.type, message.step);
    else this.#arrived?.(message);
  }

  #environ(plain: PlainEnviron): Environ {
    const own: Pick<Environ, "tsgi.input" | "tsgi.errors" | "tsgi.file_wrapper" | "tsgi.signal"> = {
      "tsgi.input": new BodyInput(() => this.#read()),
      "tsgi.errors": { write: (text) => this.#write(text), flush: () => {} },
      "tsgi.file_wrapper": fileBody,
      "tsgi.signal": this.#controller.signal,
    };
    return Object.assign(plain as Environ, own); // an environ is what it was made of
  }

  #write(text: unknown): void {
    if (typeof text !== "string") throw new GatewayError(`the error stream takes text, not a ${typeof text}`);
    this.#outbox.post({ type: "errors", id: this.#id, text });
    this.#outbox.flush(); // it is out, whatever becomes of the thread now
  }

  /** Asks for the next chunk of the request's body. `BodyInput` does so one by one. */
  async #read(): Promise<Uint8Array | undefined> {
    const message = await new Promise<ToThread>((resolve) => {
      this.#arrived = resolve;
      this.#outbox.post({ type: "read", id: this.#id });
    });
    if (message.type === "input") return message.chunk;
    if (message.type === "input failed") this.#inputFailure = unpacked(message.fault);
    throw this.#inputFailure;
  }

  /** Sends a response: at once, or the first chunk and then one by one as they are asked for. */
  async #send({ status, headers, body }: Response): Promise<void> {
    const head = { id: this.#id, status, headers };
    // Who listens for the client to leave is told until the last chunk is taken.
    const chunks = wholeBody(body);
    if (chunks && getEventListeners(this.#controller.signal, "abort").length === 0) {
      this.#sendWhole(head, chunks);
      return;
    }
    this.#body = iterate(body);
    const { done, value } = await this.#body.next();
    if (done) return this.#sendWhole(head, []);
    const first = await this.#checked(value);
    this.#outbox.post({ type: "head", ...head, first }, [first]);
  }

  #sendWhole(
    head: Pick<Response, "status" | "headers"> & { id: number },
    chunks: readonly Uint8Array[],
  ): void {
    const body = chunks.map(copyOf);
    this.#end();
    this.#outbox.post({ type: "response", ...head, body }, body);
  }

  async #step(type: "next" | "return", step: number): Promise<void> {
    const id = this.#id;
    try {
      const { done, value } = (await this.#body?.[type]?.()) ?? ENDED;
      const chunk = type === "return" || done ? undefined : await this.#checked(value);
      if (chunk === undefined) this.#end();
      this.#outbox.post({ type: "step", id, step, chunk }, chunk && [chunk]);
    } catch (error) {
      this.#fail(error, step);
    }
  }

  /** A copy of a chunk. Closes the body, and throws a GatewayError, when it is none. */
  async #checked(chunk: unknown): Promise<Uint8Array<ArrayBuffer>> {
    try {
      checkChunk(chunk);
    } catch (error) {
      await this.#body?.return?.();
      throw error;
    }
    return copyOf(chunk);
  }

  #fail(error: unknown, step?: number): void {
    const known = error !== undefined && error === this.#inputFailure;
    const fault = known ? ({ kind: "input" } as const) : packed(error);
    this.#end();
    this.#outbox.post({ type: "failed", id: this.#id, ...(step === undefined ? {} : { step }), fault });
  }
}

const ENDED = { done: true, value: undefined } as const;
