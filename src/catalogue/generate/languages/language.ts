/**
 * A language, as far as titles and names go. Its words are separated by spaces, the commonest first: a word's place is
 * its rank, and what is made for the ranks behind looks like these. Weights are written "the 290, a 70".
 */
export interface Language {
  /** Its BCP 47 tag. */
  readonly tag: string;
  /** The ISO 15924 code of its script: "Latn". */
  readonly script: string;
  /** Of a thousand books, so many are in it. */
  readonly share: number;
  /** What the ISBNs of its countries have behind 978: one of these digits. */
  readonly isbn: string;
  /** The function words that titles begin with, of a thousand titles; the others begin with a content word. */
  readonly openers: string;
  /** What stands between two content words, of a thousand; "" for the others. */
  readonly linkers: string;
  /** What a function word becomes before a vowel: "a" becomes "an", "le" becomes "l'". What ends with ' takes no space. */
  readonly beforeVowel?: Readonly<Record<string, string>>;
  /** True where an h is no consonant. */
  readonly silentH?: true;
  /** Content words of titles. */
  readonly words: string;
  /** For a script of many characters: the commonest ones, of which the words behind the known ones are made. */
  readonly characters?: Characters;
  /** False for a script without spaces. */
  readonly spaced?: false;
  /** True where titles are often written With Capitals. */
  readonly capitals?: true;
  /** What a name that owns the next word ends in: "'s". */
  readonly possessive?: string;
  /** How many words a title has, of those of an English one. */
  readonly brevity?: number;
  /** How a volume is named, # for its number: "vol. #". */
  readonly volume: string;
  readonly names: Names;
  /** Bodies that publish, * for a word. */
  readonly bodies: readonly string[];
}

/** The characters of a script that has thousands. */
export interface Characters {
  /** The commonest first, without spaces. */
  readonly common: string;
  /** Others, rare ones, are those from one code point on, so many of them. */
  readonly rare: readonly [first: number, count: number];
}

/** How people are called. */
export interface Names {
  readonly given: string;
  readonly surnames: string;
  /** True where the surname comes first, and no space follows it. */
  readonly surnameFirst?: true;
  /** Of a thousand people, so many have these before their surname: "van 60". */
  readonly particles?: string;
  /** The share of people with two surnames, 0 to 1. */
  readonly twoSurnames?: number;
  /** False where nobody is called by initials. */
  readonly initials?: false;
}
