import { expect, test } from "vitest";
import type { Examination } from "../../src/doctor/examine.ts";
import { fault, note, well } from "../../src/doctor/judgement.ts";
import { formatEnviron, formatReport, isHealthy } from "../../src/doctor/report.ts";
import { PLACE } from "./answers.ts";

const EXAMINATION: Examination = {
  place: PLACE,
  frontEnd: { server: "nginx", title: "nginx/1.22.1", protocol: "FastCGI" },
  seen: {
    protocol: "FastCGI",
    environ: { SCRIPT_NAME: "", PATH_INFO: "/", "tsgi.url_scheme": "http" },
    others: ["DOCUMENT_ROOT", "SERVER_ADDR"],
    body: { length: 0, sha256: "" },
  },
  judgements: [],
};

test("what is well is a line, notes follow, and faults come last", () => {
  const judgements = [
    fault("It is broken.", "It must not be.", { where: "nginx, in the location", lines: ["one;", "two;"] }),
    well("this is well"),
    note("It is odd.", "It need not be.", { where: "nginx, without this", lines: [] }),
    note(`It is ${"very ".repeat(25)}long.`, "It has no line."),
    well("and this"),
  ];
  expect(formatReport({ ...EXAMINATION, judgements })).toBe(`\
The doctor asked http://localhost:8080/, through nginx/1.22.1, which hands over by FastCGI.

well   this is well
well   and this

note   It is odd.
       It need not be.
       nginx, without this.

note   It is very very very very very very very very very very very very very very very very very
       very very very very very very very very long.
       It has no line.

fault  It is broken.
       It must not be.
       nginx, in the location:
           one;
           two;

1 fault, 2 notes.
`);
});

test.each([
  [[], "Healthy.", true],
  [[note("a", "b")], "Healthy, 1 note.", true],
  [[note("a", "b"), note("a", "b")], "Healthy, 2 notes.", true],
  [[fault("a", "b")], "1 fault.", false],
  [[fault("a", "b"), fault("a", "b"), note("a", "b")], "2 faults, 1 note.", false],
])("%j is in a word: %s", (judgements, word, healthy) => {
  const examination = { ...EXAMINATION, judgements };
  expect(formatReport(examination).trimEnd().split("\n").at(-1)).toBe(word);
  expect(isHealthy(examination)).toBe(healthy);
});

test("who stands before nothing is said to", () => {
  const frontEnd = { server: "none", title: "TSGI", protocol: "HTTP" } as const;
  expect(formatReport({ ...EXAMINATION, frontEnd })).toMatch(
    /^The doctor asked http:\/\/localhost:8080\/, and nothing stands before the gateway \(HTTP\)\.\n/,
  );
});

test("what the application is handed is shown with names in order, and the names of the rest", () => {
  expect(formatEnviron(EXAMINATION)).toBe(`\
What the application is handed for GET http://localhost:8080/:
    PATH_INFO = /
    SCRIPT_NAME = 
    tsgi.url_scheme = http
and, not shown: DOCUMENT_ROOT, SERVER_ADDR
`);
});
