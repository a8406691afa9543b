import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { specification, specificationSources } from "../../scripts/spec.ts";

const sources = specificationSources();
const text = specification(sources);

/** The numbers of the clauses of a text, in their order. */
function clauses(markdown: string): string[] {
  return [...markdown.matchAll(/^\*\*(\d+\.\d+)\*\* /gm)].map(([, number = ""]) => number);
}

describe("docs/tsgi.md", () => {
  it("says what the comments of the validator say", () => {
    expect(readFileSync(new URL("../../docs/tsgi.md", import.meta.url), "utf8")).toBe(text);
  });

  it("has every clause that the validator names, and every one that it refers to", () => {
    const named = sources
      .flatMap((source) => [...source.matchAll(/"(\d+\.\d+)"/g)])
      .map(([, number]) => number);
    const referred = [...text.matchAll(/\((\d\.\d+)\)/g)].map(([, number]) => number);
    expect(named.length).toBeGreaterThan(30);
    for (const number of [...named, ...referred]) expect(clauses(text)).toContain(number);
  });

  it("says MUST, SHOULD or MAY in every clause", () => {
    for (const clause of text.split("\n\n").filter((part) => part.startsWith("**"))) {
      expect(clause).toMatch(/MUST|SHOULD|MAY/);
    }
  });

  it("names only cases that there are", () => {
    for (const [, list = ""] of text.matchAll(/cases? ([\d,\s-]+)\)/g)) {
      for (const number of list.split(/[,\s-]+/)) expect(Number(number)).toBeLessThanOrEqual(175);
    }
  });
});

describe("the specification of some comments", () => {
  it("has their chapters and clauses, and no other comment", () => {
    const source = [
      "// # Title",
      "// Some words.",
      "//",
      "// ```ts",
      "//   indented();",
      "// ```",
      "// # 1. The call",
      "const a = 1; // § 9.9 no comment of its own line",
      "  // a comment of another kind",
      "  // § 1.1 A rule MUST hold,",
      "  // always.",
      "  check();",
      "  // why it is done so",
    ].join("\n");
    expect(specification([source]).split("\n").slice(2).join("\n")).toBe(
      "# Title\nSome words.\n\n```ts\n  indented();\n```\n\n## 1. The call\n\n**1.1** A rule MUST hold,\nalways.\n",
    );
  });

  it.each([
    ["a gap", "// § 1.1 a\n// § 1.3 b"],
    ["a clause twice", "// § 1.1 a\n// § 1.1 b"],
    ["a wrong order", "// § 1.2 a\n// § 1.1 b"],
    ["a clause of another chapter", "// § 1.1 a\n// § 2.1 b"],
    ["a chapter left out", "// § 1.1 a\n// # 3. Third"],
    ["a clause without a number", "// § a"],
  ])("is refused for %s", (_, comments) => {
    expect(() => specification([`// # 1. First\n${comments}`])).toThrow("cannot follow");
  });
});
