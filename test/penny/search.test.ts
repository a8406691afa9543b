import { describe, expect, test } from "vitest";
import { complaint, element, testSite, titles, typed, unescaped } from "./site.ts";

const site = testSite();

const search = (author: string, more = "") =>
  site.ask(`/searchresults?author=${encodeURIComponent(author)}${more}`);

const found = async (author: string) => titles(await search(author));

describe("an author is found by", () => {
  test.each([
    ["bronte", ["Jane Eyre", "Wuthering Heights"]],
    ["Brontë", ["Jane Eyre", "Wuthering Heights"]],
    ["BRONTË", ["Jane Eyre", "Wuthering Heights"]],
    ["Bronte\u0308", ["Jane Eyre", "Wuthering Heights"]],
    ["bro", ["Jane Eyre", "Wuthering Heights"]],
    ["charlotte bronte", ["Jane Eyre"]],
    ["bronte charlotte", ["Jane Eyre"]],
    ["emily brontë", ["Wuthering Heights"]],
    ["em. br.", ["Wuthering Heights"]],
    ["lee, harper", ["To Kill a Mockingbird"]],
    ["harper lee", ["To Kill a Mockingbird"]],
    ["LEE HARP", ["To Kill a Mockingbird"]],
    ["saint-exupery", ["The Little Prince"]],
    ["  de   SAINT  ", ["The Little Prince"]],
  ])("%j", async (author, expected) => {
    expect(await found(author)).toEqual(expected);
  });
});

describe("an author is not found by", () => {
  test.each([
    ["ronte"],
    ["e harper z"],
    ["spike harper"], // two names of one book
    ["bronte lee"],
    ["mockingbird"], // a title
    ["b%x"],
    ["br_nte"],
    ["b*onte"],
    ["NOT bronte"],
    ["bronte OR lee"],
    ["name:bronte"],
    ["author:bronte"],
  ])("%j", async (author) => {
    expect(await found(author)).toEqual([]);
  });
});

describe("what other programs take for a command is text here:", () => {
  test.each([
    ["AND", ["Text <b>& more</b>", "Not a Name"]],
    ["author AND", ["Text <b>& more</b>"]],
    ['"author', ["Text <b>& more</b>"]],
    ["author'", ["Text <b>& more</b>"]],
    ["a_b", ["Text <b>& more</b>"]],
    ["NOT", ["Not a Name"]],
    ["100%", ["Not a Name"]],
    ["bront*", ["Jane Eyre", "Wuthering Heights"]],
    ["'; DROP TABLE books; --", []],
    ["NEAR(charlotte bronte)", []],
  ])("%j", async (author, expected) => {
    expect(await found(author)).toEqual(expected);
  });
});

describe("the pages of a long list", () => {
  const links = (text: string) =>
    [...text.matchAll(/<a rel="(prev|next)" href="([^"]*)">/g)].map(([, rel, href = ""]) => [
      rel,
      unescaped(href),
    ]);

  test("have 50 books each, in order, and the last has the rest", async () => {
    const pages = await Promise.all([1, 2, 3].map((page) => search("writer", `&page=${page}`)));
    expect(pages.map((page) => titles(page).length)).toEqual([50, 50, 20]);
    const numbers = pages.flatMap(titles);
    expect(numbers).toEqual(Array.from({ length: 120 }, (_, index) => `Volume ${index + 1}`));
    expect(pages.map(({ text }) => /<ol [^>]*start="(\d+)"/.exec(text)?.[1])).toEqual(["1", "51", "101"]);
  });

  test("lead to the next and the previous one, with the author", async () => {
    const author = "?author=writer";
    const pages = await Promise.all(["", "&page=2", "&page=3"].map((more) => search("writer", more)));
    expect(pages.map(({ text }) => links(text))).toEqual([
      [["next", `${author}&page=2`]],
      [
        ["prev", `${author}&page=1`],
        ["next", `${author}&page=3`],
      ],
      [["prev", `${author}&page=2`]],
    ]);
  });

  test("can be gone through from link to link, whatever the name", async () => {
    const name = 'Writer, prolific & (%+#?)"<';
    const counts: number[] = [];
    for (let next: string | undefined = `?author=${encodeURIComponent(name)}`; next && counts.length < 9; ) {
      expect(new URLSearchParams(next).get("author")).toBe(name);
      const answer = await site.ask(`/searchresults${next}`);
      counts.push(titles(answer).length);
      next = links(answer.text).find(([rel]) => rel === "next")?.[1];
    }
    expect(counts).toEqual([50, 50, 20]);
  });

  test("are one page, without links, when the list has 50 books", async () => {
    const answer = await search("fifty");
    expect(titles(answer)).toHaveLength(50);
    expect(answer.text).not.toContain("<nav");
  });

  test("past the end say so and lead back", async () => {
    for (const page of [4, 1000]) {
      const answer = await search("writer", `&page=${page}`);
      expect(answer.status).toBe("200 OK");
      expect(titles(answer)).toEqual([]);
      expect(element(answer, "main")).toContain(`There are no books on page ${page}.`);
      expect(links(answer.text)).toEqual([["prev", `?author=writer&page=${page - 1}`]]);
    }
  });

  test.each([[""], ["&page="], ["&page=1"], ["&page=3&page=1"]])(
    "begin with the first at %j behind the name",
    async (more) => {
      const answer = await search("writer", more);
      expect(titles(answer)[0]).toBe("Volume 1");
      expect(answer.text).toContain("<span>Page 1</span>");
    },
  );

  test.each([["0"], ["-1"], ["abc"], ["1e9"], ["1.5"], ["1001"], ["Infinity"], ["%20"], ["9".repeat(400)]])(
    "page=%s is refused with the form, the name still in it",
    async (page) => {
      const answer = await search("prolific writer", `&page=${page}`);
      expect(answer.status).toBe("400 Bad Request");
      expect(element(answer, "h1")).toBe("Author Search");
      expect(complaint(answer)).toBe("A page is a number from 1 to 1000.");
      expect(typed(answer)).toBe("prolific writer");
      expect(answer.field("Set-Cookie")).toBeUndefined();
    },
  );
});

