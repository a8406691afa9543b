import { inspect } from "node:util";
import { type HeaderList, RequestError, report } from "../../gateway/index.ts";

/** What was thrown on one side, as it is told to the other. */
export type Fault =
  /** The very error with which reading the request's body failed: the server knows it again. */
  | { readonly kind: "input" }
  | {
      readonly kind: "refusal";
      readonly status: string;
      readonly message: string;
      readonly headers: HeaderList;
    }
  | { readonly kind: "fault"; readonly name: string; readonly message: string; readonly report: string };

/** An error that was thrown in another thread. It is reported as it would have been there, with its own stack. */
class ForeignError extends Error {
  override readonly name: string;
  readonly #report: string;

  constructor(name: string, message: string, report: string) {
    super(message);
    this.name = name;
    this.#report = report;
  }

  [inspect.custom](): string {
    return this.#report;
  }
}

/** Makes of what was thrown what can be sent. */
export function packed(error: unknown): Fault {
  if (error instanceof RequestError) {
    const { status, message, headers } = error;
    return { kind: "refusal", status, message, headers: headers.map(([name, value]) => [name, value]) };
  }
  const { name, message } = error instanceof Error ? error : new Error("what was thrown is no Error");
  return { kind: "fault", name: String(name), message: String(message), report: report(error).trimEnd() };
}

/** The error that was sent. `input` is the one with which reading the request's body failed, if it did. */
export function unpacked(fault: Fault, input?: unknown): unknown {
  switch (fault.kind) {
    case "input":
      return input;
    case "refusal":
      return new RequestError(fault.status, fault.message, fault.headers);
    case "fault":
      return new ForeignError(fault.name, fault.message, fault.report);
  }
}
