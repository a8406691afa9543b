import { readAuthor } from "./author.ts";
import { type DumpLine, Fault, readDumpLine } from "./dump-line.ts";
import { readEdition, readWorkOf } from "./edition.ts";
import type { Findings } from "./findings.ts";
import { parseObject } from "./json.ts";
import { readKey } from "./key.ts";
import type { Line } from "./line-splitter.ts";
import { packEdition, packWork } from "./pack.ts";
import { LONGEST_TEXT, type Sorter } from "./sorter.ts";
import type { Staging } from "./staging.ts";
import { type Place, readWork } from "./work.ts";

// How much to show of a line that is rejected, in bytes.
const SHOWN = 2000;

/** Stages the record of a line, where it is one that books are made from. `source` counts from 0. */
export function stage(line: Line, source: number, staging: Staging, findings: Findings): void {
  const read = readDumpLine(line);
  if (read === null) return;
  const fault = read instanceof Fault ? read : stageRecord(read, { source, line: line.number }, staging);
  if (fault !== null) findings.reject(line.number, fault.reason, fault.detail, beginningOf(line));
  else if ("mended" in read && read.mended) findings.repair("spaces for tabs");
}

function beginningOf({ bytes }: Line): string {
  return bytes.toString("utf8", 0, Math.min(bytes.length, SHOWN)).trimEnd();
}

const LETTERS = { author: "A", work: "W", edition: "M" } as const;
const NAMES = { author: "an author", work: "a work", edition: "an edition" } as const;

function stageRecord(line: DumpLine, place: Place, staging: Staging): Fault | null {
  const { type, key, revision, json } = line;
  if (type === "redirect") return stageRedirect(line, staging);
  const id = readKey(key, LETTERS[type]);
  if (id === null) return new Fault("malformed", `${JSON.stringify(key)} is no key of ${NAMES[type]}`);
  const record = parseObject(json);
  if (record === null) return damaged();
  switch (type) {
    case "author": {
      const author = readAuthor(record);
      return author === null ? null : add(staging.authors, id, revision, JSON.stringify(author));
    }
    case "work":
      return add(staging.works, id, revision, packWork(readWork(record, place)));
    case "edition":
      return add(staging.editions, readWorkOf(record), id, packEdition(readEdition(record, revision, place)));
  }
}

/** Of an author or a work. Nothing refers to an edition, and so a redirect of one tells nothing. */
function stageRedirect({ key, revision, json }: DumpLine, staging: Staging): Fault | null {
  const author = readKey(key, "A");
  const work = readKey(key, "W");
  if (author === null && work === null) return null;
  const record = parseObject(json);
  if (record === null) return damaged();
  const { location } = record;
  const toAuthor = readKey(location, "A");
  const toWork = readKey(location, "W");
  if (author !== null && toAuthor !== null) staging.authors.add(author, revision, String(toAuthor));
  if (work !== null && toWork !== null) staging.workRedirects.add(work, toWork);
  return null;
}

function add(sorter: Sorter, major: number, minor: number, text: string): Fault | null {
  if (text.length > LONGEST_TEXT) {
    return new Fault("too large", `what it tells of its book is longer than ${LONGEST_TEXT} characters`);
  }
  sorter.add(major, minor, text);
  return null;
}

function damaged(): Fault {
  return new Fault("malformed", "its JSON is cut off or damaged");
}
