import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readName } from "../../src/catalogue/import/name.ts";
import { namesReader } from "../../src/catalogue/import/names.ts";

describe("readName", () => {
  test.each([
    ["Harper Lee", "Harper Lee", "author"],
    ["  Harper \n Lee ", "Harper Lee", "author"],
    ["Bronte\u0308", "Brontë", "author"],
    ["Tolkien, J. R. R.", "Tolkien, J. R. R.", "author"],
    ["Austen, Jane, 1775-1817", "Austen, Jane", "author"],
    ["Bunge, Mario, 1919-2020", "Bunge, Mario", "author"],
    ["Rowling, J. K., 1965-", "Rowling, J. K.", "author"],
    ["Homer, 751? BCE-651? BCE", "Homer", "author"],
    ["Lucretius Carus, Titus, 95? BCE-50? BCE", "Lucretius Carus, Titus", "author"],
    ["Erasmus, Desiderius, ?-1536", "Erasmus, Desiderius", "author"],
    ["Plutarch, 46-120?", "Plutarch", "author"],
    ["Chrétien, de Troyes, active 12th century", "Chrétien, de Troyes", "author"],
    ["Ovidi Nasó, Publi, 43 aC-17 dC", "Ovidi Nasó, Publi", "author"],
    ["United States. Army. Armored Division, 4th", "United States. Army. Armored Division, 4th", "author"],
    ["Bee, Ann, 12345678", "Bee, Ann, 12345678", "author"],
    ["Chafee, Zechariah, Jr.", "Chafee, Zechariah, Jr.", "author"],
    ["Steve Parker 1952-", "Steve Parker", "author"],
    ["Victor Hugo (1802-1885)", "Victor Hugo", "author"],
    ["Ann Example, b. 1923", "Ann Example", "author"],
    ["Smith, John, active 1650", "Smith, John", "author"],
    ["Kennedy, John F. (John Fitzgerald), 1917-1963", "Kennedy, John F. (John Fitzgerald)", "author"],
    ["GRANT, James of the 62nd Regiment", "GRANT, James of the 62nd Regiment", "author"],
    ["50 Cent", "50 Cent", "author"],
    ["Edith Grossman (Translator)", "Edith Grossman", "translator"],
    ["Edith Grossman [translator]", "Edith Grossman", "translator"],
    ["Butler, Samuel, 1835-1902 [Translator]", "Butler, Samuel", "translator"],
    ["Mary GrandPré (Illustrations)", "Mary GrandPré", "illustrator"],
    ["Jane Doe (Ed.)", "Jane Doe", "editor"],
    ["J.K. Rowling (Goodreads Author)", "J.K. Rowling", "author"],
    ["Verdi, Giuseppe, 1813-1901 [Composer]", "Verdi, Giuseppe", "composer"],
    ["Prince (musician)", "Prince (musician)", "author"],
  ])("reads %j", (text, name, role) => {
    expect(readName(text)).toEqual({ name, role });
  });

  test.each([[""], ["  "], ["-"], ["?"], ["(Translator)"], [","]])("finds nobody in %j", (text) => {
    expect(readName(text)).toBeNull();
  });

  test("a long text of digits is read in no time", () => {
    const started = performance.now();
    readName(`Bee, ${"1 ".repeat(50_000)}x`);
    readName(`Bee, ${"1".repeat(50_000)}x`);
    readName(`Bee${" ".repeat(50_000)}${"(".repeat(50_000)}`);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("a name is tidy, and no text makes it throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const name = readName(text)?.name;
        if (name !== undefined) expect(name).toBe(name.trim());
      }),
    );
  });
});

describe("namesReader", () => {
  const names = (column: { sample?: string[]; plural?: boolean; separator?: string }, text: string) =>
    namesReader({ sample: [text], plural: true, ...column })(text).map(({ name }) => name);

  test.each([
    ["J.K. Rowling, Mary GrandPré", ["J.K. Rowling", "Mary GrandPré"]],
    ["Kurt Vonnegut, Jr., Harper Lee", ["Kurt Vonnegut, Jr.", "Harper Lee"]],
    ["Ann Bee, Cal Dee, and Eve Eff", ["Ann Bee", "Cal Dee", "Eve Eff"]],
    ["J.K. Rowling/Mary GrandPré", ["J.K. Rowling", "Mary GrandPré"]],
    ["Plato", ["Plato"]],
    ["", []],
    [" , ,", []],
  ])("a comma parts the names of a plural column: %j", (text, expected) => {
    expect(names({ sample: ["J.K. Rowling, Mary GrandPré", text] }, text)).toEqual(expected);
  });

  test.each([
    ["Tolkien, J. R. R.; Lee, Alan", ["Tolkien, J. R. R.", "Lee, Alan"]],
    ["Tolkien, J. R. R.|Lee, Alan", ["Tolkien, J. R. R.", "Lee, Alan"]],
    ["Tolkien, J. R. R.", ["Tolkien, J. R. R."]],
    ["Sharma, Ann &amp; Co", ["Sharma, Ann &amp; Co"]],
  ])("beside semicolons or bars a comma belongs to the name: %j", (text, expected) => {
    expect(names({ sample: ["Austen, Jane; Brontë, Anne", text] }, text)).toEqual(expected);
  });

  test("a comma belongs to the name in a column that mostly says surnames first", () => {
    const sample = ["Tolkien, J. R. R.", "Austen, Jane", "Lee, Harper", "Jane Austen"];
    expect(names({ sample }, "García Márquez, Gabriel")).toEqual(["García Márquez, Gabriel"]);
  });

  test("a comma belongs to the name in a singular column", () => {
    expect(names({ plural: false }, "J.K. Rowling, Mary GrandPré")).toEqual(["J.K. Rowling, Mary GrandPré"]);
    expect(names({ plural: false }, "Austen, Jane, 1775-1817")).toEqual(["Austen, Jane"]);
  });

  test.each([
    ["Terry Pratchett and Neil Gaiman", ["Terry Pratchett", "Neil Gaiman"]],
    ["Stan Lee & Jack Kirby", ["Stan Lee", "Jack Kirby"]],
    ["Simone de Beauvoir and Jean-Paul Sartre", ["Simone de Beauvoir", "Jean-Paul Sartre"]],
    ["Simon and Schuster", ["Simon and Schuster"]],
    ["Barnes & Noble", ["Barnes & Noble"]],
    ["Better Homes and Gardens", ["Better Homes and Gardens"]],
    ["Jan and Stan Berenstain", ["Jan and Stan Berenstain"]],
    ["Department of Health and Human Services", ["Department of Health and Human Services"]],
    ["National Park Service and Forest Service", ["National Park Service and Forest Service"]],
  ])("%j becomes the people it surely names", (text, expected) => {
    expect(names({ plural: false }, text)).toEqual(expected);
  });

  test("a separator that was told is the only one", () => {
    expect(names({ separator: ";" }, "Ann Bee, Cal Dee; Eve Eff and Fay Gee")).toEqual([
      "Ann Bee, Cal Dee",
      "Eve Eff and Fay Gee",
    ]);
    expect(names({ separator: ",", plural: false }, "Ann Bee, Cal Dee")).toEqual(["Ann Bee", "Cal Dee"]);
  });

  test("the same name twice is one contributor, as it came first", () => {
    expect(
      namesReader({ sample: [], plural: true })("Ann Bee, Cal Dee (Translator), Ann Bee (Editor)"),
    ).toEqual([
      { name: "Ann Bee", role: "author" },
      { name: "Cal Dee", role: "translator" },
    ]);
  });
});
