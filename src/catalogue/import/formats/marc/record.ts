/** A record of MARC, whatever file format it came in: the leader and the fields in their order. */
export interface MarcRecord {
  /** 24 characters. */
  readonly leader: string;
  readonly fields: readonly Field[];
}

/** A field: a control field (00X) has a value, any other has indicators and subfields. */
export interface Field {
  /** Three characters: "245". */
  readonly tag: string;
  /** Of a control field; "" for any other. */
  readonly value: string;
  /** Two characters, or what there was instead; "" for a control field. */
  readonly indicators: string;
  readonly subfields: readonly Subfield[];
}

/** A part of a field. */
export interface Subfield {
  /** One character: "a". */
  readonly code: string;
  readonly value: string;
}

/** The fields of any of these tags, in the record's order. */
export function fieldsOf(record: MarcRecord, ...tags: readonly string[]): readonly Field[] {
  return record.fields.filter(({ tag }) => tags.includes(tag));
}

/** The value of a record's first control field of this tag; "" when it has none. */
export function controlValue(record: MarcRecord, tag: string): string {
  return record.fields.find((field) => field.tag === tag)?.value ?? "";
}

/** The values of a field's subfields with any of these codes, "ab", in the field's order. */
export function allOf(field: Field, codes: string): readonly string[] {
  return field.subfields.flatMap(({ code, value }) => (codes.includes(code) ? value : []));
}

/** The first of these values; "" when there is none. */
export function firstOf(field: Field | undefined, codes: string): string {
  return field?.subfields.find(({ code }) => codes.includes(code))?.value ?? "";
}

/** Whether it has a subfield of this code. */
export function has(field: Field, code: string): boolean {
  return field.subfields.some((subfield) => subfield.code === code);
}

/** Says whether these are the fields of UNIMARC: its title stands in field 200, which MARC 21 does not have. */
export function isUnimarc(fields: readonly Pick<Field, "tag">[]): boolean {
  return fields.some(({ tag }) => tag === "200") && fields.every(({ tag }) => tag !== "245");
}
