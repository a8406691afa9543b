import { dropEnd } from "./text.ts";

// What the years of a life are written with. Of a longer number no part is a year.
const PART = [
  String.raw`(?<!\d)\d{1,4}(?!\d)`,
  String.raw`\d{1,2}(?:st|nd|rd|th) (?:century|cent\.?)`,
  String.raw`[-\u2013?]`,
  String.raw`b\.?c\.?e?\.?|a\.?d\.?|c\.?e\.?|[ad]\.?\s?c\.?`,
  String.raw`active|approximately|born|died|about|ca?\.?|fl\.|[bd]\.`,
].join("|");

// Behind a comma: ", 1775-1817", ", b. 1923", ", 95? BCE-50? BCE", ", active 4th century".
const LIFE = new RegExp(String.raw`,\s*((?:(?:${PART})\s*)+)\.?$`, "i");

// A number alone may be another one, "Armored Division, 4". These are not.
const CERTAIN = /\d{3}|\d\??[^\d,]*[-\u2013]|[-\u2013]\D*\d|century|\d\??\s*(?:b\.?c|a\.?d|c\.?e)/i;

// A year or a day: "1745?", "August 24, 1917", "1951 Oct. 11", "1950-09-27", "59 BC".
const MONTH = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`;
const DATE = [
  String.raw`(?:${MONTH} \d{1,2}, )?\d{3,4}\??(?: ${MONTH} \d{1,2}|-\d\d-\d\d)?`,
  String.raw`\d{1,4}\?? ?(?:bce?|ad|ce)`,
].join("|");

// The dash tells, with a comma before or without: " 1952-", " (1802-1885)", " -1770", " fl. 1972-", "1914-August 1986".
// A year alone needs its letter: " b. 1850".
const SPAN = new RegExp(
  String.raw`,? (?:\(?(?:fl\. |active |ca?\. )?(?:(?:${DATE}) ?[-\u2013] ?(?:${DATE}|${MONTH} \d{4})?|[-\u2013](?:${DATE}))\)?|[bd]\. \d{4}\??)$`,
  "i",
);

/** A name without the years of a life behind it: "Austen, Jane, 1775-1817" is "Austen, Jane". */
export function withoutYears(name: string): string {
  if (!/\d/.test(name)) return dropEnd(name, " ,");
  const span = SPAN.exec(dropEnd(name, " .,"));
  if (span !== null) return dropEnd(name.slice(0, span.index), " ,");
  const life = LIFE.exec(dropEnd(name, " ,"));
  return dropEnd(life && CERTAIN.test(life[1] ?? "") ? name.slice(0, life.index) : name, " ,");
}
