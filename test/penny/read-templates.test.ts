import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTemplates } from "../../src/penny/read-templates.ts";
import { testFolder } from "../catalogue/folder.ts";

const root = testFolder();

/** A folder with a template, of this text, that is called layout. */
function folderWith(name: string, text?: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  if (text === undefined) mkdirSync(join(folder, "layout.eta"));
  else writeFileSync(join(folder, "layout.eta"), text);
  return folder;
}

test("templates have the names of their files, and no other file is one", () => {
  const folder = folderWith("good", "Hello <%= it.name %>");
  writeFileSync(join(folder, "layout.css"), "<% no template");
  expect([...readTemplates(folder).keys()]).toEqual(["layout"]);
});

test("a template that cannot be read is named, in one line", () => {
  expect(() => readTemplates(folderWith("unreadable"))).toThrow(
    /^the template .*unreadable.layout\.eta must be a file that this user may read: EISDIR[^\n]*$/,
  );
});

test.each([
  ["a\n<% if ( %>", "Bad template syntax: Unexpected token 'if'"],
  ["a\n<% b", "unclosed tag at line 2 col 1: <% b"],
])("a template that does not compile is named, with the reason: %j", (text, reason) => {
  const folder = folderWith(`bad${text.length}`, text);
  const message = `the template ${join(folder, "layout.eta")} does not compile: ${reason}`;
  expect(() => readTemplates(folder)).toThrow(new Error(message));
});

test("a folder of templates that cannot be read is named", () => {
  const file = join(root, "file");
  writeFileSync(file, "");
  for (const folder of [file, join(file, "views"), join(root, "nowhere")]) {
    expect(() => readTemplates(folder)).toThrow(
      /^the folder of the templates, .*, must be one that this user may read: ENO(?:TDIR|ENT)[^\n]*$/,
    );
  }
});
