import { readSeries as readWritten } from "../../title.ts";
import { withoutSeparator, withoutStop } from "./punctuation.ts";
import { fieldsOf, firstOf, type MarcRecord } from "./record.ts";
import { readTitle } from "./title.ts";

// The authorised name of a series, as such or under its author's, before the name as the book has it (440 until 2008).
const TITLES: ReadonlyArray<readonly [tags: readonly string[], title: string]> = [
  [["830"], "a"],
  [["800", "810", "811"], "t"],
  [["440", "490"], "a"],
];

// "v. 12", "Bd. 3", "no. 4"
const DESIGNATION = /^\(?\p{L}{1,10}\.?\s*(?=\d)/u;

/** The series of a record in MARC 21 and the number in it, "Discworld, 33"; null where it is in none. */
export function seriesOf(record: MarcRecord): string | null {
  for (const [tags, title] of TITLES) {
    for (const field of fieldsOf(record, ...tags)) {
      const { title: name } = readTitle(field, { title, number: "n", part: "p", subtitle: "" });
      const series = readSeries(name, firstOf(field, "v"));
      if (series !== null) return series;
    }
  }
  return null;
}

/** A series and the number in it, whatever that is called: "v. 12" is "12". */
export function readSeries(name: string, number: string): string | null {
  const series = withoutStop(name);
  if (series === "") return null;
  const written = withoutStop(withoutSeparator(number).replace(DESIGNATION, ""));
  return written === "" ? readWritten(series) : `${series}, ${written}`;
}
