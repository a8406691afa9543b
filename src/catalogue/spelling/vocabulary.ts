/** A word of the catalogue, and in how many books it is found. */
export interface KnownWord {
  readonly word: string;
  readonly books: number;
}

/** The words of the catalogue, as the mending of what is misspelt asks for them. All words are folded. */
export interface Vocabulary {
  /** In how many books each of these words is found; what is no word is missing. */
  booksOf(words: readonly string[]): ReadonlyMap<string, number>;

  /** The words with one of these sounds (see sound.ts), those of most books first, `limit` at most for each sound. */
  soundingLike(sounds: readonly string[], limit: number): readonly KnownWord[];

  /**
   * In how many books there is a word with each of these beginnings, the beginning itself among these words; about, and
   * at least 1. What no word begins with is missing. A vocabulary without this mends whole words only.
   */
  booksOfBeginnings?(beginnings: readonly string[]): ReadonlyMap<string, number>;
}
