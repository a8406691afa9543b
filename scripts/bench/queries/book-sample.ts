import type { Random } from "../../../src/catalogue/generate/random.ts";
import type { Database, Statement } from "../../../src/catalogue/sqlite.ts";

/** What a person may know of a book who looks for it. */
export interface SampledBook {
  readonly title: string;
  readonly subtitle: string | null;
  /** "The Lord of the Rings, 1" */
  readonly series: string | null;
  /** Names, not only of authors. */
  readonly names: readonly string[];
  /** 13 digits. */
  readonly isbn: string | null;
  readonly year: number | null;
  readonly language: string | null;
  /** What it is about. */
  readonly headings: readonly string[];
}

interface Row extends Omit<SampledBook, "isbn" | "names" | "headings"> {
  readonly isbn: number | null;
  readonly contributors: string;
  readonly subjects: string | null;
}

// Half of what people look for is known better than most: a third of that is the first hundredth of all books.
const BETTER_KNOWN = 0.5;
const STEEPNESS = 4;

/** Draws books of a catalogue, and says how often its words come. */
export class BookSample {
  readonly books: number;
  readonly #database: Database;
  readonly #book: Statement<[id: number], Row>;
  readonly #heading: Statement<[id: number], string>;
  readonly #word: Statement<[word: string], number>;

  constructor(database: Database) {
    this.#database = database;
    this.books = Number(database.prepare("SELECT max(id) FROM books").pluck().get());
    this.#book = database.prepare(
      "SELECT title, subtitle, series, contributors, isbn, year, language, subjects FROM books WHERE id = ?",
    );
    this.#heading = database.prepare<[number], string>("SELECT name FROM headings WHERE id = ?").pluck();
    this.#word = database.prepare<[string], number>("SELECT books FROM words WHERE word = ?").pluck();
  }

  /** A book: half of them from all alike, and half rather from the better known, whose ids are lower. */
  draw(random: Random): SampledBook {
    const place = random.chance(BETTER_KNOWN) ? random.unit() ** STEEPNESS : random.unit();
    const row = this.#book.get(1 + Math.floor(place * this.books));
    if (!row) throw new Error("the ids of the catalogue have a gap");
    const { contributors, isbn, subjects, ...book } = row;
    return {
      ...book,
      names: contributors.split("\n").flatMap((line) => line.split("\t", 1)[0] || []),
      isbn: isbn === null ? null : String(isbn),
      headings:
        subjects === null ? [] : subjects.split(" ").flatMap((id) => this.#heading.get(Number(id)) ?? []),
    };
  }

  /** In how many books a folded word stands. */
  booksWith(word: string): number {
    return this.#word.get(word) ?? 0;
  }

  /** The words that most books have, the commonest first. Reads through all words: seconds at ten million books. */
  commonest(count: number): string[] {
    return this.#database
      .prepare<[number], string>(
        "SELECT word FROM words WHERE word < ':' OR word >= ';' ORDER BY books DESC LIMIT ?",
      )
      .pluck()
      .all(count);
  }
}
