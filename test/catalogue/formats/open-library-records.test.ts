import { describe, expect, test } from "vitest";
import { testFolder } from "../folder.ts";
import { author, edition, readDumps, work } from "./open-library-dump.ts";

const scratch = testFolder();

/** The one book of an edition with these fields. */
async function bookOf(fields: object, ...others: string[]) {
  const { books } = await readDumps([edition(1, { title: "Emma", ...fields }), ...others], scratch);
  return books[0];
}

/** The one author of a record with these fields. */
async function authorOf(fields: object) {
  const book = await bookOf({ authors: [{ key: "/authors/OL1A" }] }, author(1, fields));
  return book?.contributors[0];
}

describe("of an edition", () => {
  test.each([
    [{ title: "Kabitā." }, "Kabitā"],
    [{ title: "Slide rule /" }, "Slide rule"],
    [{ title: "wind in the willows", title_prefix: "The " }, "The wind in the willows"],
    [{ title: "étranger", title_prefix: "L'" }, "L'étranger"],
    [{ title: { type: "/type/text", value: "Emma" } }, "Emma"],
    [{ title: 1984 }, "1984"],
    [{ title: "Jhu\u0304la\u0304" }, "Jhūlā"],
    [{ title: "..." }, "..."],
    [{ title: "The Hobbit (Middle-earth, #1)" }, "The Hobbit"],
  ])("the title %j is %j", async (fields, title) => {
    expect((await bookOf(fields))?.title).toBe(title);
  });

  test("the title stays whole where it is an object that is none, and the book is rejected", async () => {
    const { books, rejected } = await readDumps([edition(1, { title: { value: ["Emma"] } })], scratch);
    expect(books).toEqual([]);
    expect(rejected.map(({ reason }) => reason)).toEqual(["without a title"]);
  });

  test.each([
    [["College outline series,", "56"], "College outline series, 56"],
    [["His Kathalu,", "v[2]"], "His Kathalu, v[2]"],
    [["A Black cat book,"], "A Black cat book"],
    [["The Washington Square classics", "Washington Square classics"], "The Washington Square classics"],
    [["Beginner books -- B-16."], "Beginner books, B-16"],
    [["Discworld, #33; Moist, #1"], "Discworld, 33"],
    ["Penguin classics", "Penguin classics"],
    [[{ key: "/series/OL1L" }], null],
    [[","], null],
    [[], null],
  ])("the series %j is %j", async (series, expected) => {
    expect((await bookOf({ series }))?.series).toBe(expected);
  });

  test("the series may be told by the title", async () => {
    expect((await bookOf({ title: "The Hobbit (Middle-earth, #1)" }))?.series).toBe("Middle-earth, 1");
  });

  test.each([
    [[{ key: "/languages/eng" }, { key: "/languages/fre" }], "en"],
    [[{ key: "/languages/fre" }], "fr"],
    [["/languages/ger"], "de"],
    [{ key: "/languages/chi" }, "zh"],
    [[{ key: "/languages/und" }], null],
    [[{ key: null }], null],
    [[null], null],
  ])("the languages %j are %j", async (languages, expected) => {
    expect((await bookOf({ languages }))?.language).toBe(expected);
  });

  test("ISBNs of both lengths are ISBN-13s, none twice", async () => {
    const isbn_10 = ["0-670-03482-7", "0-670-03482-8", null, "0875010679"];
    const isbn_13 = ["978-0-670-03482-6", "978 0 8750 1067 0", 9780140449136];
    expect((await bookOf({ isbn_10, isbn_13 }))?.isbns).toEqual([
      "9780670034826",
      "9780875010670",
      "9780140449136",
    ]);
    expect((await bookOf({ isbn_10: "0875010679" }))?.isbns).toEqual(["9780875010670"]);
  });

  test("the library's own notes are no subjects, and there are twenty at most", async () => {
    const subjects = [
      "Accessible book",
      "Violence -- Prevention.",
      "nyt:fiction=2011",
      { name: "Sea" },
      "Sea",
      "",
    ];
    expect((await bookOf({ subjects }))?.subjects).toEqual(["Violence -- Prevention", "Sea"]);
    const many = Array.from({ length: 50 }, (_, i) => `Subject ${i}`);
    expect((await bookOf({ subjects: many }))?.subjects.length).toBe(20);
    const own = await bookOf(
      { subjects: ["Sea", "Whales"], works: ["/works/OL1W"] },
      work(1, { subjects: ["Sea", ...many] }),
    );
    expect(own?.subjects.slice(0, 3)).toEqual(["Sea", "Whales", "Subject 0"]);
    expect(own?.subjects.length).toBe(20);
  });

  test.each([
    [{ authors: [{ key: "/authors/OL1A" }] }],
    [{ authors: [{ author: { key: "/authors/OL1A" } }] }],
    [{ authors: [{ type: "/type/author_role", author: "/authors/OL1A" }] }],
    [{ authors: ["/authors/OL1A", "/authors/OL1A"] }],
    [{ authors: { key: "/authors/OL1A" } }],
    [{ authors: [null, { author: null }, { author: { author: {} } }, { key: "/authors/OL1A" }] }],
    [{ authors: [{ key: "/a/OL1A" }] }],
  ])("the author is found by %j", async (fields) => {
    const book = await bookOf(fields, author(1, { name: "Jane Austen" }));
    expect(book?.contributors).toEqual([{ name: "Jane Austen", role: "author" }]);
  });

  test("contributors count who are said to have done something", async () => {
    const book = await bookOf(
      {
        authors: [{ key: "/authors/OL1A" }],
        contributors: [
          { name: "Patrick Lawlor", role: "Narrator" },
          { name: "Jason Santa Maria", role: "Designer" },
          { name: "Mandy Brown", role: "Copy Editor" },
          { name: "Jeremy Keith", role: "Foreword" },
          { name: "Jane Austen", role: "Editor" },
          { role: "Editor" },
          "Somebody",
        ],
        contributions: [
          "Newell, Peter, 1862-1924, ill.",
          "Newell, Peter, ill.",
          "Constance Garnett, translator",
          "Smith, Ed.",
          "Wharton, Edith",
          "Ayres, Alex.",
          "Obligado, Lilian (Illustrator)",
          "Miniature Book Collection (Library of Congress)",
        ],
      },
      author(1, { name: "Austen, Jane" }),
    );
    expect(book?.contributors).toEqual([
      { name: "Austen, Jane", role: "author" },
      { name: "Patrick Lawlor", role: "narrator" },
      { name: "Jeremy Keith", role: "introduction" },
      { name: "Newell, Peter", role: "illustrator" },
      { name: "Constance Garnett", role: "translator" },
      { name: "Obligado, Lilian", role: "illustrator" },
    ]);
  });
});

