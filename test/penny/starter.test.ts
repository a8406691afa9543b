import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildStarter } from "../../src/catalogue/build.ts";
import { Catalogue } from "../../src/catalogue/catalogue.ts";
import { validator } from "../../src/gateway/index.ts";
import { createPenny } from "../../src/penny/application.ts";
import { testFolder } from "../catalogue/folder.ts";
import { ask } from "../support/ask.ts";
import { element, titles } from "./site.ts";

const file = join(testFolder(), "starter.sqlite");
let catalogue: Catalogue;
beforeAll(async () => {
  await buildStarter(file);
  catalogue = Catalogue.open(file);
});
afterAll(() => catalogue.close());

const application = validator(createPenny(() => catalogue));

const search = (author: string) => ask(application, `/searchresults?author=${encodeURIComponent(author)}`);

test("the starter catalogue shows a book with all that is known of it", async () => {
  const answer = await search("kernighan pike");
  expect(answer.status).toBe("200 OK");
  expect(titles(answer)).toEqual([]); // two names are not one

  const books = await search("kernighan");
  expect(titles(books)).toEqual(
    expect.arrayContaining(["The Practice of Programming", "The C Programming Language"]),
  );
  const [first] = element(books, "ol")?.split("</li>") ?? [];
  expect(first).toContain(">The Practice of Programming</cite>");
  expect(first).toContain("Brian W. Kernighan, Rob Pike");
  expect(first).toContain("ISBN 9780201615869");
  expect(first).toContain("<span>1999</span>");
  expect(first).toContain("$40.74");
});

test.each([
  ["brontë", ["Jane Eyre", "Wuthering Heights"]],
  ["BRONTE emily", ["Wuthering Heights"]],
  ["lee, harper", ["To Kill a Mockingbird"]],
  ["saint exupery", ["The Little Prince"]],
  ["garcia marquez", ["One Hundred Years of Solitude"]],
])("in the starter catalogue %j finds %j", async (author, expected) => {
  expect(titles(await search(author))).toEqual(expect.arrayContaining(expected));
});

test("the starter catalogue tells years before the Common Era, roles and missing prices apart", async () => {
  const homer = element(await search("homer"), "ol");
  expect(homer).toContain("<span>725 BCE</span>");
  expect(homer).toContain("Homer, Robert Fagles (translator)");
});

test("the pages over the whole starter catalogue are valid HTML", async () => {
  const html = new HtmlValidate({ root: true, extends: ["html-validate:recommended"] });
  for (const letter of "ajmw") {
    const answer = await search(letter);
    expect(titles(answer).length).toBeGreaterThan(5);
    const { results } = await html.validateString(answer.text);
    expect(results.flatMap(({ messages }) => messages)).toEqual([]);
  }
});
