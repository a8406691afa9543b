import { Buffer } from "node:buffer";
import { addVariable } from "../cgi/variables.ts";
import { FastCgiError } from "./errors.ts";

/** The longest text whose length takes one byte. */
const SHORT = 127;

/**
 * The names that were read last, by their places: a web server hands over nearly the same ones in the same order at each
 * request, and a name that is there already need not be made, hashed and looked up again.
 */
const lastNames: string[] = [];
const MOST_NAMES = 100;

/**
 * Reads name-value pairs (FastCGI 1.0 §3.4), latin-1 text. A name that stands more than once is for
 * `addVariable`. Throws a FastCgiError where the bytes end in the middle of a pair.
 */
export function parsePairs(bytes: Uint8Array): Map<string, string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = buffer.toString("latin1");
  const pairs = new Map<string, string>();
  let position = 0;

  const length = (): number => {
    const first = text.charCodeAt(position);
    const size = first > SHORT ? 4 : 1;
    if (position + size > text.length) throw new FastCgiError("a name-value pair ends in a length");
    position += size;
    if (size === 1) return first;
    let rest = first & 0x7f;
    for (let index = position - 3; index < position; index++) rest = rest * 256 + text.charCodeAt(index);
    return rest;
  };

  const nameTo = (end: number): string => {
    const last = lastNames[pairs.size];
    if (last?.length === end - position && text.startsWith(last, position)) return last;
    const name = buffer.toString("latin1", position, end); // a slice would keep all of the text
    if (pairs.size < MOST_NAMES && name.length <= SHORT) lastNames[pairs.size] = name;
    return name;
  };

  while (position < text.length) {
    const nameLength = length();
    const valueLength = length();
    const start = position + nameLength;
    const end = start + valueLength;
    if (end > text.length) {
      const missing = end - text.length;
      throw new FastCgiError(`a name-value pair ends ${missing} bytes before its length says`);
    }
    addVariable(pairs, nameTo(start), text.slice(start, end));
    position = end;
  }
  return pairs;
}

type Pair = readonly [name: string, value: string];
type Pairs = ReadonlyMap<string, string> | readonly Pair[];

/** The bytes of name-value pairs. Throws a FastCgiError for text that is not latin-1. */
export function formatPairs(pairs: Pairs): Buffer {
  let text = "";
  for (const [name, value] of pairs) text += lengthOf(name) + lengthOf(value) + name + value;
  if (BEYOND.test(text)) refuse(pairs);
  return Buffer.from(text, "latin1");
}

const BEYOND = /[^\0-\xff]/;

function refuse(pairs: Pairs): never {
  const [name = ""] = [...pairs].find((pair) => BEYOND.test(pair.join(""))) ?? [];
  throw new FastCgiError(
    `the variable ${JSON.stringify(name)} holds a character above U+00FF; encode it first`,
  );
}

function lengthOf({ length }: string): string {
  if (length <= SHORT) return String.fromCharCode(length);
  const bytes = [0x80 | (length >>> 24), (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff];
  return String.fromCharCode(...bytes);
}
