let decoder: InstanceType<typeof TextDecoder> | undefined;

/**
 * The UTF-8 text whose bytes are given as latin-1 text, as the values of an environ are; undefined when the bytes
 * are not UTF-8.
 *
 * @example utf8("/caf\u00c3\u00a9") // "/café"
 */
export function utf8(latin1: string): string | undefined {
  if (isAscii(latin1)) return latin1;
  try {
    decoder ??= new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return decoder.decode(Buffer.from(latin1, "latin1"));
  } catch {
    return undefined;
  }
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

/**
 * The bytes that percent-encoded text stands for, as latin-1 text, decoded exactly once; undefined when a "%" is not
 * followed by two hexadecimal digits (RFC 3986 §2.1).
 *
 * @example percentDecoded("%2c%252c") // ",%2c"
 */
export function percentDecoded(text: string): string | undefined {
  if (!text.includes("%")) return text;
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  return text.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
