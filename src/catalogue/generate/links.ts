import type { Language } from "./languages/language.ts";
import { readWeights, Weighted } from "./weighted.ts";

/** What stands before a content word: function words, if any, with the spaces around them. */
export interface Link {
  readonly text: string;
  readonly beforeVowel: string;
  /** How many words it is. */
  readonly words: number;
}

/** The links of a language. */
export interface Links {
  /** Begin a phrase. */
  readonly openers: Weighted<Link>;
  /** Stand between two content words. */
  readonly linkers: Weighted<Link>;
  /** The opener of no word. */
  readonly noOpener: Link;
  /** The linker of no word. */
  readonly noLinker: Link;
}

// The weights are for so many gaps. A title is short, and a linker that does not fit into it is left out: for so many gaps
// between words there are fewer with room for one, where it must come more often.
const OPENERS_OF = 1000;
const LINKERS_OF = 780;

/** Reads the links of a language. */
export function linksOf(language: Language): Links {
  const gap = language.spaced === false ? "" : " ";
  const noOpener = { text: "", beforeVowel: "", words: 0 };
  const noLinker = { text: gap, beforeVowel: gap, words: 0 };
  const read = (weights: string, total: number, before: string, none: Link) =>
    new Weighted(
      readWeights(weights, total).map(([text, weight]): [Link, number] => {
        if (text === "") return [none, weight];
        const spaced = (link: string) => before + link + (link.endsWith("'") ? "" : gap);
        const beforeVowel = spaced(language.beforeVowel?.[text] ?? text);
        return [{ text: spaced(text), beforeVowel, words: text.split(" ").length }, weight];
      }),
    );
  return {
    openers: read(language.openers, OPENERS_OF, "", noOpener),
    linkers: read(language.linkers, LINKERS_OF, gap, noLinker),
    noOpener,
    noLinker,
  };
}
