import { readYear } from "../../values.ts";
import type { JsonObject } from "./json.ts";
import { readAuthors } from "./people.ts";
import { readSubjects } from "./subjects.ts";
import { readText } from "./texts.ts";
import { readTitleOf } from "./title.ts";

/** What the editions of a work have in common. */
export interface Work {
  /** "" where there is none. */
  readonly title: string;
  readonly subtitle: string | null;
  readonly series: string | null;
  /** The year in which it first appeared. */
  readonly year: number | null;
  /** The numbers of its authors. */
  readonly authors: readonly number[];
  readonly subjects: readonly string[];
  /** Where a work without a title stands, for whoever looks for it; null where it has one. */
  readonly place: Place | null;
}

/** Where a record stands. */
export interface Place {
  /** Which of the sources, counted from 0. */
  readonly source: number;
  /** Counted from 1. */
  readonly line: number;
}

/** The work that a record, with these fields, tells of. */
export function readWork(fields: JsonObject, place: Place): Work {
  const { title, subtitle, series } = readTitleOf(fields);
  return {
    title,
    subtitle,
    series,
    year: readYear(readText(fields.first_publish_date)),
    authors: readAuthors(fields.authors),
    subjects: readSubjects(fields.subjects),
    place: title === "" ? place : null,
  };
}
