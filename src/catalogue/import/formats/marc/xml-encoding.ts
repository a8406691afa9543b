import type { Buffer } from "node:buffer";

// How XML begins in UTF-16 without a byte order mark (XML 1.0, Appendix F).
const LITTLE_ENDIAN = "<\0?\0";
const BIG_ENDIAN = "\0<\0?";

// In ASCII, or an encoding that has ASCII in it, as all but UTF-16 have.
const DECLARED = /^\s*<\?xml\s[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/;

// The declaration stands within so many bytes.
const DECLARATION = 400;

/**
 * The encoding of an XML file as TextDecoder calls it, by its first bytes: a byte order mark, or else what it declares;
 * "utf-8" where it does not.
 */
export function findXmlEncoding(head: Buffer): string {
  const start = head.toString("latin1", 0, 4);
  if (start.startsWith("\xff\xfe") || start === LITTLE_ENDIAN) return "utf-16le";
  if (start.startsWith("\xfe\xff") || start === BIG_ENDIAN) return "utf-16be";
  if (start.startsWith("\xef\xbb\xbf")) return "utf-8";
  const declared = DECLARED.exec(head.toString("latin1", 0, DECLARATION))?.[1]?.toLowerCase() ?? "utf-8";
  // What could be read so far is not in UTF-16, whatever it says.
  return declared.startsWith("utf-16") || declared.startsWith("ucs-2") ? "utf-8" : declared;
}
