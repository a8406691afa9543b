import { Buffer, isUtf8 } from "node:buffer";

/** How the bytes of a file become text. */
export interface Encoding {
  /** "unsure": a record is UTF-8 where it can be, otherwise Windows-1252. */
  readonly name: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | "unsure";
  /** The bytes of the byte order mark before the text, or 0. */
  readonly skip: number;
}

// From so many sound sequences of UTF-8 to one that is not on, a file is UTF-8 and damaged.
const SOUND = 20;

// How many bytes are looked at for the NULs of UTF-16.
const FIRST = 4096;

/**
 * Finds the encoding of a file from its beginning.
 *
 * A head of nothing but ASCII says nothing about what follows, and one with both UTF-8 and other bytes is of a file that
 * was put together from others: each of their records is judged by itself.
 */
export function findEncoding(head: Buffer): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return { name: "utf-16le", skip: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { name: "utf-16be", skip: 2 };
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { name: "utf-8", skip: 3 };
  const wide = findUtf16(head);
  if (wide !== null) return { name: wide, skip: 0 };
  const { sound, broken } = countSequences(head);
  if (sound === 0) return { name: broken === 0 ? "unsure" : "windows-1252", skip: 0 };
  return { name: sound >= broken * SOUND ? "utf-8" : "unsure", skip: 0 };
}

/** UTF-16 without a mark: every other byte of a text that is mostly ASCII is NUL, and the others never are. */
function findUtf16(head: Buffer): "utf-16le" | "utf-16be" | null {
  const length = Math.min(head.length, FIRST) & ~1;
  let even = 0;
  let odd = 0;
  for (let place = 0; place < length; place += 2) {
    if (head[place] === 0) even++;
    if (head[place + 1] === 0) odd++;
  }
  if (even === 0 && odd * 4 > length) return "utf-16le";
  if (odd === 0 && even * 4 > length) return "utf-16be";
  return null;
}

/** How many sequences of several bytes are UTF-8, and how many bytes are none. What the end cuts off is not counted. */
function countSequences(head: Buffer): { sound: number; broken: number } {
  let sound = 0;
  let broken = 0;
  for (let place = 0; place < head.length; place++) {
    const byte = head[place] ?? 0;
    if (byte < 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    const sequence = head.subarray(place, place + length);
    if (isUtf8(sequence)) {
      sound++;
      place += length - 1;
    } else if (sequence.length === length || !sequence.subarray(1).every(isContinuation)) broken++;
  }
  return { sound, broken };
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** Gives the function that makes UTF-8 of a file's chunks in UTF-16, the last of which is empty; null for what is none. */
export function utf16Reader({ name }: Pick<Encoding, "name">): ((chunk: Buffer) => Buffer) | null {
  if (name !== "utf-16le" && name !== "utf-16be") return null;
  const decoder = new TextDecoder(name); // it takes away the mark
  return (chunk) => Buffer.from(decoder.decode(chunk, { stream: chunk.length > 0 }), "utf8");
}
