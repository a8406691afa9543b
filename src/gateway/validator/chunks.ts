import { checkChunk } from "../body.ts";
import { isBodiless } from "../checks.ts";
import type { Faults, ValidationError } from "./fault.ts";
import type { Head } from "./start-response.ts";

/** Checks the chunks of one body, in turn, against the head of its response. */
export class Chunks {
  readonly #head: Head;
  readonly #faults: Faults;
  readonly #isHead: boolean;
  #given = 0;

  constructor(head: Head, faults: Faults, method: string) {
    this.#head = head;
    this.#faults = faults;
    this.#isHead = method === "HEAD";
  }

  /** Where a fault of the body is to be looked for: where the response was started. */
  get place(): Error {
    return this.#head.place ?? NOWHERE;
  }

  /** Throws a ValidationError unless `chunk` may come now. */
  take(chunk: Uint8Array): void {
    // § 5.7 The application MUST call `startResponse` before its first chunk, be it empty, and before the end. A
    // generator may do so at the first `next()`. (PEP 3333 "The start_response() Callable"; cases 70, 71)
    const { status } = this.#head;
    if (status === undefined) throw this.#fault("5.7", "startResponse must be called before the body begins");

    // § 5.8 A chunk MUST be a `Uint8Array`, such as a `Buffer`; a view of a larger buffer stands for its own window
    // alone. An empty chunk says nothing and ends nothing. (PEP 3333 "Unicode Issues"; cases 74, 76, 77, 169)
    this.#faults.check("application", "5.8", () => checkChunk(chunk), this.place);
    if (chunk.length > 0) this.#count(chunk.length, status);
  }

  #count(bytes: number, status: string): void {
    this.#head.isFinal = true;
    // § 5.9 A response 204, 205 or 304 MUST NOT have a body. A server sends none, even if there is one. (RFC 9110
    // §6.4.1, §15.3.6; case 83)
    if (isBodiless(status)) throw this.#fault("5.9", `a response ${status} must not have a body`);

    // § 5.10 A response with a body MUST have a Content-Type: a client that has to guess can be led to guess a script.
    // (RFC 9110 §8.3; case 64)
    if (!this.#head.hasType) throw this.#fault("5.10", "a response with a body must have a Content-Type");

    // § 5.11 The body MUST have as many bytes as its Content-Length says. A server cuts what is too long and reports
    // it; where it is too short, it breaks the connection, so that the client does not wait. (RFC 9112 §6.3; cases
    // 81, 136)
    this.#given += bytes;
    const { contentLength: stated = this.#given } = this.#head;
    if (this.#given > stated) {
      throw this.#fault("5.11", `the body must not be longer than its Content-Length, ${stated}`);
    }
  }

  /** Throws a ValidationError unless the body may end now. */
  end(): void {
    this.#head.isFinal = true;
    if (this.#head.status === undefined) throw this.#fault("5.7", "startResponse must be called");
    // § 5.12 The response to HEAD has the head of GET, Content-Length too. Its body MAY be empty; a server sends none of
    // it. (RFC 9110 §9.3.2; case 82)
    if (this.#isHead && this.#given === 0) return;
    const { contentLength: stated = this.#given } = this.#head;
    if (this.#given < stated) {
      throw this.#fault("5.11", `the body has ${this.#given} bytes, and not its Content-Length, ${stated}`);
    }
  }

  #fault(clause: string, rule: string): ValidationError {
    return this.#faults.fault("application", clause, rule, this.place);
  }
}

// Where the response was never started, the stack would show who reads the body, who is not to blame.
const NOWHERE = Object.assign(new Error(), { stack: "" });
