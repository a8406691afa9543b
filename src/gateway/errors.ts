import type { HeaderList } from "./types.ts";

// A module may have been loaded with a copy of the gateway of its own; what it throws means the same.
const REFUSAL = Symbol.for("tsgi.RequestError");

/**
 * A request that is refused. Whoever catches it answers with `status`, not with 500.
 *
 * @example throw new RequestError("405 Method Not Allowed", "only GET and HEAD", [["Allow", "GET, HEAD"]]);
 */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly [REFUSAL] = true;
  /** The status to answer with: "413 Content Too Large". */
  readonly status: string;
  /** Fields that the answer must carry. */
  readonly headers: HeaderList;

  constructor(status: string, message: string, headers: HeaderList = []) {
    super(message);
    this.status = status;
    this.headers = headers;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && REFUSAL in value;
  }
}

/** A fault of an application against the interface, or of a server. */
export class GatewayError extends Error {
  override readonly name: string = "GatewayError";
}
