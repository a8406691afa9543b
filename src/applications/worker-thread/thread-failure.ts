import { inspect } from "node:util";

/** Why a thread does not answer: it ended, or takes too long. It is reported with what caused it. */
export class ThreadFailure extends Error {
  override readonly name = "ThreadFailure";
  /** What to answer the client with: "503 Service Unavailable". */
  readonly status: string;

  constructor(status: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }

  [inspect.custom](): string {
    return this.cause === undefined ? this.message : `${this.message}: ${inspect(this.cause)}`;
  }
}
