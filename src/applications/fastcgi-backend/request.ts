import type { Socket } from "node:net";
import type { Ending } from "../../protocols/fastcgi/bodies.ts";
import {
  FCGI_ABORT_REQUEST,
  FCGI_STDERR,
  FCGI_STDIN,
  FCGI_STDOUT,
} from "../../protocols/fastcgi/constants.ts";
import { type FcgiRecord, formatRecord } from "../../protocols/fastcgi/records.ts";
import { drained } from "../drained.ts";
import type { RequestBody } from "../request-body.ts";
import type { Answer, Source } from "./answer.ts";
import { BackendError, clientLeft } from "./failure.ts";

/** What a request asks of the connection over which it goes. */
export interface Line {
  readonly socket: Socket;
  /** Hands records over; false where the backend is to be waited for before there are more. */
  write(records: Uint8Array): boolean;
  /** True while the backend is not read on, for clients do not take what has come. */
  readonly isPaused: boolean;
  /** More of the answer waits to be taken by the client now, or less, by so many bytes. */
  holds(more: number): void;
  /** Nobody wants the rest of the answer. */
  abandon(request: BackendRequest): void;
}

const NOTHING = new Uint8Array(0);

/** A request on a connection to a backend, from its first record until the backend has ended it. */
export class BackendRequest implements Source {
  readonly id: number;
  readonly answer: Answer;
  readonly hasBody: boolean;
  /** True when it has been handed over to its end. */
  sent: boolean;
  /** True when nobody waits for its answer. */
  abandoned = false;
  /** How much of its answer has come, in bytes. */
  received = 0;
  /** How much of its answer waits to be taken, in bytes. */
  held = 0;
  readonly #line: Line;
  #awaitsBody = false;
  #over = false;

  constructor(id: number, answer: Answer, hasBody: boolean, line: Line) {
    this.id = id;
    this.answer = answer;
    this.hasBody = hasBody;
    this.sent = !hasBody;
    this.#line = line;
    answer.asked(this);
  }

  get awaitsClient(): boolean {
    return this.#awaitsBody || this.#line.isPaused;
  }

  holds(size: number): void {
    const more = size - this.held;
    this.held = size;
    this.#line.holds(more);
  }

  abandon(): void {
    if (this.#over || this.abandoned) return;
    this.abandoned = true;
    this.#line.abandon(this);
  }

  /** Hands the body over. One that does not come whole ends the request. */
  async send({ chunks }: RequestBody): Promise<void> {
    this.#awaitsBody = true;
    try {
      for await (const chunk of chunks) {
        if (this.#isUnwanted) return;
        if (chunk.length === 0 || this.#line.write(formatRecord(FCGI_STDIN, this.id, chunk))) continue;
        this.#awaitsBody = false;
        await drained(this.#line.socket);
        this.#awaitsBody = true;
      }
      if (this.#isUnwanted) return;
      this.sent = true;
      this.#line.write(formatRecord(FCGI_STDIN, this.id, NOTHING));
      this.answer.moves();
    } catch (error) {
      if (this.#isUnwanted) return;
      this.answer.abandon(error instanceof Error ? error : clientLeft());
    } finally {
      this.#awaitsBody = false;
    }
  }

  get #isUnwanted(): boolean {
    return this.#over || this.abandoned;
  }

  /** Takes a record of the answer, but for the last. */
  take({ type, content }: FcgiRecord): void {
    if (this.abandoned) return;
    if (type === FCGI_STDOUT) {
      this.received += content.length;
      this.answer.takeStdout(content);
    } else if (type === FCGI_STDERR) {
      this.answer.moves();
      this.answer.takeStderr(content);
    } else if (type === FCGI_ABORT_REQUEST) {
      this.answer.abandon(new BackendError("502 Bad Gateway", "the FastCGI server broke its answer off"));
    }
  }

  /** The backend has ended the request. */
  end(ending: Ending): void {
    this.#over = true;
    this.answer.end(ending);
  }

  /** The connection is lost; `begun` is false where the backend may never have begun. */
  fail(failure: Error, begun: boolean): void {
    this.#over = true;
    this.answer.fail(failure, begun);
  }
}
