import type { Buffer } from "node:buffer";
import type { MarcRecord } from "./record.ts";

// What a person needs to know a record by.
const MOST_FIELDS = 40;
const LONGEST_FIELD = 200;

// How much of a record that cannot be read, in bytes.
const KEPT = 2000;

/** The fields of a record for a person to look at: "245 10$aMoby Dick /$cHerman Melville." */
export function excerptOf({ leader, fields }: MarcRecord): readonly string[] {
  const lines = fields.map(({ tag, indicators, value, subfields }) => {
    const parts = subfields.map((subfield) => `$${subfield.code}${subfield.value}`);
    return `${tag} ${value === "" ? indicators + parts.join("") : value}`.slice(0, LONGEST_FIELD);
  });
  return [leader, ...lines].slice(0, MOST_FIELDS);
}

/** The beginning of a record that could not be read, its fields apart, "$" for the byte that begins a subfield. */
export function excerptOfBytes(bytes: Buffer): readonly string[] {
  const text = bytes.toString("utf8", 0, Math.min(bytes.length, KEPT));
  return text.replaceAll("\u001d", "").replaceAll("\u001f", "$").split("\u001e").slice(0, MOST_FIELDS);
}
