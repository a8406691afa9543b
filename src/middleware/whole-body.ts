import type { Body } from "../gateway/index.ts";

/** The chunks of a body that is there as a whole; undefined for one that is yet to be read, or has what is no chunk. */
export function wholeBody(body: Body): readonly Uint8Array[] | undefined {
  if (!Array.isArray(body)) return undefined;
  const chunks: readonly unknown[] = body;
  return chunks.every((chunk) => chunk instanceof Uint8Array) ? chunks : undefined;
}

/** The length of chunks together, in bytes. */
export function byteLength(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}
