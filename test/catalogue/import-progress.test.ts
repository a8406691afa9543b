import { describe, expect, test, vi } from "vitest";
import { Lines, showProgress } from "../../src/catalogue/import/progress.ts";
import { formatReport, type Report } from "../../src/catalogue/import/report.ts";

describe("the progress of an import", () => {
  /** Lines for a log, with a clock that is set by hand. */
  function linesAt() {
    const lines: string[] = [];
    const clock = { now: 0 };
    const progress = new Lines(
      (line) => lines.push(line),
      () => clock.now,
    );
    return { lines, clock, progress };
  }

  test("is a line every five seconds in a log, with the rate and what is left", () => {
    const { lines, clock, progress } = linesAt();
    for (clock.now = 1000; clock.now <= 11_000; clock.now += 1000) {
      progress.reading(clock.now, 20_000, clock.now * 60);
    }
    progress.building("ordering", 0.5);
    clock.now += 5000;
    progress.building("writing books", 0.25);
    clock.now += 5000;
    progress.building("indexing words", 0.755);
    progress.stop();
    expect(lines).toEqual([
      "Reading 25%, 300,000 rows, 60,000 a second, 15 s left",
      "Reading 50%, 600,000 rows, 60,000 a second, 10 s left",
      "Writing books 25%",
      "Indexing words 75%",
    ]);
  });

  test("has no share where the size is not known", () => {
    const { lines, clock, progress } = linesAt();
    clock.now = 5000;
    progress.reading(1000, 0, 50);
    expect(lines).toEqual(["Reading 50 rows, 10 a second"]);
  });

  test("is never more than all of it, though a file has grown", () => {
    const { lines, clock, progress } = linesAt();
    clock.now = 5000;
    progress.reading(3000, 1000, 50);
    expect(lines).toEqual([expect.stringMatching(/^Reading 100%/)]);
    expect(lines[0]).not.toContain("-");
  });

  test("is told in minutes where it takes some", () => {
    const { lines, clock, progress } = linesAt();
    clock.now = 6000;
    progress.reading(1, 100, 10);
    expect(lines).toEqual(["Reading 1%, 10 rows, 2 a second, 10 min left"]);
  });

  test("is lines where nobody sits at a terminal", () => {
    let now = 0;
    // What runs the tests reads what they say.
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const progress = showProgress(process.stderr, () => now);
    now = 5000;
    progress.building("finishing", 1);
    progress.stop();
    const said = write.mock.calls.map(([text]) => text);
    write.mockRestore();
    expect(said).toEqual(["Finishing 100%\n"]);
  });
});

describe("the report of an import", () => {
  const report: Report = {
    read: 1_000_003,
    books: 900_000,
    merged: 100_000,
    isbns: 950_000,
    words: 300_000,
    rejected: new Map([
      ["without a title", 2],
      ["malformed", 1],
    ]),
    rejectedFiles: ["books.rejected.csv", "more.rejected.csv"],
    rejectedProblem: null,
    repaired: new Map([["mojibake", 1200]]),
    bytes: 90_000_000,
    seconds: 16.04,
    database: "db/penny.sqlite",
  };

  test("tells what was read, kept, merged, rejected and repaired", () => {
    expect(formatReport(report)).toBe(
      [
        "rows read       1,000,003",
        "books kept      900,000",
        "merged          100,000",
        "rejected        3 (2 without a title, 1 malformed); see books.rejected.csv, more.rejected.csv",
        "repaired        1,200 (1,200 mojibake)",
        "ISBNs           950,000",
        "bytes read      90,000,000",
        "seconds         16.0",
        "books a second  62,344",
        "catalogue       db/penny.sqlite",
        "",
      ].join("\n"),
    );
  });

  test("names no file of rejected records where there are none, or it could not be written", () => {
    expect(formatReport({ ...report, rejected: new Map(), rejectedFiles: [] })).toMatch(/^rejected +0$/m);
    expect(formatReport({ ...report, rejectedProblem: "The disk is full." })).toMatch(
      /^rejected +3 \(2 without a title, 1 malformed\)$/m,
    );
  });

  test("has a rate of an import that took no time", () => {
    expect(formatReport({ ...report, seconds: 0 })).toMatch(/^books a second +[\d,]+$/m);
  });
});
