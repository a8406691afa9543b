import { readFileSync } from "node:fs";
import { join } from "node:path";
import { WordIndex } from "../../../src/catalogue/index/word-index.ts";
import { foundNumbers } from "../../../src/catalogue/indexing/found.ts";
import { WordLists } from "../../../src/catalogue/indexing/word-lists.ts";
import { Database } from "../../../src/catalogue/sqlite.ts";
import { ROOT } from "../../../src/root.ts";

/** The books of a word, by id: the bits of the fields in which it stands there. */
export type Occurrences = ReadonlyMap<number, number>;

/** An index in memory, as a build writes it, of these words, and of beginnings that are kept as lists. */
export function indexOf(
  words: ReadonlyMap<string, Occurrences>,
  prefixes: ReadonlyMap<string, Occurrences> = new Map(),
): WordIndex {
  const database = new Database(":memory:");
  database.exec(readFileSync(join(ROOT, "db/schema.sql"), "utf8"));
  const lists = new WordLists(database);
  for (const word of [...words.keys()].sort()) lists.takeWord(word, foundIn(words.get(word)));
  for (const prefix of [...prefixes.keys()].sort()) lists.takePrefix(prefix, foundIn(prefixes.get(prefix)));
  return new WordIndex(database);
}

function foundIn(occurrences: Occurrences | undefined) {
  return foundNumbers(Uint32Array.from(occurrences ?? [], ([id, fields]) => id * 8 + fields));
}
