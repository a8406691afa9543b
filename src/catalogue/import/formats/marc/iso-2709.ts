import type { Buffer } from "node:buffer";
import { type Placed, readDirectory, startsOfFields } from "./directory.ts";
import { decodeText } from "./encoding.ts";
import { LEADER_LENGTH, statedBase, statedLength } from "./leader.ts";
import { type Field, isUnimarc, type MarcRecord } from "./record.ts";
import { FIELD_END, RECORD_END } from "./record-splitter.ts";

const FIELD_MARK = "\u001e";
const SUBFIELD_MARK = "\u001f";

/** A record that could be read, and what was wrong with it: "wrong length", "wrong encoding". */
export interface Read {
  readonly record: MarcRecord;
  readonly repairs: readonly string[];
}

/** What a record has that cannot be read. */
export interface Fault {
  /** "it ends within its leader" */
  readonly fault: string;
}

/**
 * Reads one record of ISO 2709, in MARC 21 or UNIMARC. The ends of its fields are believed before any number in it; text
 * is decoded as encoding.ts says.
 *
 * @param bytes from the leader to the record's end
 */
export function readRecord(bytes: Buffer): Read | Fault {
  const leader = bytes.toString("latin1", 0, LEADER_LENGTH);
  const ended = bytes.at(-1) === RECORD_END;
  const directoryEnd = bytes.indexOf(FIELD_END, LEADER_LENGTH);
  if (bytes.length < LEADER_LENGTH) return { fault: "it ends within its leader" };
  if (directoryEnd === -1) return { fault: "its directory has no end" };

  const base = directoryEnd + 1;
  const data = bytes.subarray(base, ended ? -1 : undefined);
  const starts = startsOfFields(data);
  const directory = readDirectory(bytes.subarray(LEADER_LENGTH, directoryEnd), starts);
  if (directory === null) {
    return { fault: ended ? "its directory does not fit its fields" : "the file ends within it" };
  }

  const { placed, exact } = directory;
  const { text, lied } = decodeText(data, {
    utf8: leader[9] === "a",
    ...describe(placed, (place) => data.toString("latin1", starts[place], starts[place + 1])),
  });
  const texts = text.split(FIELD_MARK);
  const fields = placed.map(({ tag, place }) => readField(tag, texts[place] ?? ""));
  const repairs = [
    ["wrong length", statedLength(leader) !== bytes.length && ended],
    ["missing terminator", !ended],
    ["wrong directory", !exact || statedBase(leader) !== base],
    ["wrong encoding", lied],
    [
      "bad indicators",
      fields.some(({ indicators, subfields }) => subfields.length > 0 && indicators.length !== 2),
    ],
  ] as const;
  return {
    record: { leader, fields },
    repairs: repairs.flatMap(([kind, happened]) => (happened ? kind : [])),
  };
}

/** What tells how the text of a record is to be read: its format and language, which are written in ASCII. */
function describe(
  placed: readonly Placed[],
  bytesOf: (place: number) => string,
): { unimarc: boolean; language: string } {
  const unimarc = isUnimarc(placed);
  const field = placed.find(({ tag }) => tag === (unimarc ? "101" : "008"));
  const value = field === undefined ? "" : bytesOf(field.place);
  const start = unimarc ? value.indexOf(`${SUBFIELD_MARK}a`) + 2 : 35;
  return { unimarc, language: value.slice(start, start + 3) };
}

function readField(tag: string, text: string): Field {
  if (tag.startsWith("00")) return { tag, value: text, indicators: "", subfields: [] };
  const [indicators = "", ...parts] = text.split(SUBFIELD_MARK);
  const subfields = parts.filter(Boolean).map((part) => ({ code: part.slice(0, 1), value: part.slice(1) }));
  return { tag, value: "", indicators, subfields };
}
