import { isbn13 } from "../../../isbn.ts";
import { readLanguage } from "../../language.ts";
import type { Mender } from "../../mend/mender.ts";
import { once } from "../../names.ts";
import { withoutResponsibility } from "../../responsibility.ts";
import type { SourceBook, SourceContributor } from "../../source-book.ts";
import { tidy } from "../../text.ts";
import { readSeries } from "../../title.ts";
import { readTitlePage } from "../../title-page.ts";
import { readPrice, readQuantity, readStanding, readYear } from "../../values.ts";
import type { Columns } from "./columns.ts";
import type { Habits } from "./habits.ts";

/** Makes books of a table's records. */
export class BookReader {
  readonly #columns: Columns;
  readonly #habits: Habits;
  readonly #mender: Mender;

  constructor(columns: Columns, habits: Habits, mender: Mender) {
    this.#columns = columns;
    this.#habits = habits;
    this.#mender = mender;
  }

  /** The book that a record's fields tell of; null where there is no title. */
  read(fields: readonly string[]): SourceBook | null {
    const columns = this.#columns;
    const contributors = this.#readContributors(fields);
    const field = this.#text(fields, columns.title);
    const { title, subtitle, series } = readTitlePage(
      this.#habits.titlesNameMakers ? withoutResponsibility(tidy(field), contributors) : field,
    );
    if (title === "") return null;
    return {
      title,
      subtitle: join(subtitle, tidy(this.#text(fields, columns.subtitle))),
      series: readSeries(this.#text(fields, columns.series)) ?? series,
      contributors,
      isbns: readIsbns(fields, columns.isbn),
      year: readYear(at(fields, columns.year)),
      language: readLanguage(at(fields, columns.language)),
      subjects: this.#habits.readSubjects(this.#text(fields, columns.subjects)),
      price: readPrice(at(fields, columns.price), this.#habits.decimalMark),
      quantity: readQuantity(at(fields, columns.quantity)),
      standing: readStanding(at(fields, columns.standing)),
      work: tidy(at(fields, columns.work)) || null,
    };
  }

  /** The names of the author's column; the aliases are those of the only one. */
  #readContributors(fields: readonly string[]): readonly SourceContributor[] {
    const contributors = this.#habits.readNames(this.#text(fields, this.#columns.author));
    const [only, second] = contributors;
    const told = this.#text(fields, this.#columns.aliases);
    if (told === "" || only === undefined || second !== undefined) return contributors;
    const aliases = new Set(only.aliases);
    for (const alias of told.split(ALIAS_MARK)) aliases.add(tidy(alias));
    aliases.delete("");
    aliases.delete(only.name);
    return aliases.size === 0 ? contributors : [{ ...only, aliases: [...aliases] }];
  }

  #text(fields: readonly string[], column: number | undefined): string {
    return this.#mender.mend(at(fields, column));
  }
}

const ALIAS_MARK = /[|;]/;

function at(fields: readonly string[], column: number | undefined): string {
  return column === undefined ? "" : (fields[column] ?? "");
}

/** A subtitle that is told in the title's column and in its own. */
function join(inTitle: string | null, own: string): string | null {
  if (inTitle === null || inTitle === own) return own || null;
  return own === "" ? inTitle : `${inTitle} : ${own}`;
}

const SEVERAL = /[;|,]/;

// All editions of a much printed book, in lists that have them in one field.
const MOST_ISBNS = 100;

/** Every ISBN of a record, in the order of its columns, none twice. */
function readIsbns(fields: readonly string[], columns: readonly number[]): readonly string[] {
  const isbns: string[] = [];
  for (const column of columns) {
    const text = fields[column] ?? "";
    if (text === "") continue;
    for (const part of SEVERAL.test(text) ? text.split(SEVERAL, MOST_ISBNS) : [text]) {
      const isbn = isbn13(part);
      if (isbn !== null && !isbns.includes(isbn)) isbns.push(isbn);
    }
  }
  return isbns;
}

// A table may have as many rows of one key as it likes. No book has more contributors.
const MOST_CONTRIBUTORS = 500;

/** A book of which a table has two rows, each with some of its contributors. */
export function merge(first: SourceBook, second: SourceBook): SourceBook {
  return {
    ...first,
    contributors: once([...first.contributors, ...second.contributors]).slice(0, MOST_CONTRIBUTORS),
    isbns: [...new Set([...first.isbns, ...second.isbns])].slice(0, MOST_ISBNS),
  };
}
