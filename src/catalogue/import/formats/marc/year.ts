import { readYear } from "../../values.ts";
import { controlValue, type Field, fieldsOf, firstOf, type MarcRecord } from "./record.ts";

const FOUR_DIGITS = /^\d{4}$/;

// Of field 264 by its second indicator: published, copyrighted, then what else there is.
const PUBLISHED = "1";
const COPYRIGHT = "4";

/**
 * The year in which the book of a record in MARC 21 appeared, and of a reprint the original, by the coded dates of field
 * 008; by the date of the imprint where they are not four digits.
 */
export function yearOf(record: MarcRecord): number | null {
  return codedYear(controlValue(record, "008")) ?? imprintYear(record);
}

/** MARC 21 field 008, 06 the kind of date, 07-10 and 11-14 the dates. */
function codedYear(coded: string): number | null {
  const dates = [coded.slice(7, 11), coded.slice(11, 15)].filter((date) => FOUR_DIGITS.test(date));
  // A reprint, or what was made and published in different years: some have the later date first, as the format says,
  // others the earlier.
  if (coded[6] === "r" || coded[6] === "p") return readYear(dates.toSorted()[0] ?? "");
  return FOUR_DIGITS.test(coded.slice(7, 11)) ? readYear(coded.slice(7, 11)) : null;
}

function imprintYear(record: MarcRecord): number | null {
  const imprints = fieldsOf(record, "260", "264");
  const rank = ({ tag, indicators }: Field) =>
    tag === "260" || indicators[1] === PUBLISHED ? 0 : indicators[1] === COPYRIGHT ? 1 : 2;
  for (const imprint of imprints.toSorted((a, b) => rank(a) - rank(b))) {
    const year = readYear(firstOf(imprint, "c"));
    if (year !== null) return year;
  }
  return null;
}
