import { spawnSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { PROJECT } from "../../command-line/running.ts";
import { testFolder } from "../folder.ts";
import { build } from "../library.ts";
import { BOOKS } from "./books.ts";
import { searching } from "./searching.ts";

const { search } = searching();

const folder = testFolder();
beforeAll(() => build(join(folder, "years.sqlite"), BOOKS));

const words = [
  ...BOOKS.slice(0, 150).flatMap(({ title }) => title.split(" ")),
  ...[
    '"',
    "-",
    "“",
    "„",
    "«",
    "'",
    "*",
    "(",
    "AND",
    "isbn",
    "978",
    "0141439518",
    "J.",
    "R. R.",
    "x-",
    "\ud800",
    "\0",
  ],
];

/** Anything that may be typed, or come in an address that somebody made up. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.array(fc.constantFrom(...words), { maxLength: 8 }).map((some) => some.join(" ")),
  fc.array(fc.constantFrom(...words), { maxLength: 8 }).map((some) => some.join("")),
);

const request = fc.record(
  {
    limit: fc.integer({ min: 1, max: 100 }),
    q: text,
    author: text,
    title: text,
    subject: text,
    isbn: text,
    language: fc.oneof(text, fc.constantFrom("en", "fr-CA", "EN")),
    from: fc.oneof(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 1800, max: 2020 })),
    to: fc.oneof(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 1800, max: 2020 })),
    offset: fc.integer({ min: 0, max: 999 }),
    facets: fc.boolean(),
  },
  { requiredKeys: ["limit"] },
);

test("whatever is asked, no more is answered than was asked for, and each book once", () => {
  fc.assert(
    fc.property(request, (request) => {
      const { results, count, steps } = search(request);
      expect(results.length).toBeLessThanOrEqual(request.limit);
      expect(results.length).toBeLessThanOrEqual(count.books);
      expect(new Set(results.map(({ book }) => book.id)).size).toBe(results.length);
      expect(steps.reduce((sum, { read }) => sum + read, 0)).toBeLessThan(2500);
    }),
    { numRuns: 2000 },
  );
});

test("the same is answered to the same", () => {
  fc.assert(
    fc.property(request, (request) => {
      const [one, other] = [search(request), search(request)];
      expect({ ...other, steps: [] }).toEqual({ ...one, steps: [] });
    }),
    { numRuns: 200 },
  );
});

test.each([
  ["a"],
  ["a "],
  ["-a "],
  ['"'],
  ['"a" '],
  ["-"],
  ["'"],
  ["é"],
  ["é-"],
  ["漢"],
  ["か\u3099"],
  ["%"],
  ["emma "],
  ["9780141439518 "],
  ["\u0301"],
  ["«"],
])(
  "a megabyte of %j is answered as soon as a line",
  (unit) => {
    const text = unit.repeat(1_000_000 / unit.length);
    for (const field of ["q", "author", "title", "subject", "isbn", "language"]) {
      const began = performance.now();
      search({ [field]: text });
      expect(performance.now() - began, field).toBeLessThan(3000);
    }
  },
  30_000,
);

// In a process of its own: what never ends here would end no test.
test.each([
  ["-1e9", "1e9"],
  ["-(2 ** 53)", "2 ** 53"],
  ["Number.NEGATIVE_INFINITY", "Number.POSITIVE_INFINITY"],
  ["Number.NaN", "Number.NaN"],
  ["0.5", "1.5"],
  ["undefined", "1e308"],
])(
  "the years from %s to %s are no reason to search for long",
  (from, to) => {
    const file = join(folder, "years.sqlite");
    const catalogue = new URL("../../../src/catalogue/catalogue.ts", import.meta.url).href;
    const code = `
    import { Catalogue } from ${JSON.stringify(catalogue)};
    const { count } = Catalogue.open(${JSON.stringify(file)}).search({ from: ${from}, to: ${to}, limit: 1 });
    console.log(count.books);`;
    const { status, stdout, signal } = spawnSync(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "-e", code],
      { encoding: "utf8", timeout: 10_000, killSignal: "SIGKILL", cwd: PROJECT },
    );
    expect({ status, signal }).toEqual({ status: 0, signal: null });
    expect(stdout).toMatch(/^\d+\n$/);
  },
  20_000,
);
