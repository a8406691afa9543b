import { fieldsOf, type MarcRecord } from "./record.ts";

// Copies and their places: holdings and items of MARC 21, items of Koha, Innovative and Sirsi systems.
const COPIES = ["852", "876", "877", "949", "952"];

// Field 999 is an item in Sirsi systems, with a barcode, and elsewhere anything.
const ITEM = "999";
const BARCODE = "i";

/** How many copies the library of a record has, by the fields that tell of one each; 0 where none does. */
export function standingOf(record: MarcRecord): number {
  const items = fieldsOf(record, ITEM).filter(({ subfields }) =>
    subfields.some(({ code }) => code === BARCODE),
  );
  return Math.max(items.length, ...COPIES.map((tag) => fieldsOf(record, tag).length));
}
