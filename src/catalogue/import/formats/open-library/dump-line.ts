import type { Buffer } from "node:buffer";
import { LARGEST_LINE, type Line } from "./line-splitter.ts";

/** The types of records that books are made from. */
export type RecordType = "author" | "work" | "edition" | "redirect";

/** A line of a dump, its JSON not yet read. */
export interface DumpLine {
  readonly type: RecordType;
  /** "/works/OL123W" */
  readonly key: string;
  /** 0 where the line does not say. */
  readonly revision: number;
  readonly json: string;
  /** True where spaces stood in place of tabs. */
  readonly mended: boolean;
}

/** Why a line gives no record. */
export class Fault {
  /** One of a few, to be counted by. */
  readonly reason: string;
  /** What is wrong with this very line. */
  readonly detail: string;

  constructor(reason: "malformed" | "too large", detail: string) {
    this.reason = reason;
    this.detail = detail;
  }
}

const TOO_LARGE = new Fault("too large", `it is longer than ${LARGEST_LINE} bytes`);

const TYPES: ReadonlyMap<string, RecordType> = new Map([
  ["/type/author", "author"],
  ["/type/work", "work"],
  ["/type/edition", "edition"],
  ["/type/redirect", "redirect"],
]);

const BEGINNING = "/type/";

const TAB = 0x09;
const SPACE = 0x20;
const BRACE = 0x7b;

// What stands before the JSON, in bytes: a type, a key, a number and a time.
const LONGEST_HEAD = 1000;

/**
 * Reads a line: a type, a key, a revision, a time and JSON, with tabs between them. Null for one that tells of no book:
 * a blank one, and a record of another type, whatever else it holds.
 *
 * What should be tabs may be spaces: none of the fields before the JSON has a space, and the JSON begins at a brace.
 */
export function readDumpLine({ bytes: line, tooLarge }: Line): DumpLine | Fault | null {
  const bytes = line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? line.subarray(3) : line;
  const malformed = (detail: string) => (tooLarge ? TOO_LARGE : new Fault("malformed", detail));
  if (bytes.toString("latin1", 0, Math.min(bytes.length, BEGINNING.length)) !== BEGINNING) {
    return isBlank(bytes) ? null : malformed(`it does not begin with ${BEGINNING}`);
  }
  const end = endOfType(bytes);
  if (end === -1) return malformed("it has a type and nothing else");
  const type = TYPES.get(bytes.toString("latin1", 0, end));
  if (type === undefined) return null;
  const brace = bytes.indexOf(BRACE, end);
  if (tooLarge || brace === -1 || brace > LONGEST_HEAD) {
    return malformed("it has no JSON behind its type and key");
  }
  const head = bytes.toString("latin1", 0, brace);
  const parted = head.split("\t");
  const mended = parted.length !== 5 || head.includes(" ");
  const [, key = "", revision = ""] = mended ? head.split(/\s+/) : parted;
  return { type, key, revision: readRevision(revision), json: bytes.toString("utf8", brace), mended };
}

function endOfType(bytes: Buffer): number {
  const length = Math.min(bytes.length, LONGEST_HEAD);
  for (let i = BEGINNING.length; i < length; i++) if (bytes[i] === TAB || bytes[i] === SPACE) return i;
  return -1;
}

function readRevision(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte <= SPACE);
}
