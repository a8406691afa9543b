import { Buffer, isUtf8 } from "node:buffer";

// What no language writes: a letter that begins a character of UTF-8 when it is taken for a byte, and one that continues
// it, here of Latin scripts, or a control character behind any such letter.
const TELLING = /[\u00c2-\u00c5][\u0080-\u00bf]|[\u00c2-\u00f4][\u0080-\u009f]/;

// The same in a text that is known to have gone through this.
const TRACE = /[\u00c2-\u00f4][\u0080-\u00bf]/;

const BEYOND_LATIN_1 = /[\u0100-\uffff]/;

/**
 * Undoes that a text in UTF-8 was taken for Latin-1 and put into UTF-8 again, as library systems did, however often:
 * "Pe\u00c3\u008c\u00c2\u0081tain" is "Pétain". A text of which any character contradicts that stays as it is.
 */
export function withoutMojibake(text: string): string {
  let right = text;
  for (let sign = TELLING; sign.test(right) && !BEYOND_LATIN_1.test(right); sign = TRACE) {
    const bytes = Buffer.from(right, "latin1");
    if (!isUtf8(bytes)) break;
    right = bytes.toString("utf8"); // fewer characters each time
  }
  return right;
}
