import { Buffer, isUtf8 } from "node:buffer";
import { readWindows1252 } from "../../mend/windows-1252.ts";

/** Makes text of the fields of a record, which are bytes that were read as Latin-1. */
export type Decode = (fields: readonly string[]) => Decoded;

/** The fields of a record as text. */
export interface Decoded {
  readonly fields: readonly string[];
  /** True when the bytes were no UTF-8 and were read as Windows-1252. */
  readonly foreign: boolean;
}

const BEYOND_ASCII = /[\u0080-\u00ff]/;

// Characters of a text that was read as UTF-8 and is not all of it: what was sound.
const SOUND = /[^\0-\u007f\ufffd]/;

/**
 * The text of a record of which nobody knows whether it is UTF-8.
 *
 * What is not UTF-8 is Windows-1252, unless there is sound UTF-8 in the record beside it: then it is damaged, and what
 * is broken becomes U+FFFD.
 */
export function decodeRecord(fields: readonly string[]): Decoded {
  if (!fields.some((field) => BEYOND_ASCII.test(field))) return { fields, foreign: false };
  const bytes = fields.map((field) => Buffer.from(field, "latin1"));
  const texts = bytes.map((field) => field.toString("utf8"));
  if (bytes.every((field) => isUtf8(field)) || texts.some((text) => SOUND.test(text))) {
    return { fields: texts, foreign: false };
  }
  return { fields: fields.map(readWindows1252), foreign: true };
}

/** The text of a record of a file that is Windows-1252 throughout. */
export function decodeWindows1252(fields: readonly string[]): Decoded {
  return { fields: fields.map(readWindows1252), foreign: false };
}
