import { damaged } from "../errors.ts";
import type { Vocabulary } from "../spelling/corrections.ts";
import type { Database, Statement } from "../sqlite.ts";

interface Row {
  readonly word: string;
  readonly books: number;
}

/** The words of a catalogue, as the mending of what is misspelt asks for them. */
export class CatalogueVocabulary implements Vocabulary {
  readonly #words: Statement<[json: string], Row>;
  readonly #beginnings: Statement<[json: string], Row>;
  readonly #sounds: Statement<[sound: string, limit: number], Row>;

  constructor(database: Database) {
    this.#words = database.prepare(
      "SELECT word, books FROM words WHERE word IN (SELECT value FROM json_each(?))",
    );
    // The books of the first word that begins so stand for those of all.
    this.#beginnings = database.prepare(`
      SELECT * FROM (
        SELECT value AS word,
          (SELECT books FROM words WHERE words.word >= value AND words.word < value || char(0x10ffff) LIMIT 1) AS books
        FROM json_each(?))
      WHERE books IS NOT NULL`);
    this.#sounds = database.prepare(
      "SELECT word, books FROM sounds WHERE sound = ? ORDER BY books DESC LIMIT ? + 0",
    );
  }

  booksOf(words: readonly string[]): ReadonlyMap<string, number> {
    return mapOf(this.#words.all(JSON.stringify(words)));
  }

  booksOfBeginnings(beginnings: readonly string[]): ReadonlyMap<string, number> {
    return mapOf(this.#beginnings.all(JSON.stringify(beginnings)));
  }

  soundingLike(sounds: readonly string[], limit: number): Row[] {
    return sounds.flatMap((sound) => whole(this.#sounds.all(sound, limit)));
  }
}

function mapOf(rows: readonly Row[]): ReadonlyMap<string, number> {
  return new Map(whole(rows).map(({ word, books }) => [word, books]));
}

/** Rows as they are. Throws a CatalogueError for those of a damaged catalogue, which may hold anything. */
function whole(rows: readonly Row[]): readonly Row[] {
  if (!rows.every(({ word, books }) => typeof word === "string" && typeof books === "number")) {
    throw damaged("a word cannot be read");
  }
  return rows;
}
