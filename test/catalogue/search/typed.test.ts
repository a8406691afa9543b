import { describe, expect, test } from "vitest";
import { type Row, searching } from "./searching.ts";

const { search, titles } = searching();

const first = (typed: string, ...expected: string[]) =>
  expect(titles(typed).slice(0, expected.length), typed).toEqual(expected);

describe("quotes", () => {
  test.each<Row>([
    ['"the road"', "The Road"],
    ['"on the road"', "On the Road"],
    ["“on the road”", "On the Road"],
    ["„on the road“", "On the Road"],
    ["«on the road»", "On the Road"],
    ['"years of solitude"', "One Hundred Years of Solitude"],
    ['"harper lee"', "To Kill a Mockingbird"],
    ['"lee harper"', "Go Set a Watchman"],
    ['lee "kill a mockingbird"', "To Kill a Mockingbird"],
    ['"slaughterhouse five"', "Slaughterhouse-Five"],
    ['"wind up"', "The Wind-Up Bird Chronicle"],
    ['"jrr tolkien"', "The Hobbit"],
    ['"村上春樹"', "ノルウェイの森"],
    ['"history of humankind"', "Sapiens"],
    ['"whaling fiction"', "Moby-Dick; or, The Whale"],
    ['"mary ann evans"', "Middlemarch"],
  ])("make words stand together: %s", first);

  test.each([['"road on"'], ['"solitude of years"'], ['"the emma"'], ['"kill mockingbird"']])(
    "find nothing where words do not stand so: %s",
    (typed) => {
      expect(titles(typed).filter((title) => !title.startsWith("The Emma"))).toEqual([]);
    },
  );

  test("make a word whole, and no beginning of one", () => {
    expect(titles('"mocking"')).toEqual([]);
    expect(titles('"emm"')).toEqual([]);
    expect(titles('"emma"')).toContain("Emma");
  });

  test.each<Row>([
    ['hobbit "', "The Hobbit"],
    ['"hobbit', "The Hobbit"],
    ['hobbit"', "The Hobbit"],
    ['""hobbit""', "The Hobbit"],
    ['"" hobbit', "The Hobbit"],
    ['"hobbit" "', "The Hobbit"],
    ["hobbit “", "The Hobbit"],
    ["« hobbit", "The Hobbit"],
    ["„hobbit", "The Hobbit"],
  ])("without a partner are no quotes: %s", first);
});

describe("a minus", () => {
  test("leaves out what has the word", () => {
    expect(titles("emma -austen")).not.toContain("Persuasion");
    expect(search("emma -austen").results.map(({ book }) => book.contributors[0]?.name)).not.toContain(
      "Jane Austen",
    );
    expect(titles("tolkien -hobbit")).not.toContain("The Hobbit");
    expect(titles("tolkien -hobbit")).toContain("The Return of the King");
    expect(titles("bronte -emily -anne")).toEqual(["Jane Eyre"]);
  });

  test("leaves out what has the phrase, and not what has its words apart", () => {
    expect(titles('tolkien -"return of the king"')).not.toContain("The Return of the King");
    expect(titles('tolkien -"king return"')).toContain("The Return of the King");
  });

  test("leaves out whole words only", () => {
    expect(titles("tolkien -hob")).toContain("The Hobbit");
  });

  test.each<Row>([
    ["-hobbit", "The Hobbit"],
    ["- hobbit", "The Hobbit"],
    ["hobbit -", "The Hobbit"],
    ["hobbit --", "The Hobbit"],
    ["slaughterhouse - five", "Slaughterhouse-Five"],
    ["moby -", "Moby-Dick; or, The Whale"],
    ["--hobbit", "The Hobbit"],
    ["winnie-the-pooh", "Winnie-the-Pooh"],
  ])("is a dash where it leaves out all or nothing: %j", first);
});

describe("what other searches take for a language is text", () => {
  test.each<[typed: string, expected: string[]]>([
    ["AND", ["100%"]],
    ["author AND", ["100%"]],
    ["author:and", ["100%"]],
    ["bronte OR zola", []],
    ["hobbit*", ["The Hobbit"]],
    ["*hobbit*", ["The Hobbit"]],
    ["bro*", ["Jane Eyre", "Wuthering Heights", "Agnes Grey", "Poems"]],
    ["^charlotte", ["Jane Eyre", "Poems"]],
    ["hobbit?", ["The Hobbit"]],
    ["(hobbit)", ["The Hobbit"]],
    ["[hobbit]", ["The Hobbit"]],
    ["hobbit;", ["The Hobbit"]],
    ["hobbit \\", ["The Hobbit"]],
    ["hobbit\0", ["The Hobbit"]],
    ["hobbit %", ["The Hobbit"]],
    ["C++", ["C++ in a Nutshell"]],
  ])("%j", (typed, expected) => {
    const found = titles(typed);
    if (expected.length > 0) expect(found.slice(0, expected.length)).toEqual(expected);
  });

  test.each([
    ["not", "Not Without My Daughter"],
    ["NOT", "Not Without My Daughter"],
    ["near", "Near Death"],
    ["NEAR", "Near Death"],
    ["or", "To Be or Not to Be"],
  ])("%j is a word that stands in titles", (typed, title) => {
    expect(titles(typed)).toContain(title);
  });

  test.each([
    ["b%x"],
    ["br_nte"],
    ["NEAR(charlotte bronte)"],
    ["'; DROP TABLE books; --"],
    ["{title}: x"],
    ["title:(a b)"],
    ["a AND"],
    ['-"-"-'],
    ["\ud800"],
    ["\u202e\u200b\ufeff"],
  ])("%j fails nowhere", (typed) => {
    expect(Array.isArray(titles(typed))).toBe(true);
  });

  test.each([
    [""],
    ["   "],
    ["%"],
    ["_"],
    ["*"],
    ['"'],
    ["'"],
    ["()"],
    ["-"],
    ["\0"],
    ['""'],
    ['"-"'],
    ["«»"],
  ])("nothing is found by %j, which is nothing", (typed) => {
    const { results, count, mended } = search(typed);
    expect({ results, count, mended }).toEqual({
      results: [],
      count: { books: 0, more: false },
      mended: null,
    });
  });
});
