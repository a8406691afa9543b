import { soundOf } from "../spelling/sound.ts";
import type { Database } from "../sqlite.ts";

// In a catalogue of so many words, one that only one book has is more often a slip of the pen than what somebody meant.
const MANY_WORDS = 1_000_000;

/** Writes what the words of titles and authors sound like, for what is misspelt to be mended by. */
export function writeSounds(database: Database): void {
  database.function("sound", { deterministic: true }, (word) => soundOf(String(word)) ?? null);
  const words = Number(database.prepare("SELECT count(*) FROM words").pluck().get());
  database
    .prepare(
      `INSERT INTO sounds (sound, word, books)
         SELECT sound(word) AS heard, word, books FROM words
         WHERE fields & 3 <> 0 AND books >= ? AND heard IS NOT NULL ORDER BY heard, books, word`,
    )
    .run(words > MANY_WORDS ? 2 : 1);
}
