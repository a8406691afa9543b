import fc from "fast-check";
import { expect, test } from "vitest";
import { packBooks, unpackBooks } from "../../src/catalogue/import/packed-books.ts";
import type { SourceBook } from "../../src/catalogue/import/source-book.ts";
import { tidy } from "../../src/catalogue/import/text.ts";

const text = fc
  .string({ unit: "grapheme" })
  .map(tidy)
  .filter((tidied) => tidied !== "");
const maybe = <T>(what: fc.Arbitrary<T>) => fc.option(what, { nil: null });
const isbn = fc.stringMatching(/^978\d{10}$/);
const contributor = fc.oneof(
  fc.record({ name: text, role: text }),
  fc.record({ name: text, role: fc.constant("author"), aliases: fc.array(text, { minLength: 1 }) }),
);
const book: fc.Arbitrary<SourceBook> = fc.record(
  {
    title: text,
    subtitle: maybe(text),
    series: maybe(text),
    contributors: fc.array(contributor),
    isbns: fc.array(isbn),
    year: maybe(fc.integer({ min: -3000, max: 2100 })),
    language: maybe(fc.constantFrom("en", "pt-BR")),
    subjects: fc.array(text),
    price: maybe(fc.nat()),
    quantity: fc.nat(),
    standing: fc.double({ min: 0, max: 1e10, noNaN: true }),
    work: maybe(text),
    editions: fc.array(
      fc.record({ isbn: maybe(isbn), title: maybe(text), year: maybe(fc.nat()), language: maybe(text) }),
      { minLength: 1 },
    ),
  },
  {
    requiredKeys: [
      "title",
      "subtitle",
      "series",
      "contributors",
      "isbns",
      "year",
      "language",
      "subjects",
      "price",
      "quantity",
      "standing",
      "work",
    ],
  },
);

test("books come out as they went in", () => {
  fc.assert(
    fc.property(fc.array(book, { maxLength: 5 }), (books) => {
      const zeros = books.map((one) => ({ ...one, standing: one.standing + 0 })); // JSON has no -0
      expect(unpackBooks(packBooks(zeros))).toEqual(zeros);
    }),
  );
});
