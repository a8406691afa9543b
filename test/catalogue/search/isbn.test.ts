import { expect, test } from "vitest";
import { book } from "../library.ts";
import { searching } from "./searching.ts";

// Of the first the ISBN-10 ends with an X, that of the second begins with three zeros.
const { search, titles } = searching([
  book("With an X", "Ann Bee", { isbns: ["9780804429573"] }),
  book("With zeros", "Ann Bee", { isbns: ["9780007117116"] }),
  book("French", "Cal Dee", { isbns: ["9791090636071"] }),
  book("Of several", "Cal Dee", { isbns: ["9780141439518", "9780141439587"] }),
  book("9780141439518", "The Number Is Its Title"),
  book("The 9780 Mystery", "Eve Fay"),
]);

test.each([
  ["9780804429573", "With an X"],
  ["978-0-8044-2957-3", "With an X"],
  ["978 0 8044 2957 3", "With an X"],
  ["978–0–8044–2957–3", "With an X"],
  ["080442957X", "With an X"],
  ["080442957x", "With an X"],
  ["0-8044-2957-X", "With an X"],
  ["0 8044 2957 x", "With an X"],
  ["80442957X", "With an X"],
  ["ISBN 0-8044-2957-X", "With an X"],
  ["isbn: 080442957x", "With an X"],
  ["ISBN-13: 978-0-8044-2957-3", "With an X"],
  ["ISBN-10 0-8044-2957-X", "With an X"],
  ["  9780804429573  ", "With an X"],
  ['"9780804429573"', "With an X"],
  ["９７８０８０４４２９５７３", "With an X"],
  ["0007117116", "With zeros"],
  ["007117116", "With zeros"],
  ["7117116", "With zeros"],
  ["979-10-90636-07-1", "French"],
  ["9780141439518", "Of several"],
  ["9780141439587", "Of several"],
])("%j is found, typed as an ISBN and as anything", (typed, title) => {
  for (const request of [{ isbn: typed }, { q: typed }]) {
    const { results, count, mended } = search(request);
    expect(results[0]?.book.title, JSON.stringify(request)).toBe(title);
    expect(results[0]?.reason).toBe("isbn");
    expect(count.books).toBeGreaterThanOrEqual(1);
    expect(mended).toBeNull();
  }
});

test("a book is shown with its own ISBN, by whichever it was found", () => {
  expect(search({ isbn: "9780141439587" }).results[0]?.book.isbn).toBe("9780141439518");
});

test.each([
  ["97801414395", "Of several"],
  ["978014143", "Of several"],
  ["978-0-14-143", "Of several"],
  ["979 10", "French"],
])("the first digits of an ISBN find those that begin so: %j", (isbn, title) => {
  expect(titles({ isbn })).toEqual([title]);
});

test("the first digits find every book that has them", () => {
  expect(titles({ isbn: "97800" })).toEqual(["With zeros"]);
  expect(titles({ isbn: "9780" }).length).toBeLessThanOrEqual(3);
});

test.each([
  ["9780804429570"], // a wrong check digit
  ["0804429570"],
  ["12345"],
  ["hobbit"],
  ["978"],
  ["97800000000000000"],
  ["-"],
  ["9780804429573 9780007117116"],
])("what is no ISBN finds nothing as one: %j", (isbn) => {
  const { results, count, mended } = search({ isbn });
  expect({ results, count, mended }).toEqual({ results: [], count: { books: 0, more: false }, mended: null });
});

test("digits that are no book's ISBN are words, of which a title may consist", () => {
  expect(titles("9780 mystery")).toEqual(["The 9780 Mystery"]);
  expect(titles("9780")[0]).toBe("The 9780 Mystery");
  expect(titles({ title: "9780141439518" })).toEqual(["9780141439518"]);
});

test("an ISBN with other words asks for a book that is both", () => {
  expect(titles({ isbn: "9780804429573", author: "bee" })).toEqual(["With an X"]);
});