describe("of an author", () => {
  test("years and the full stop of a library's record are no part of the name", async () => {
    expect(await authorOf({ name: "Twain, Mark, 1835-1910." })).toEqual({
      name: "Twain, Mark",
      role: "author",
    });
    expect(await authorOf({ name: "Basu, A\u0304s\u0301i\u0304sha." })).toEqual({
      name: "Basu, Āśīsha",
      role: "author",
    });
    expect(await authorOf({ name: "Micah L." })).toEqual({ name: "Micah L.", role: "author" });
  });

  test("the personal name stands in for one that is missing", async () => {
    expect(await authorOf({ name: null, personal_name: "Homer" })).toEqual({ name: "Homer", role: "author" });
  });

  test("other names are kept that find more than the name does", async () => {
    const alternate_names = [
      "Mark TWAIN",
      "Twain",
      "Twain, Mark, 1835-1910",
      "Samuel Langhorne Clemens",
      "Clemens, Samuel Langhorne.",
      "Lewis; Furniss, Harry (Ilustr.) Carroll",
      "Марк Твен",
      "",
      7,
    ];
    expect(
      await authorOf({
        name: "Mark Twain",
        personal_name: "Twain, Mark",
        fuller_name: "S. L. Clemens",
        alternate_names,
      }),
    ).toEqual({
      name: "Mark Twain",
      role: "author",
      aliases: ["S. L. Clemens", "Samuel Langhorne Clemens", "Марк Твен", "7"],
    });
  });

  test("there are twenty other names at most", async () => {
    const alternate_names = Array.from({ length: 500 }, (_, i) => `Pseudonym ${i}`);
    expect((await authorOf({ name: "Jane", alternate_names }))?.aliases?.length).toBe(20);
  });
});
