import { describe, expect, test } from "vitest";
import { type Asked, searching } from "./searching.ts";

const { search, titles } = searching();

describe("the author field", () => {
  test.each([
    ["tolk", "The Hobbit"],
    ["tolkien", "The Hobbit"],
    ["jrr tolkien", "The Hobbit"],
    ["tolkien j.r.r.", "The Hobbit"],
    ["lee harp", "To Kill a Mockingbird"],
    ["harp lee", "To Kill a Mockingbird"],
    ["h. lee", "To Kill a Mockingbird"],
    ["ha le", "To Kill a Mockingbird"],
    ["em bro", "Wuthering Heights"],
    ["du mau", "Rebecca"],
    ["saint-ex", "Le Petit Prince"],
    ["de saint ex", "Le Petit Prince"],
    ["saint-exupéry, antoine", "Le Petit Prince"],
    ["o'br", "The Things They Carried"],
    ["obri", "The Things They Carried"],
    ["bront", "Jane Eyre"],
    ["村上", "ノルウェイの森"],
    ["достоев", "Преступление и наказание"],
    ["louise maude", "War & Peace"],
    ["clemens", "Adventures of Huckleberry Finn"],
    ["mary ann evans", "Middlemarch"],
    ["evans mary", "Middlemarch"],
    ['"harper lee"', "To Kill a Mockingbird"],
  ])("finds by a name or the beginnings of its words: %j", (author, title) => {
    expect(titles({ author })[0]).toBe(title);
  });

  test("finds the words in one name only", () => {
    const asTyped = (author: string) => titles({ author }).slice(0, search({ author }).asTyped);
    expect(asTyped("lee harper")).not.toContain("Two at Once");
    expect(asTyped("ben lee")).not.toContain("Two at Once");
    expect(search({ author: "charlotte emily" }).mended?.how).toBe("dropped");
    expect(titles({ author: "ben harper" })).toEqual(["Two at Once"]);
  });

  test("finds no titles", () => {
    expect(search({ author: "hobbit" }).asTyped).toBe(0);
    expect(search({ author: "poems" }).asTyped).toBe(0);
  });

  test("a book is found once, however many of its authors match", () => {
    expect(titles({ author: "bronte" }).filter((title) => title === "Poems")).toHaveLength(1);
  });
});

describe("the title and subject fields", () => {
  test.each<[Asked, string]>([
    [{ title: "hobbit" }, "The Hobbit"],
    [{ title: "the road" }, "The Road"],
    [{ title: "emma" }, "Emma"],
    [{ title: "rebecca" }, "Rebecca"],
    [{ title: "mockingb" }, "To Kill a Mockingbird"],
    [{ title: "brief history humankind" }, "Sapiens"],
    [{ title: "dark tower" }, "The Gunslinger"],
    [{ title: '"the fellowship"' }, "The Fellowship of the Ring"],
    [{ subject: "whaling" }, "Moby-Dick; or, The Whale"],
    [{ subject: "whal" }, "Moby-Dick; or, The Whale"],
    [{ subject: "horror tales" }, "It"],
    [{ subject: "fiction england" }, "Pride and Prejudice"],
    [{ subject: "tolkien" }, "Tolkien: A Biography"],
    [{ subject: '"epic poetry"' }, "The Odyssey"],
  ])("find what has the words there: %j", (asked, title) => {
    expect(titles(asked)[0]).toBe(title);
  });

  test("find nothing that stands elsewhere", () => {
    expect(titles({ title: "tolkien" })).toEqual(["Tolkien: A Biography"]);
    expect(titles({ subject: "tolkien" })).toEqual(["Tolkien: A Biography"]);
    expect(titles({ title: "whaling" })).not.toContain("Moby-Dick; or, The Whale");
    expect(titles({ title: "tolk" })).toEqual(["Tolkien: A Biography"]);
    expect(search({ subject: "heart" }).asTyped).toBe(0);
  });

  test("all subjects are found in the box for everything, behind titles", () => {
    const found = titles("whaling");
    expect(found).toEqual(expect.arrayContaining(["Moby-Dick; or, The Whale", "In the Heart of the Sea"]));
    expect(titles("fantasy fiction")).toContain("The Hobbit");
  });
});

describe("several fields at once", () => {
  test.each<[Asked, string[]]>([
    [{ author: "austen", title: "emma" }, ["Emma"]],
    [{ author: "king", title: "it" }, ["It"]],
    [{ q: "harry", author: "rowling", title: "goblet" }, ["Harry Potter and the Goblet of Fire"]],
    [{ author: "bronte", subject: "governesses" }, ["Jane Eyre", "Agnes Grey"]],
    [{ author: "bronte", subject: "governesses", title: "jane" }, ["Jane Eyre"]],
    [{ title: "poems", author: "emily" }, ["Poems"]],
    [{ q: "murakami", from: 1994, to: 1994 }, ["The Wind-Up Bird Chronicle"]],
    [{ author: "homer", language: "el" }, []],
    [{ author: "όμηρος", language: "el" }, ["Οδύσσεια"]],
    [{ author: "zola", language: "fr" }, ["Germinal", "L’Œuvre"]],
    [{ author: "zola", language: "fr-CA" }, ["Germinal", "L’Œuvre"]],
    [{ author: "zola", language: "FR" }, ["Germinal", "L’Œuvre"]],
    [{ author: "zola", language: "de" }, []],
    [{ language: "de", q: "brücke" }, ["Über die Brücke"]],
    [{ author: "austen", from: 1814 }, ["Emma", "Persuasion"]],
    [{ author: "austen", to: 1813 }, ["Pride and Prejudice", "Sense and Sensibility"]],
    [{ author: "austen", from: 1815, to: 1815 }, ["Emma"]],
    [{ author: "austen", from: 1816, to: 1814 }, []],
    [{ author: "homer", from: -750, to: -721 }, ["The Iliad"]],
    [{ from: -500, to: -300 }, ["論語", "Ὀρέστεια"]],
    [{ to: -1 }, ["The Odyssey", "The Iliad", "論語", "Οδύσσεια", "Ὀρέστεια"]],
    [{ from: -9999, to: 500 }, ["The Odyssey", "The Iliad", "Meditations", "論語", "Οδύσσεια", "Ὀρέστεια"]],
    [{ from: 2014, language: "en" }, ["It Ends with Us", "The Emma Project", "Go Set a Watchman", "Emma"]],
    [{ language: "th" }, ["ความสุขของกะทิ"]],
    [{ language: "tlh" }, []],
  ])("a book must be all of what is asked: %j", (asked, expected) => {
    const { results, mended } = search(asked);
    if (mended) expect(expected).toEqual([]);
    else expect(results.map(({ book }) => book.title)).toEqual(expected);
  });

  test("a search for nothing finds nothing", () => {
    for (const asked of [{}, { q: "", author: " ", title: "", subject: "", isbn: "", language: "" }]) {
      const { results, count, mended, facets } = search(asked);
      expect({ results, count, mended, facets }).toEqual({
        results: [],
        count: { books: 0, more: false },
        mended: null,
        facets: null,
      });
    }
  });

  test("a search for a year or a language alone finds all of it, the best known first", () => {
    const { results, count } = search({ language: "fr", limit: 5 });
    expect(count).toEqual({ books: 36, more: false });
    expect(results.map(({ book }) => book.id)).toEqual(
      results.map(({ book }) => book.id).toSorted((a, b) => a - b),
    );
  });
});
