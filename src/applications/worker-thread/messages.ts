import type { HeaderList } from "../../gateway/index.ts";
import type { Fault } from "./fault.ts";

/** What stands in an environ and can be copied into another thread. */
export type PlainEnviron = Readonly<Record<string, unknown>>;

/** What the server's side says of the request `id`. */
export type ToThread =
  | { readonly type: "request"; readonly id: number; readonly environ: PlainEnviron }
  | InputMessage
  /** Asks the body of the response for its next chunk, or closes it. Answered by the "step" of this number. */
  | { readonly type: "next" | "return"; readonly id: number; readonly step: number }
  /** The client left. */
  | { readonly type: "abort"; readonly id: number };

/** What came of a "read". */
export type InputMessage =
  /** The next chunk of the request's body; undefined at its end. */
  | { readonly type: "input"; readonly id: number; readonly chunk: Uint8Array<ArrayBuffer> | undefined }
  | { readonly type: "input failed"; readonly id: number; readonly fault: Fault };

/** What the thread says, of the request `id`. */
export type FromThread =
  /** The module is loaded. */
  | { readonly type: "ready" }
  /** The next chunk of the request's body is wanted. */
  | { readonly type: "read"; readonly id: number }
  | { readonly type: "errors"; readonly id: number; readonly text: string }
  /** A response that is there as a whole. */
  | (Head & { readonly type: "response"; readonly body: readonly Uint8Array[] })
  /** A response with its first chunk; the others must be asked for. */
  | (Head & { readonly type: "head"; readonly first: Uint8Array })
  /** What became of a step: a chunk, or undefined at the end of the body. */
  | {
      readonly type: "step";
      readonly id: number;
      readonly step: number;
      readonly chunk: Uint8Array | undefined;
    }
  /** The application failed, in a step or, without one, before its head. */
  | { readonly type: "failed"; readonly id: number; readonly step?: number; readonly fault: Fault };

/** What the thread posts at a time. The key tells it from what an application posts itself, which is nobody's business here. */
export interface Parcel {
  readonly "tsgi.messages": readonly FromThread[];
}

interface Head {
  readonly id: number;
  readonly status: string;
  readonly headers: HeaderList;
}

/**
 * A copy of a chunk that can be handed over to the other side with its memory.
 *
 * The chunk itself is not: its memory may hold others too, as that of most Buffers does, and whoever made it may send
 * it again.
 */
export function copyOf(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(chunk);
}
