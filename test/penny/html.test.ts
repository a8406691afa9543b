import { HtmlValidate } from "html-validate";
import { describe, expect, test } from "vitest";
import { testSite } from "./site.ts";

const site = testSite();

// Every rule of the recommended set, none switched off.
const html = new HtmlValidate({ root: true, extends: ["html-validate:recommended"] });

describe("the HTML is valid and accessible:", () => {
  test.each([
    ["welcome", "/"],
    ["searchform", "/searchform"],
    ["searchform with what was wrong", "/searchresults?author=%22%3E!"],
    ["searchform with a bad page", "/searchresults?author=%3Cb%3E%26&page=0"],
    ["searchresults", "/searchresults?author=bronte"],
    ["searchresults of one of many pages", "/searchresults?author=writer+%26+%22&page=2"],
    ["searchresults with markup in the books", "/searchresults?author=sons"],
    ["searchresults without books", "/searchresults?author=nobody"],
    ["searchresults past the end", "/searchresults?author=writer&page=9"],
    ["error", "/nowhere"],
  ])("%s", async (_, target) => {
    const { text } = await site.ask(target, { HTTP_COOKIE: "prev_author=%3Ci%3E%26%22" });
    const { results } = await html.validateString(text);
    const faults = results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
    );
    expect(faults).toEqual([]);
  });

  test("and a fault would be found", async () => {
    const { valid } = await html.validateString('<!DOCTYPE html><html lang="en"><p><div></div></p></html>');
    expect(valid).toBe(false);
  });
});
