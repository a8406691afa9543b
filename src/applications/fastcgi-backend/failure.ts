import { RequestError } from "../../gateway/index.ts";

/** A backend that failed. */
export class BackendError extends Error {
  override readonly name = "BackendError";
  /** What the client is answered, where nothing of the response is out: "502 Bad Gateway". */
  readonly status: string;

  constructor(status: string, message: string) {
    super(message);
    this.status = status;
  }
}

/** Said to nobody: there is no fault to be reported, and no client to be answered. */
export function clientLeft(): RequestError {
  return new RequestError("503 Service Unavailable", "the client left before its response was whole");
}
