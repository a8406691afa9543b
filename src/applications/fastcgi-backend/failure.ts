import { inspect } from "node:util";
import { RequestError } from "../../gateway/index.ts";

/** A backend that failed. It is reported in a line: no stack of this process tells more of it. */
export class BackendError extends Error {
  override readonly name = "BackendError";
  /** What the client is answered, where nothing of the response is out: "502 Bad Gateway". */
  readonly status: string;

  constructor(status: string, message: string) {
    super(message);
    this.status = status;
  }

  [inspect.custom](): string {
    return `${this.name}: ${this.message}`;
  }
}

/** Said to nobody: there is no fault to be reported, and no client to be answered. */
export function clientLeft(): RequestError {
  return new RequestError("503 Service Unavailable", "the client left before its response was whole");
}
