import { Mender } from "../../mend/mender.ts";
import { type NamesReader, namesReader } from "../../names.ts";
import { hasResponsibility } from "../../responsibility.ts";
import { type SubjectsReader, subjectsReader } from "../../subjects.ts";
import { tidy } from "../../text.ts";
import { type DecimalMark, findDecimalMark } from "../../values.ts";
import type { Columns } from "./columns.ts";
import type { Row } from "./records.ts";

/** What was learned of a table's columns from its first records. */
export interface Habits {
  readonly readNames: NamesReader;
  readonly readSubjects: SubjectsReader;
  /** What parts the cents of its prices. */
  readonly decimalMark: DecimalMark;
  /** True where titles have behind them who made the book. */
  readonly titlesNameMakers: boolean;
  /** True where its types are those of Dublin Core: a record of another type than "Text" is no book. */
  readonly textsOnly: boolean;
}

/** The type of a book in Dublin Core's words (https://www.dublincore.org/specifications/dublin-core/dcmi-type-vocabulary/). */
export const TEXT = "Text";

/** Learns from the first records of a table how its columns are written. */
export function learnHabits(columns: Columns, sample: readonly Row[], authorsSeparatedBy?: string): Habits {
  const mender = new Mender(); // what it counts here is counted when the records are read
  const fieldsOf = (column: number | undefined) =>
    column === undefined ? [] : sample.map(({ fields }) => mender.mend(fields[column] ?? ""));
  const authors = fieldsOf(columns.author);
  const readNames = namesReader({
    sample: authors,
    plural: columns.authorIsPlural,
    separator: authorsSeparatedBy,
  });
  const credited = fieldsOf(columns.title).map((title, i) => ({
    title: tidy(title),
    contributors: readNames(authors[i] ?? ""),
  }));
  return {
    readNames,
    readSubjects: subjectsReader(fieldsOf(columns.subjects)),
    decimalMark: findDecimalMark(fieldsOf(columns.price)),
    titlesNameMakers: hasResponsibility(credited),
    textsOnly: fieldsOf(columns.type).some((type) => type.trim() === TEXT),
  };
}
