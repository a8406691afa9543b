import { Buffer } from "node:buffer";
import type { Body } from "../../src/gateway/index.ts";

/** All bytes of a body, which is read to its end. */
export async function bytesOf(body: Body): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
