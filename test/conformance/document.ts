import { readdirSync, readFileSync } from "node:fs";
import { differenceOf } from "../hosting/differences.ts";
import { hostings } from "../hosting/hostings.ts";
import type { Case } from "./case.ts";
import { cases } from "./cases.ts";
import { modes } from "./modes.ts";
import { runtimeDifference, runtimes } from "./runtimes.ts";
import { servers } from "./servers.ts";

/** What can be asked the rows of the table: how it does with one of them. */
interface Column {
  readonly name: string;
  /** "asked", "not asked" because it makes no sense there, or why it cannot be as the table has it. */
  of(row: Case): Cell;
}

type Cell = "asked" | "not asked" | { readonly reason: string };

const COLUMNS: readonly Column[] = [
  // A request in other cuts is the same request.
  ...servers.filter(({ name }) => !name.includes(",")).map(({ name, kind }) => ({ name, of: ofKind(kind) })),
  ...runtimes.map((runtime) => ({
    name: runtime.name,
    of: (row: Case) =>
      row.on?.includes("fetch") === false ? "not asked" : because(runtimeDifference(runtime, row)),
  })),
  ...modes.map(({ name, kind }) => ({
    name: `npm run serve -- ${name}`,
    of: (row: Case) => (row.options ? "not asked" : ofKind(kind)(row)),
  })),
  ...hostings.map((hosting) => ({
    name: hosting.name,
    of: (row: Case) => (row.on ? "not asked" : because(differenceOf(hosting, row))),
  })),
];

function ofKind(kind: (typeof servers)[number]["kind"]): Column["of"] {
  return ({ on, beyond }) => (on?.includes(kind) === false ? "not asked" : because(beyond?.[kind]));
}

function because(reason: string | undefined): Cell {
  return reason === undefined ? "asked" : { reason };
}

/**
 * The text of docs/conformance.md, in Markdown: the rows of the table down, the servers across, and where the
 * behaviours are tested that are not rows of it.
 */
export function conformanceDocument(): string {
  const reasons = new Map<string, number>();
  const marks = (row: Case) =>
    COLUMNS.map(({ of }) => {
      const cell = of(row);
      if (cell === "asked") return "✓";
      if (cell === "not asked") return "";
      if (!reasons.has(cell.reason)) reasons.set(cell.reason, reasons.size + 1);
      return `${reasons.get(cell.reason)}`;
    });
  const rows = [...cases]
    .sort((one, other) => one.number - other.number)
    .map((row) => line([`${row.number}`, escaped(row.name), ...marks(row)]));
  return `${[
    INTRODUCTION,
    "## The servers",
    COLUMNS.map(({ name }, index) => `${letter(index)}. ${name}`).join("  \n"),
    "## The rows",
    [
      line(["", "", ...COLUMNS.map((_, index) => letter(index))]),
      line(["--:", "---", ...COLUMNS.map(() => ":-:")]),
      ...rows,
    ].join("\n"),
    "## What is otherwise, and why",
    [...reasons].map(([reason, number]) => `${number}. ${reason}`).join("\n"),
    "## Behaviours with tests of their own",
    "What is the business of one server, backend or middleware, or needs more than a request and its response.",
    [
      line(["", "behaviour", "in test/"]),
      line(["--:", "---", "---"]),
      ...ownTests().map(({ number, name, file }) => line([`${number}`, escaped(name), `\`${file}\``])),
    ].join("\n"),
  ].join("\n\n")}\n`;
}

const INTRODUCTION = `<!-- Written by test/conformance/document.test.ts; npm run spec writes it anew. -->

# Conformance

One table of cases, asked of every server: a request to the byte, an application, and what must come of it. A ✓ says that
the tests ask this and get it; a number, that this server cannot do so by its nature, or a web server in front changes it,
for the reason below (and a test fails when it could after all, unless it is a matter of chance). An empty field is a question that makes no sense
there: a request so broken that a web server would answer it itself, or an option of one server.`;

function letter(index: number): string {
  const name = String.fromCharCode("A".charCodeAt(0) + (index % 26));
  return index < 26 ? name : `A${name}`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function escaped(text: string): string {
  return text.replace(/[\\|*_<`]/g, "\\$&");
}

/** A behaviour of the list that stands in the name of a test, or of a group of tests. */
export interface OwnTest {
  readonly number: number;
  readonly name: string;
  /** From test/ on. */
  readonly file: string;
}

/** The behaviours that stand in names such as "128: …" or "152, 153: …" of tests, by their numbers. */
export function ownTests(): readonly OwnTest[] {
  const folder = new URL("../", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".test.ts"),
  );
  const found = files.sort().flatMap((file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    return [...text.matchAll(NAME)].flatMap(([, numbers = "", name = ""]) =>
      numbers.split(", ").map((number) => ({ number: Number(number), name, file })),
    );
  });
  return found.sort((one, other) => one.number - other.number);
}

const NAME = /"(\d{1,3}(?:, \d{1,3})*): ([^"\n]+)"/g;
