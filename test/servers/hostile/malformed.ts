import { Buffer } from "node:buffer";
import type { Manner } from "../../support/flood.ts";

/** A request as no client should send it, and what comes of it. */
export interface Malformed {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What the client does then; it waits for the server unless given. */
  readonly manner?: Manner;
  /** What is answered. */
  readonly answer: RegExp;
  /** The line that the server's log gets; none unless given. */
  readonly log?: RegExp;
}

/** Nothing at all: the connection is closed. */
export const NOTHING = /^$/;

/** The bytes of latin-1 text. */
export function raw(...texts: readonly string[]): Uint8Array {
  return Buffer.from(texts.join(""), "latin1");
}