describe("a search for no name", () => {
  test.each([
    ["?author=", ""],
    ["", ""],
    ["?", ""],
    ["?author", ""],
    ["?other=lee", ""],
    ["?Author=lee", ""],
    ["?author=%21%21%21", "!!!"],
    ["?author=+++", "   "],
    ["?author=%20%09%0A", " \t\n"],
    ["?author=%25_*", "%_*"],
    ["?author=%00", "\0"],
    ["?author=%22%3E%3C%27%26", "\"><'&"],
  ])("/searchresults%s is refused with the form, what was typed still in it", async (query, text) => {
    const answer = await site.ask(`/searchresults${query}`);
    expect(answer.status).toBe("400 Bad Request");
    expect(element(answer, "h1")).toBe("Author Search");
    expect(complaint(answer)).toBe("Please type an author name.");
    expect(typed(answer)).toBe(text);
    expect(answer.text).toMatch(/<input [^>]*aria-invalid="true" aria-describedby="message">/);
    expect(answer.field("Set-Cookie")).toBeUndefined();
  });
});

describe("a name", () => {
  test.each([["a".repeat(200)], ["é".repeat(200)], ["𝒜".repeat(200)], [`  ${"a".repeat(200)} `]])(
    "of 200 characters is searched for: %s",
    async (name) => {
      const answer = await search(name);
      expect(answer.status).toBe("200 OK");
      expect(element(answer, "h2")).toBe(`Books by ${name.trim()}:`);
    },
  );

  test.each([["a".repeat(201)], ["𝒜".repeat(201)], ["lee ".repeat(1500)]])(
    "of 201 characters and more is refused with the form: %s",
    async (name) => {
      const answer = await search(name);
      expect(answer.status).toBe("400 Bad Request");
      expect(complaint(answer)).toBe("Please type an author name of at most 200 characters.");
      expect(typed(answer)).toBe(name);
      expect(answer.field("Set-Cookie")).toBeUndefined();
    },
  );

  test("with control characters is searched for without them", async () => {
    const answer = await site.ask("/searchresults?author=harper%00%0D%0A%1B%7Flee");
    expect(element(answer, "h2")).toBe("Books by harper lee:");
    expect(titles(answer)).toEqual(["To Kill a Mockingbird"]);
  });
});

describe("the query", () => {
  test.each([
    ["author=nobody&author=harper+lee", "the last of two values counts"],
    ["author=harper+lee&x=1&__proto__=2&constructor=3&=4", "unknown parameters are ignored"],
    ["&&author=harper+lee&", "empty parameters are ignored"],
    ["author=harper%20lee", "a space may be %20"],
    ["author=harper+lee", "a space may be +"],
    ["%61uthor=h%61rper%2Clee", "any character may be percent-encoded"],
    ["author=harper=lee", "what follows the first = is the value"],
    ["author=harper;lee", "a semicolon parts nothing"],
    ["author=harper?lee", "a second ? is text"],
  ])("%s: %s", async (query) => {
    expect(titles(await site.ask(`/searchresults?${query}`))).toEqual(["To Kill a Mockingbird"]);
  });

  test("an encoded + is a +", async () => {
    expect(element(await site.ask("/searchresults?author=a%2Bb"), "h2")).toBe("Books by a+b:");
  });

  test("is decoded once", async () => {
    expect(element(await site.ask("/searchresults?author=a%2520b"), "h2")).toBe("Books by a%20b:");
  });
});
