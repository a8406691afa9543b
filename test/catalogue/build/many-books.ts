import { indexWords, piecesOf } from "../../../src/catalogue/folding.ts";
import type { SourceBook } from "../../../src/catalogue/import/source-book.ts";
import { FIELD_BITS, type Field } from "../../../src/catalogue/index/fields.ts";
import { book, randomNumbers } from "../library.ts";

const SYLLABLES =
  "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri fro gru sta tel nor vin kas".split(
    " ",
  );
const LANGUAGES = ["en", "en-GB", "de", "fr", "zh-Hant", null];

/** Books with words that all, many, few and single books have; the same ones each time. Their ids are one more than their place. */
export function manyBooks(count: number): SourceBook[] {
  const random = randomNumbers(7);
  const pick = <T>(some: readonly T[], skew = 1): T => pickBy(random() ** skew, some);
  const vocabulary = Array.from(
    { length: 4000 },
    () => pick(SYLLABLES) + pick(SYLLABLES) + (random() < 0.5 ? pick(SYLLABLES) : ""),
  );
  const surnames = vocabulary.slice(0, 600).map((word) => `${word}son`);
  const books = Array.from({ length: count }, (_, number) => {
    const title = Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(vocabulary, 3)).join(" ");
    return book(random() < 0.8 ? `The ${title}` : title, `${pick(vocabulary, 2)} ${pick(surnames, 2)}`, {
      subtitle: random() < 0.2 ? `${pick(vocabulary)} number${number}` : null,
      series: random() < 0.1 ? `${pick(vocabulary, 4)}, ${1 + Math.floor(random() * 9)}` : null,
      year: random() < 0.9 ? Math.floor(2024 - 2800 * random() ** 8) : null,
      language: pick(LANGUAGES, 2),
      subjects: random() < 0.5 ? [`${pick(vocabulary, 5)} -- Fiction`, pick(vocabulary, 5)] : [],
      // Many are equally well known.
      standing: Math.floor(1000 * random() ** 6),
      work: `work ${number}`,
    });
  });
  return books;
}

/** The one of some that a number, 0 up to 1, points to. */
export function pickBy<T>(number: number, some: readonly T[]): T {
  const picked = some[Math.floor(number * some.length)];
  if (picked === undefined) throw new Error("there is nothing to pick from");
  return picked;
}

/** Books in the order of their standing, as a stable sort of the language gives it. */
export function inOrder(books: readonly SourceBook[]): SourceBook[] {
  return books.toSorted((one, other) => other.standing - one.standing);
}

/** The words of a book, each with the bits of the fields in which it stands: what a catalogue should find it by. */
export function wordsOf({
  title,
  subtitle,
  series,
  contributors,
  subjects,
}: SourceBook): Map<string, number> {
  const words = new Map<string, number>();
  const add = (text: string | null, field: Field) => {
    for (const word of indexWords(piecesOf(text ?? "")))
      words.set(word, (words.get(word) ?? 0) | FIELD_BITS[field]);
  };
  for (const text of [title, subtitle, series]) add(text, "title");
  for (const { name } of contributors) add(name, "author");
  for (const subject of subjects) add(subject, "subject");
  return words;
}
