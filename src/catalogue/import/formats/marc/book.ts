import type { SourceBook } from "../../source-book.ts";
import { readMarc21 } from "./marc-21.ts";
import { isUnimarc, type MarcRecord } from "./record.ts";
import { readUnimarc } from "./unimarc.ts";

/** Why a record is no book. */
export interface Refusal {
  readonly reason: "not bibliographic" | "without a title";
  readonly detail: string | null;
}

/** What position 6 of the leader calls records that describe no publication. */
const OTHER_RECORDS: Readonly<Record<string, string>> = {
  q: "community information",
  u: "holdings",
  v: "holdings",
  w: "a classification",
  x: "holdings",
  y: "holdings",
  z: "an authority",
};

/**
 * The book of a record, whatever it describes, music and maps too. A record of another kind, as an authority, is none, but
 * for one with a title: some bibliographic records are marked as something else.
 */
export function readBook(record: MarcRecord): SourceBook | Refusal {
  const book = isUnimarc(record.fields) ? readUnimarc(record) : readMarc21(record);
  if (book !== null) return book;
  const other = OTHER_RECORDS[record.leader[6] ?? ""];
  if (other === undefined) return { reason: "without a title", detail: null };
  return { reason: "not bibliographic", detail: `by its leader it is a record of ${other}` };
}
