import { isBodiless, type Response } from "../../gateway/index.ts";
import { fieldValue } from "../fields.ts";

// Text in any form, and the few formats of bytes that are not compressed by themselves.
const TEXTUAL =
  /^(?:text\/[^;]+|[^;]+\+(?:json|xml|text|yaml)|application\/(?:json|x-ndjson|javascript|xml|yaml|sql|rtf|wasm)|font\/(?:ttf|otf)|image\/(?:bmp|x-icon|vnd\.microsoft\.icon))[ \t]*(?:;|$)/i;

const NO_TRANSFORM = /(?:^|,)[ \t]*no-transform[ \t]*(?:,|$)/i;

/**
 * True when the body of a response is of a kind worth compressing, and may be compressed.
 *
 * Not one that is a part (ranges are those of the bytes as they are, RFC 9110 §14.2), that is coded already, or that
 * nobody may change (RFC 9111 §5.2.2.6).
 */
export function isCompressible({ status, headers }: Response): boolean {
  if (isBodiless(status) || status.startsWith("206")) return false;
  if (!TEXTUAL.test(fieldValue(headers, "content-type") ?? "")) return false;
  if (fieldValue(headers, "content-encoding") !== undefined) return false;
  return !NO_TRANSFORM.test(fieldValue(headers, "cache-control") ?? "");
}
