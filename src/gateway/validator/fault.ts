import { GatewayError } from "../errors.ts";

// # 6. Faults
//
// § 6.1 What an application throws, or rejects with, before the head is sent MUST be answered with 500, reported to
// the error stream, and kept from the client: a stack shows how the house is built. The server lives on.
// (PEP 3333 "Error Handling"; cases 71, 91, 93, 97)
//
// § 6.2 What it throws after the head was sent MUST break the connection, without a last chunk, so that the client
// knows that the response is not whole. (RFC 9112 §8; cases 92, 167)
//
// § 6.3 A `RequestError` is no fault. The server MUST answer it with its own status and fields, as "413 Content Too
// Large", where the head is not sent yet. (case 54)
//
// § 6.4 What a body's `return()` throws MUST be reported and MUST harm no other request. (case 94)

/** Who broke the interface: the application, or what called it, which is a server or a middleware. */
export type Blame = "application" | "server";

/** A fault that the validator found. Its message names the rule, the clause of docs/tsgi.md and the place in the code. */
export class ValidationError extends GatewayError {
  override readonly name = "ValidationError";
  /** The number of the clause: "4.3". */
  readonly clause: string;
  readonly blame: Blame;

  constructor(blame: Blame, clause: string, rule: string, place: string) {
    super(`${rule} (TSGI ${clause}; a fault of the ${blame}, ${place})`);
    this.clause = clause;
    this.blame = blame;
  }
}

/** Makes the errors of one application, which know its name where its line is not known. */
export class Faults {
  readonly #name: string;

  constructor(application: unknown) {
    this.#name = (typeof application === "function" && application.name) || "a function without a name";
  }

  /** The error for a rule that is broken where `trace` was made: the stack is read only now, since that is slow. */
  fault(blame: Blame, clause: string, rule: string, trace: Error = new Error()): ValidationError {
    const line = ownLine(trace.stack ?? "");
    return new ValidationError(blame, clause, rule, line ? `at ${line}` : `in the application ${this.#name}`);
  }

  /** Runs one of the checks that servers run too, and names the clause where it throws. */
  check<T>(blame: Blame, clause: string, check: () => T, trace?: Error): T {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof GatewayError) || error instanceof ValidationError) throw error;
      throw this.fault(blame, clause, error.message, trace);
    }
  }
}

/** The first line of a stack that is neither the gateway's nor a server's, a package's or Node's. */
function ownLine(stack: string): string | undefined {
  const house = new URL("../../", import.meta.url);
  // A stack has the names of modules percent-encoded, or not, as their loader likes.
  const notOwn = ["gateway/", "servers/"]
    .map((folder) => new URL(folder, house).pathname)
    .flatMap((path) => [path, decodeURI(path)]);
  for (const frame of stack.split("\n").slice(1)) {
    const line = frame.replace(/^\s*at (?:async )?/, "").replace("file://", "");
    if (!/:\d+:\d+\)?$/.test(line) || /node:|[\\/]node_modules[\\/]/.test(line)) continue;
    if (!notOwn.some((folder) => line.includes(folder))) return line;
  }
  return undefined;
}
