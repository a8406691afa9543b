import { isbn13 } from "../../../isbn.ts";
import { editionCalled, type SourceBook, type SourceEdition } from "../../source-book.ts";
import { readPrice } from "../../values.ts";
import { contributorsOf } from "./contributors.ts";
import { languageOf } from "./language.ts";
import { linkedFields } from "./linked.ts";
import { withoutSeparator } from "./punctuation.ts";
import { allOf, fieldsOf, type MarcRecord } from "./record.ts";
import { seriesOf } from "./series.ts";
import { standingOf } from "./standing.ts";
import { subjectsOf } from "./subjects.ts";
import { readTitle } from "./title.ts";
import { yearOf } from "./year.ts";

/** The book of a record in MARC 21; null where it has no title (field 245). */
export function readMarc21(record: MarcRecord): SourceBook | null {
  const { title, subtitle } = titleOf(record);
  if (title === "") return null;
  const numbers = fieldsOf(record, "020");
  return {
    title,
    subtitle,
    series: seriesOf(record),
    contributors: contributorsOf(record),
    isbns: isbnsIn(numbers.flatMap((field) => allOf(field, "a"))),
    year: yearOf(record),
    language: languageOf(record),
    subjects: subjectsOf(record),
    price: firstPrice(numbers.flatMap((field) => allOf(field, "c"))),
    quantity: 0,
    standing: standingOf(record),
    work: null,
    editions: othersCalled(otherTitles(record, title)),
  };
}

function othersCalled(titles: readonly string[]): readonly SourceEdition[] | undefined {
  return titles.length === 0 ? undefined : titles.map(editionCalled);
}

// Other titles: of the cover, in another language, shortened (246), and that under which a work is known (130, 240).
const VARIANTS = ["246", "240", "130"] as const;

/** Other titles of a book: the main title in its own script (880), and the variants that say more than it does. */
function otherTitles(record: MarcRecord, title: string): string[] {
  const linked = linkedFields(record);
  const scripts = fieldsOf(record, "245").flatMap((field) => linked(field) ?? []);
  const fields = [...scripts, ...VARIANTS.flatMap((tag) => fieldsOf(record, tag))];
  const titles = new Set(fields.map((field) => readTitle(field).title));
  return [...titles].filter((other) => other !== "" && !title.toLowerCase().includes(other.toLowerCase()));
}

function titleOf(record: MarcRecord) {
  const titles = fieldsOf(record, "245").map((field) => readTitle(field));
  return titles.find(({ title }) => title !== "") ?? { title: "", subtitle: null };
}

/** The ISBN-13s in these texts, each once. */
export function isbnsIn(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => isbn13(text) ?? []))];
}

/** The first price among these texts, remarks behind it left out: "$12.50 (pbk.)". */
export function firstPrice(texts: readonly string[]): number | null {
  for (const text of texts) {
    const price = readPrice(withoutSeparator(text.split("(", 1)[0] ?? ""));
    if (price !== null) return price;
  }
  return null;
}
