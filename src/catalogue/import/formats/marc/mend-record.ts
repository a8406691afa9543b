import type { Mender } from "../../mend/mender.ts";
import { withoutMojibake } from "./mojibake.ts";
import type { Field, MarcRecord } from "./record.ts";

// A text without any of these needs no mending.
const SUSPICIOUS = /[&\u0080-\uffff]/;

/** A record with its texts mended. What needed it is noted. */
export function mendRecord(record: MarcRecord, mender: Mender): MarcRecord {
  const needsIt = ({ subfields }: Field) => subfields.some(({ value }) => SUSPICIOUS.test(value));
  if (!record.fields.some(needsIt)) return record;
  const fields = record.fields.map((field) => (needsIt(field) ? mendField(field, mender) : field));
  return { ...record, fields };
}

function mendField(field: Field, mender: Mender): Field {
  const subfields = field.subfields.map(({ code, value }) => {
    const right = withoutMojibake(value);
    if (right !== value) mender.note("mojibake");
    return { code, value: mender.mend(right) };
  });
  return { ...field, subfields };
}
