import type { Contributor } from "../../../book.ts";
import type { Edition } from "./edition.ts";
import type { Place, Work } from "./work.ts";

// Fields by their order and not by name: a complete dump has ninety million of these rows to write and read again.
type WorkRow = [
  title: string,
  subtitle: string | null,
  series: string | null,
  year: number | null,
  authors: readonly number[],
  subjects: readonly string[],
  place: Place | null,
];

type EditionRow = [
  revision: number,
  contributors: readonly Contributor[],
  isbns: readonly string[],
  language: string | null,
  ...work: WorkRow,
];

/** A work as a short text, for unpackWork(). */
export function packWork(work: Work): string {
  return JSON.stringify(workRow(work));
}

/** The work of a text that packWork() made. */
export function unpackWork(text: string): Work {
  const row: WorkRow = JSON.parse(text);
  return work(row);
}

/** An edition as a short text, for unpackEdition(). */
export function packEdition(edition: Edition): string {
  const { revision, contributors, isbns, language } = edition;
  const row: EditionRow = [revision, contributors, isbns, language, ...workRow(edition)];
  return JSON.stringify(row);
}

/** The edition of a text that packEdition() made. */
export function unpackEdition(text: string): Edition {
  const [revision, contributors, isbns, language, ...row]: EditionRow = JSON.parse(text);
  return { revision, contributors, isbns, language, ...work(row) };
}

function workRow({ title, subtitle, series, year, authors, subjects, place }: Work): WorkRow {
  return [title, subtitle, series, year, authors, subjects, place];
}

function work([title, subtitle, series, year, authors, subjects, place]: WorkRow): Work {
  return { title, subtitle, series, year, authors, subjects, place };
}
