import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { Catalogue } from "../../src/catalogue/catalogue.ts";
import { type Application, type Environ, validator } from "../../src/gateway/index.ts";
import { createPenny } from "../../src/penny/application.ts";
import { testFolder } from "../catalogue/folder.ts";
import { type Answer, ask } from "../support/ask.ts";
import { buildBooks } from "./books.ts";

/** The site over the small library, for the tests of one file. */
export interface Site {
  /** The same site for all, under the validator. */
  readonly application: Application;
  /** Another one, which remembers no page yet, under the validator. */
  fresh(): Application;
  ask(target: string, overrides?: Partial<Environ>): Promise<Answer>;
  library(): Catalogue;
}

/** Builds the small library in a temporary folder, and the site over it. */
export function testSite(): Site {
  const file = join(testFolder(), "books.sqlite");
  let catalogue: Catalogue | undefined;
  const library = () => {
    if (!catalogue) throw new Error("the library is not built yet");
    return catalogue;
  };
  beforeAll(async () => {
    await buildBooks(file);
    catalogue = Catalogue.open(file);
  });
  afterAll(() => catalogue?.close());
  const application = validator(createPenny(library));
  return {
    application,
    library,
    fresh: () => validator(createPenny(library)),
    ask: (target, overrides) => ask(application, target, overrides),
  };
}

/** The titles of the books on a page of results, unescaped. */
export function titles({ text }: Answer): string[] {
  return [...text.matchAll(/<cite[^>]*>([^<]*)<\/cite>/g)].map(([, title = ""]) => unescaped(title));
}

/** The text of the first element of that name, its own markup left in; undefined when there is none. */
export function element({ text }: Answer, name: string): string | undefined {
  return new RegExp(`<${name}(?: [^>]*)?>([^]*?)</${name}>`).exec(text)?.[1];
}

/** What stands in the field of the form; undefined when the page has no form. */
export function typed({ text }: Answer): string | undefined {
  const value = /<input [^>]*value="([^"]*)"/.exec(text)?.[1];
  return value === undefined ? undefined : unescaped(value);
}

/** What the form says was wrong; undefined when it says nothing. */
export function complaint({ text }: Answer): string | undefined {
  return /<p id="message"[^>]*role="alert">([^<]*)<\/p>/.exec(text)?.[1];
}

/** The line below the form about the search before. */
export function previousSearch({ text }: Answer): string | undefined {
  const line = /<p class="previous">([^<]*)<\/p>/.exec(text)?.[1];
  return line === undefined ? undefined : unescaped(line);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};

/** Text as a browser shows it. */
export function unescaped(html: string): string {
  return html.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** Checks that a page is in the site's look, with its layout and stylesheet, and tells nothing of the inside. */
export function expectPenny({ text }: { readonly text: string }): void {
  expect(text).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
  expect(text).toMatch(/<title>[^<]+ - Penny\.com<\/title>/);
  expect(text).toMatch(/<link rel="stylesheet" href="[^"]*\/static\/penny\.css">/);
  expect(text).toMatch(/Good (?:morning|afternoon) and welcome to Penny\.com/);
  expect(text).toMatch(/<\/footer>\n<\/body>\n<\/html>\n$/);
  expect(text).not.toMatch(/node_modules|file:|\.[jt]s\b|sqlite|Error\b|undefined|\[object/i);
}
