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
    ["Ruth Park August 24, 1917-December 16, 2010", "Ruth Park", "author"],
    ["John Marsden 1950-09-27-", "John Marsden", "author"],
    ["Noble, John, 1951 Oct. 11-", "Noble, John", "author"],
    ["W. Saville-Kent -1908", "W. Saville-Kent", "author"],
    ["Sydney Parkinson 1745?-1771", "Sydney Parkinson", "author"],
    ["Titus Livius 59 BC-17 AD", "Titus Livius", "author"],
    ["Clark, Harriet E. b. 1850.", "Clark, Harriet E.", "author"],
    ["Harris, Stewart fl. 1972-", "Harris, Stewart", "author"],
    ["Robin May 1952-", "Robin May", "author"],
    ["Inglis, Amirah.", "Inglis, Amirah", "author"],
    ["Comstock, John Lee.", "Comstock, John Lee", "author"],
    ["Amicis, Edmondo de.", "Amicis, Edmondo de", "author"],
    ["Davies, W. H.", "Davies, W. H.", "author"],
    ["Brewer, Thos.", "Brewer, Thos.", "author"],
    ["Argent, Kerry, 1960- ill.", "Argent, Kerry", "illustrator"],
    ["Encel, S., joint ed.", "Encel, S.", "editor"],
    ["Warren, Johnny, 1943-2004, author", "Warren, Johnny", "author"],
    ["Wolf, Ed", "Wolf, Ed", "author"],
    ["A. N. Editor", "A. N. Editor", "author"],
    ["by Jane Doe", "Jane Doe", "author"],
    ["Edited by Jane Doe", "Jane Doe", "editor"],
    ["Byatt, A. S.", "Byatt, A. S.", "author"],
    ["Steuart, William Mott, 1861- [from old catalog]", "Steuart, William Mott", "author"],
    ["Darwin, C. [Author of introduction, etc.]", "Darwin, C.", "introduction"],
    ["Kaye, Wilmot [pseud.]", "Kaye, Wilmot", "author"],
    ["HENDERSON, R. Esq., pseud", "HENDERSON, R. Esq.", "author"],
    ["Smith, J[ohn]", "Smith, J[ohn]", "author"],
  ])("reads %j", (text, name, role) => {
    expect(readName(text)).toEqual({ name, role });
  });

  test("the own name behind a pseudonym is an alias", () => {
    expect(readName("TRACY, Albert pseud. [i.e. Albert Leffingwell.]")).toEqual({
      name: "TRACY, Albert",
      role: "author",
      aliases: ["Albert Leffingwell"],
    });
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

  test.each([
    ["['J.K. Rowling', 'Mary GrandPré']", ["J.K. Rowling", "Mary GrandPré"]],
    ['["Saint-Exupéry, Antoine de"]', ["Saint-Exupéry, Antoine de"]],
    ["[]", []],
    ["[Ann Bee]", []],
  ])("a list in brackets has a name an entry: %j", (text, expected) => {
    expect(names({}, text)).toEqual(expected);
  });

  test.each([
    ["CRIEGERN, Friedrich von.", ["Criegern, Friedrich von"]],
    ["GRANT, James of the 62nd Regiment", ["Grant, James of the 62nd Regiment"]],
    ["O'BRIEN, R. Barry", ["O'Brien, R. Barry"]],
    ["A., A. A.", ["A., A. A."]],
    ["MADDEN, Samuel D.D., Rector of Drummully", ["Madden, Samuel D.D., Rector of Drummully"]],
    ["KERVYN DE VOLKAERSBEKE, Philippe", ["Kervyn de Volkaersbeke, Philippe"]],
    ["FITA Y COLOMÉ, Fidel", ["Fita y Colomé, Fidel"]],
    ["William II, German Emperor", ["William II, German Emperor"]],
    ["BROCKETT, Linus and VAUGHAN (Mary C.)", ["Brockett, Linus", "Vaughan, Mary C."]],
  ])(
    "surnames in capitals are written like others where they are the column's habit: %j",
    (text, expected) => {
      const sample = ["AUSTEN, Jane", "BRONTË, Anne", "A., A. A.", "Dickens, Charles", text];
      expect(names({ sample, plural: false }, text)).toEqual(expected);
    },
  );

  test("capitals stay in a column that has them now and then", () => {
    const sample = ["IBM, Germany", "Austen, Jane", "Brontë, Anne", "Dickens, Charles", "Poe, E.", "Eco, U."];
    expect(names({ sample, plural: false }, "IBM, Germany")).toEqual(["IBM, Germany"]);
  });

  test("a field of a million names has some hundreds", () => {
    const text = Array.from({ length: 100_000 }, (_, i) => `Ann Bee${i}`).join(";");
    expect(names({}, text)).toHaveLength(500);
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

  test("a name and the same with its surname first are one contributor", () => {
    expect(names({ sample: [], plural: true }, "Arthur Upfield|Upfield, Arthur, 1888-1964.")).toEqual([
      "Arthur Upfield",
    ]);
  });
});
