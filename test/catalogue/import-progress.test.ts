import { expect, test } from "vitest";
import { Lines } from "../../src/catalogue/import/progress.ts";
import { formatReport } from "../../src/catalogue/import/report.ts";

test("a log has a line of progress every five seconds, with the rate and what is left", () => {
  const lines: string[] = [];
  let now = 0;
  const progress = new Lines(
    (line) => lines.push(line),
    () => now,
  );
  for (now = 1000; now <= 11_000; now += 1000) progress.reading(now, 20_000, now * 60);
  progress.indexing(0.5);
  now += 5000;
  progress.indexing(0.75);
  progress.stop();
  expect(lines).toEqual([
    "Reading 25%, 300,000 rows, 60,000 a second, 15 s left",
    "Reading 50%, 600,000 rows, 60,000 a second, 10 s left",
    "Indexing 75%",
  ]);
});

test("the progress of a file of unknown size has no share", () => {
  const lines: string[] = [];
  let now = 0;
  const progress = new Lines(
    (line) => lines.push(line),
    () => now,
  );
  now = 5000;
  progress.reading(1000, 0, 50);
  expect(lines).toEqual(["Reading 50 rows, 10 a second"]);
});

test("the report tells what was read, kept and rejected", () => {
  const report = {
    rows: 1_000_003,
    books: 1_000_000,
    isbns: 900_000,
    authors: 5000,
    rejected: new Map([
      ["without a title", 2],
      ["malformed", 1],
    ]),
    rejectedFile: "books.rejected.csv",
    rejectedProblem: null,
    damaged: 0,
    seconds: 16.04,
    database: "db/penny.sqlite",
  };
  expect(formatReport(report)).toBe(
    [
      "rows read       1,000,003",
      "books kept      1,000,000",
      "rejected        3 (2 without a title, 1 malformed); see books.rejected.csv",
      "ISBNs           900,000",
      "authors         5,000",
      "seconds         16.0",
      "books a second  62,344",
      "catalogue       db/penny.sqlite",
      "",
    ].join("\n"),
  );
});
