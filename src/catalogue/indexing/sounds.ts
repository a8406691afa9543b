import { soundOf } from "../spelling/sound.ts";
import type { Database } from "../sqlite.ts";

// In a catalogue of so many words, one that only one book has is more often a slip of the pen than what somebody meant.
const MANY_WORDS = 1_000_000;

/**
 * Writes what the words of titles and authors that a database has sound like, for what is misspelt to be mended by.
 * `words` is how many the catalogue has.
 */
export function writeSounds(database: Database, words: number): void {
  database.function("sound", { deterministic: true }, (word) => soundOf(String(word)) ?? null);
  database
    .prepare(
      `INSERT INTO sounds (sound, word, books)
         SELECT sound(word) AS heard, word, books FROM words
         WHERE fields & 3 <> 0 AND books >= ? AND heard IS NOT NULL ORDER BY heard, books, word`,
    )
    .run(words > MANY_WORDS ? 2 : 1);
}
