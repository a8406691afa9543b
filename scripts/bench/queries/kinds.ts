import { piecesOf } from "../../../src/catalogue/folding.ts";
import type { Random } from "../../../src/catalogue/generate/random.ts";
import type { SearchRequest } from "../../../src/catalogue/search/request.ts";
import type { BookSample, SampledBook } from "./book-sample.ts";
import { isbnTyped } from "./isbns.ts";
import { nameTyped } from "./names.ts";
import { asTyped, beginningOf, halfTyped, misspelt, someWords, wordsOf } from "./typing.ts";

/** What is searched for, without how much of it is shown. */
export type Wanted = Omit<SearchRequest, "limit" | "offset" | "facets">;

/** What a query is made from. */
export interface Material {
  readonly sample: BookSample;
  readonly random: Random;
  /** The ten words that most books have. */
  readonly common: readonly string[];
}

/** A kind of query. */
export interface Kind {
  readonly name: string;
  /** How many there are in a mix of 2,000. */
  readonly share: number;
  /** Makes one; undefined where the book that was drawn does not serve. */
  make(material: Material): Wanted | undefined;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** The kinds of queries of a mix. The first stands in for those that a catalogue cannot give. */
export const KINDS: readonly [Kind, ...Kind[]] = [
  ofBook("a title, half typed", 480, ({ title }, random) => inAnyField(halfTyped(title, random))),
  ofBook("an author", 400, ({ names }, random) => {
    const name = nameTyped(names[random.below(names.length)] ?? "", random);
    const typed = name && asTyped(name, random);
    return random.chance(0.3) ? typed && { author: typed } : inAnyField(typed);
  }),
  ofBook("author and title", 300, (book, random) => inAnyField(surnameAndWords(book, random))),
  ofBook("ISBN", 160, ({ isbn }, random) => inAnyField(isbn === null ? undefined : isbnTyped(isbn, random))),
  ofBook("misspelt", 240, (book, random) => {
    // Some are one word, and some two of which one is right.
    const words = random.chance(0.5)
      ? someWords(random.chance(0.5) ? book.title : (book.names[0] ?? ""), 1 + random.below(2), random)
      : wordsOf(surnameAndWords(book, random) ?? "").slice(0, 2);
    const place = random.below(Math.max(1, words.length));
    const mistaken = misspelt(words[place] ?? "", random);
    return inAnyField(mistaken && asTyped(words.with(place, mistaken).join(" "), random));
  }),
  { name: "hopeless", share: 100, make: hopeless },
  {
    name: "common words",
    share: 100,
    make: ({ random, common }) =>
      inAnyField(
        shuffled(common, random)
          .slice(0, 2 + random.below(9))
          .join(" "),
      ),
  },
  { name: "one letter", share: 26, make: ({ random }) => inAnyField(LETTERS.charAt(random.below(26))) },
  {
    name: "26 letters",
    share: 14,
    make: ({ random }) => inAnyField(shuffled(Array.from(LETTERS), random).join(" ")),
  },
  ofBook("series", 40, ({ series }, random) =>
    inAnyField(series === null ? undefined : asTyped(wordsOf(series).join(" "), random)),
  ),
  ofBook("subject", 40, ({ headings }, random) => {
    const heading = headings[random.below(headings.length)];
    if (heading === undefined) return undefined;
    const subject = halfTyped(heading, random);
    return random.chance(0.5) ? subject && { subject } : inAnyField(someWords(heading, 2, random).join(" "));
  }),
  ofBook("with a filter", 100, filtered),
];

function ofBook(
  name: string,
  share: number,
  make: (book: SampledBook, random: Random) => Wanted | "" | undefined,
): Kind {
  return { name, share, make: ({ sample, random }) => make(sample.draw(random), random) || undefined };
}

/** Words in the box for everything; undefined where there are none. */
function inAnyField(q: string | undefined): Wanted | undefined {
  return q ? { q } : undefined;
}

/** "tolkien return king", "return of the tolkien", the last word perhaps not finished. */
function surnameAndWords({ names, title }: SampledBook, random: Random): string | undefined {
  const surname = wordsOf(names[0] ?? "").at(-1);
  const words = someWords(title, 1 + random.below(3), random);
  if (surname === undefined || words.length === 0) return undefined;
  if (random.chance(0.5)) words.push(beginningOf(words.pop() ?? "", random));
  return asTyped((random.chance(0.7) ? [surname, ...words] : [...words, surname]).join(" "), random);
}

/** Words in one language, or of some years; or an author and a title in fields of their own. */
function filtered(book: SampledBook, random: Random): Wanted | undefined {
  const { title, names, language, year } = book;
  const q = asTyped(someWords(title, 1 + random.below(2), random).join(" "), random);
  const author = wordsOf(names[0] ?? "").at(-1);
  switch (random.below(3)) {
    case 0:
      return q && language !== null ? { q, language } : undefined;
    case 1:
      return q && year !== null
        ? { q, from: year - random.below(20), to: year + random.below(20) }
        : undefined;
    default: {
      const begun = halfTyped(title, random);
      return author && begun ? { author: asTyped(author, random), title: begun } : undefined;
    }
  }
}

// A word that stands in more books than these is not rare.
const RARE = 20;

/** Two rare words of books in different languages, which stand nowhere together; or what no word begins with. */
function hopeless({ sample, random }: Material): Wanted | undefined {
  if (random.chance(0.3)) return inAnyField(`${gibberish(random)} ${gibberish(random)}`);
  const [one, other] = [sample.draw(random), sample.draw(random)];
  const words = [rarestWord(one, sample), rarestWord(other, sample)];
  return one.language === other.language || words.includes(undefined)
    ? undefined
    : inAnyField(words.join(" "));
}

function rarestWord({ title }: SampledBook, sample: BookSample): string | undefined {
  const rare = wordsOf(title).flatMap((word) => {
    const [piece, ...others] = piecesOf(word);
    const books = piece && others.length === 0 && word.length > 4 ? sample.booksWith(piece.whole) : 0;
    return books > 0 && books <= RARE ? { word: word.toLowerCase(), books } : [];
  });
  return rare.sort((one, other) => one.books - other.books)[0]?.word;
}

const CONSONANTS = "bcdfghjklmnpqrstvwxz";

function gibberish(random: Random): string {
  const length = 7 + random.below(6);
  return Array.from({ length }, () => CONSONANTS.charAt(random.below(CONSONANTS.length))).join("");
}

/** The same things in another order (Fisher and Yates). */
export function shuffled<T>(things: readonly T[], random: Random): T[] {
  const left = [...things];
  const order: T[] = [];
  while (left.length > 0) order.push(...left.splice(random.below(left.length), 1));
  return order;
}
