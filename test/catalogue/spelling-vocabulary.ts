import { soundOf } from "../../src/catalogue/spelling/sound.ts";
import type { KnownWord, Vocabulary } from "../../src/catalogue/spelling/vocabulary.ts";

/** A vocabulary in memory, which counts what it is asked for. */
export class ListVocabulary implements Vocabulary {
  readonly #books: ReadonlyMap<string, number>;
  readonly #sounds = new Map<string, KnownWord[]>();
  lookups = 0;

  constructor(books: ReadonlyMap<string, number>) {
    this.#books = books;
    const words = [...books].map(([word, books]) => ({ word, books }));
    for (const known of words.sort((one, other) => other.books - one.books)) {
      const sound = soundOf(known.word);
      if (sound === undefined) continue;
      const alike = this.#sounds.get(sound);
      if (alike) alike.push(known);
      else this.#sounds.set(sound, [known]);
    }
  }

  /** Of words in one text, each found in a book, or in so many as follow it: "tolkien:12 tolstoy". */
  static of(text: string): ListVocabulary {
    return new ListVocabulary(
      new Map(
        text.split(" ").map((entry) => {
          const [word = "", books = "1"] = entry.split(":");
          return [word, Number(books)];
        }),
      ),
    );
  }

  has(word: string): boolean {
    return this.#books.has(word);
  }

  booksOf(words: readonly string[]): ReadonlyMap<string, number> {
    this.lookups += words.length;
    return new Map(words.flatMap((word) => entry(word, this.#books.get(word) ?? 0)));
  }

  booksOfBeginnings(beginnings: readonly string[]): ReadonlyMap<string, number> {
    this.lookups += beginnings.length;
    return new Map(
      beginnings.flatMap((beginning) => {
        let books = 0;
        for (const [word, found] of this.#books) if (word.startsWith(beginning)) books += found;
        return entry(beginning, books);
      }),
    );
  }

  soundingLike(sounds: readonly string[], limit: number): readonly KnownWord[] {
    this.lookups += sounds.length;
    return sounds.flatMap((sound) => this.#sounds.get(sound)?.slice(0, limit) ?? []);
  }
}

function entry(word: string, books: number): [string, number][] {
  return books > 0 ? [[word, books]] : [];
}
