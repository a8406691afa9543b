import { readName } from "../../name.ts";
import type { SourceBook, SourceContributor } from "../../source-book.ts";
import { readYear } from "../../values.ts";
import { readLanguageCode } from "./language.ts";
import { firstPrice, isbnsIn } from "./marc-21.ts";
import { joinParts, withoutSeparator, withoutStop } from "./punctuation.ts";
import { allOf, type Field, fieldsOf, firstOf, type MarcRecord } from "./record.ts";
import { readSeries } from "./series.ts";
import { distinct, heading } from "./subjects.ts";
import { readTitle } from "./title.ts";

const TITLE = { title: "a", subtitle: "e", number: "h", part: "i" };

/** UNIMARC's codes of relators (UNIMARC Manual, Appendix C), where a role of the catalogue says the same. */
const ROLES: Readonly<Record<string, string>> = {
  "010": "adapter",
  "020": "commentator",
  "070": "author",
  "071": "author",
  "075": "introduction",
  "080": "introduction",
  "205": "contributor",
  "210": "commentator",
  "212": "commentator",
  "220": "compiler",
  "230": "composer",
  "340": "editor",
  "440": "illustrator",
  "550": "narrator",
  "600": "photographer",
  "651": "editor",
  "730": "translator",
  "770": "commentator",
};

// Bookseller, dedicatee, donor, former owner, printer, publisher.
const NO_MAKERS = ["160", "280", "320", "390", "610", "650"];

const BODIES = ["710", "711", "712"];
const SECONDARY = ["702", "712"];

/** The book of a record in UNIMARC, its basic fields; null where it has no title (field 200). */
export function readUnimarc(record: MarcRecord): SourceBook | null {
  const title = fieldsOf(record, "200")
    .map((field) => readTitle(field, TITLE))
    .find(({ title }) => title !== "");
  if (title === undefined) return null;
  const numbers = fieldsOf(record, "010");
  return {
    ...title,
    series: firstSeries(record),
    contributors: contributorsOf(record),
    isbns: isbnsIn(numbers.flatMap((field) => allOf(field, "a"))),
    year: yearOf(record),
    language: readLanguageCode(firstOf(fieldsOf(record, "101")[0], "a")),
    subjects: distinct(
      fieldsOf(record, "600", "601", "602", "604", "605", "606", "607", "608", "610").map((field) =>
        heading(field, "abt", "jxyz"),
      ),
    ),
    price: firstPrice(numbers.flatMap((field) => allOf(field, "d"))),
    quantity: 0,
    standing: fieldsOf(record, "899", "995", "996").length,
    work: null,
  };
}

/** Who made it: 700 and 710 the first, 701 and 711 their equals, 702 and 712 with a secondary part in it. */
function contributorsOf(record: MarcRecord): readonly SourceContributor[] {
  const found = new Map<string, SourceContributor>();
  for (const field of fieldsOf(record, "700", "701", "702", "710", "711", "712")) {
    const role = roleOf(field);
    const name = readName(nameIn(field))?.name;
    if (role !== null && name !== undefined && !found.has(name)) found.set(name, { name, role });
  }
  return [...found.values()];
}

function roleOf(field: Field): string | null {
  const codes = allOf(field, "4").map((code) => code.trim());
  const known = codes.find((code) => ROLES[code] !== undefined);
  if (known !== undefined) return ROLES[known] ?? null;
  if (codes.some((code) => NO_MAKERS.includes(code))) return null;
  return codes.length > 0 || SECONDARY.includes(field.tag) ? "contributor" : "author";
}

/** "Asimov, Isaac", "Jean-Paul II, pape": entry, forenames, number and additions; of a body the parts of its name. */
function nameIn(field: Field): string {
  if (BODIES.includes(field.tag)) return joinParts(allOf(field, "ab"));
  let name = withoutSeparator(firstOf(field, "a"));
  for (const [code, before] of [
    ["b", ", "],
    ["d", " "],
    ["c", ", "],
  ] as const) {
    // Some have the comma in the subfield: ", Isaac".
    const part = withoutSeparator(firstOf(field, code)).replace(/^,\s*/, "");
    if (part !== "") name += before + part;
  }
  return withoutStop(name);
}

/** Field 225 as the book has it, or 410, whose parts are fields themselves: $1 "2001 " begins one, $a and $v follow. */
function firstSeries(record: MarcRecord): string | null {
  for (const field of fieldsOf(record, "225", "410")) {
    const series = readSeries(firstOf(field, "at"), firstOf(field, "v"));
    if (series !== null) return series;
  }
  return null;
}

/** Field 100 $a, 09-12 the year, or the date of the imprint: 210, or 214 since 2019, and 219 in Russia. */
function yearOf(record: MarcRecord): number | null {
  const coded = firstOf(fieldsOf(record, "100")[0], "a").slice(9, 13);
  const dates = fieldsOf(record, "210", "214", "219").map((field) => firstOf(field, "d"));
  return /^\d{4}$/.test(coded)
    ? readYear(coded)
    : (dates.map(readYear).find((year) => year !== null) ?? null);
}
