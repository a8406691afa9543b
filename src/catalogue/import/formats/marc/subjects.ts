import { withoutStop } from "./punctuation.ts";
import { type Field, fieldsOf, type MarcRecord } from "./record.ts";

// Persons, bodies, meetings, titles, events, periods, topics, places, uncontrolled terms, genres.
const TAGS = ["600", "610", "611", "630", "647", "648", "650", "651", "653", "655"];
const UNCONTROLLED = "653";

// The heading itself, and the divisions of it: form, topic, period, place.
const HEADING = "abct";
const DIVISIONS = "vxyz";

// Records with more have the same in several vocabularies.
const MOST = 20;

/** What a record in MARC 21 is about, as headings "Whaling -- Fiction", each once whatever its vocabulary and case. */
export function subjectsOf(record: MarcRecord): readonly string[] {
  return distinct(fieldsOf(record, ...TAGS).flatMap(headingsIn));
}

/** The first of these headings, none twice. */
export function distinct(headings: readonly string[]): readonly string[] {
  const found = new Map<string, string>();
  for (const heading of headings) {
    const key = heading.toLowerCase();
    if (heading !== "" && !found.has(key)) found.set(key, heading);
    if (found.size === MOST) break;
  }
  return [...found.values()];
}

function headingsIn(field: Field): readonly string[] {
  if (field.tag === UNCONTROLLED)
    return field.subfields.flatMap(({ code, value }) => (code === "a" ? withoutStop(value) : []));
  return [heading(field, HEADING, DIVISIONS)];
}

/** A heading and its divisions: "Shakespeare, William. Hamlet -- Criticism". */
export function heading(field: Field, codes: string, divisions: string): string {
  let main = "";
  let behind = "";
  for (const { code, value } of field.subfields) {
    const text = withoutStop(value);
    if (text === "") continue;
    if (divisions.includes(code)) behind += ` -- ${text}`;
    else if (codes.includes(code)) main += (main === "" ? "" : separatorBefore(text, field.tag, code)) + text;
  }
  return main === "" ? "" : main + behind;
}

/** A part of a body, or a title, stands behind a full stop; a person's number behind a space, their rank behind a comma. */
function separatorBefore(text: string, tag: string, code: string): string {
  if (text.startsWith("(")) return " ";
  if (code === "t" || tag !== "600") return ". ";
  return code === "b" ? " " : ", ";
}
