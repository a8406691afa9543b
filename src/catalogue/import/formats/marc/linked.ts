import { type Field, fieldsOf, firstOf, type MarcRecord } from "./record.ts";

// The tag and number of the field that this one is linked with: "245-01/$1" (MARC 21, control subfield $6).
const LINK = /^(\d{3})-(\d{2})/;

// A field that stands in another script for none.
const UNLINKED = "00";

/** Finds the field that says the same in another script; undefined where there is none. */
export type Linked = (field: Field) => Field | undefined;

/** Finds the fields 880 of a record by the fields that they repeat in another script (MARC 21 field 880). */
export function linkedFields(record: MarcRecord): Linked {
  const linked = new Map<string, Field>();
  for (const field of fieldsOf(record, "880")) {
    const [, tag = "", number = UNLINKED] = LINK.exec(firstOf(field, "6")) ?? [];
    if (number !== UNLINKED) linked.set(tag + number, field);
  }
  if (linked.size === 0) return () => undefined;
  return (field) => linked.get(field.tag + (LINK.exec(firstOf(field, "6"))?.[2] ?? UNLINKED));
}
