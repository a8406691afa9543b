import fc from "fast-check";
import { expect, test } from "vitest";
import type { Result } from "../../../src/catalogue/search/searcher.ts";
import { BOOKS } from "./books.ts";
import { type Asked, searching } from "./searching.ts";

const { search } = searching();

/** The texts of a result that are marked, in the order of the page. */
function marked({ book, marks }: Result): string[] {
  const of = (text: string | null, ranges: Result["marks"]["title"]) =>
    ranges.map(([start, end]) => (text ?? "").slice(start, end));
  return [
    ...of(book.title, marks.title),
    ...of(book.subtitle, marks.subtitle),
    ...of(book.series, marks.series),
    ...book.contributors.flatMap(({ name }, place) => of(name, marks.contributors[place] ?? [])),
  ];
}

test.each<[Asked, string[]]>([
  ["the road", ["The", "Road"]],
  ["hobbit tolkien", ["Hobbit", "Tolkien"]],
  ["jrr tolkien hobbit", ["Hobbit", "J.R.R", "Tolkien"]],
  ["j r r tolkien hobbit", ["Hobbit", "J.R.R", "Tolkien"]],
  ["bronte wuthering", ["Wuthering", "Brontë"]],
  ["BRONTË WUTHERING", ["Wuthering", "Brontë"]],
  ["snomannen", ["Snømannen"]],
  ["strasse maier", ["Straße", "Maier"]],
  ["aegir aero", ["Ærø", "Ægir"]],
  ["slaughterhouse five", ["Slaughterhouse-Five"]],
  ["obrien carried", ["Carried", "O’Brien"]],
  ["brief history of humankind", ["Brief", "History", "of", "Humankind"]],
  ["discworld 33", ["Discworld", "33"]],
  ["война миръ", ["Война", "мир"]],
  ["カフカ", ["カフカ"]],
  ["の森", ["の森"]],
  ["채식", ["채식"]],
  ["احمد ديوان", ["ديوان", "أحمد", "أحمد"]],
  ["ｈｏｂｂｉｔ", ["Hobbit"]],
  ["haruki hon", ["Ｈａｒｕｋｉ", "ｈｏｎ"]],
  ['"the turn of"', ["The", "Turn", "of", "the"]],
  [{ author: "james", title: "turn" }, ["Turn", "James"]],
])("what was typed is marked: %j", (asked, texts) => {
  const [result] = search(asked).results;
  expect(result && marked(result)).toEqual(texts);
});

test.each<[Asked, string[]]>([
  ["hob", ["Hob"]],
  ["tolkien hob", ["Hob", "Tolkien"]],
  ["wuther", ["Wuther"]],
  [{ author: "lee harp", title: "kill" }, ["Kill", "Harp", "Lee"]],
  [{ author: "bron", title: "wuthering" }, ["Wuthering", "Bron"]],
  ["snøman", ["Snøman"]],
  ["преступ", ["Преступ"]],
])("of a beginning only what was typed is marked: %j", (asked, texts) => {
  const [result] = search(asked).results;
  expect(result && marked(result)).toEqual(texts);
});

test("words of one field are not marked in another", () => {
  const [biography] = search({ title: "tolkien" }).results;
  expect(biography && marked(biography)).toEqual(["Tolkien"]);
  const [king] = search({ author: "king", title: "gunslinger" }).results;
  expect(king && marked(king)).toEqual(["Gunslinger", "King"]);
});

test("what was corrected is marked as it was corrected", () => {
  const [hobbit] = search("tolkein hobbti").results;
  expect(hobbit && marked(hobbit)).toEqual(["Hobbit", "Tolkien"]);
});

test("nothing is marked of a book that is found by its ISBN, year or language", () => {
  for (const asked of [{ isbn: "9780199535521" }, { from: 1815, to: 1815 }, { language: "th" }]) {
    const [result] = search(asked).results;
    expect(result && marked(result)).toEqual([]);
  }
});

test("marks lie in their texts, in order, and neither overlap nor cut a character", () => {
  const words = BOOKS.flatMap(({ title, contributors }) => [
    title,
    ...contributors.map(({ name }) => name),
  ]).flatMap((text) => text.split(/\s+/));
  const typed = fc
    .array(fc.tuple(fc.constantFrom(...words), fc.integer({ min: 1, max: 12 })), {
      minLength: 1,
      maxLength: 3,
    })
    .map((some) => some.map(([word, length]) => Array.from(word).slice(0, length).join("")).join(" "));
  fc.assert(
    fc.property(typed, fc.constantFrom("q", "author", "title"), (text, field) => {
      for (const { book, marks } of search({ [field]: text, limit: 20 }).results) {
        expect(marks.contributors).toHaveLength(book.contributors.length);
        const all = [
          [book.title, marks.title],
          [book.subtitle ?? "", marks.subtitle],
          [book.series ?? "", marks.series],
          ...book.contributors.map(({ name }, place) => [name, marks.contributors[place] ?? []] as const),
        ] as const;
        for (const [text, ranges] of all) {
          let from = 0;
          for (const [start, end] of ranges) {
            expect(start).toBeGreaterThanOrEqual(from);
            expect(end).toBeGreaterThan(start);
            // Neither within a pair of surrogates nor before a mark that belongs to the letter.
            expect(text.slice(end)).not.toMatch(/^(?:[\udc00-\udfff]|\p{M})/u);
            from = end;
          }
          expect(from).toBeLessThanOrEqual(text.length);
        }
      }
    }),
    { numRuns: 500 },
  );
});
