import { MOST_BOOKS } from "../../src/catalogue/generate/isbns.ts";
import { readArguments, UsageError } from "../../src/command-line/arguments.ts";

/** The names of the benchmarks, in the order in which they run. */
export const NAMES = ["site", "cgi", "modes", "nginx", "prefork", "codec", "catalogue", "scale"] as const;

export type Name = (typeof NAMES)[number];

/** The names of those whom a catalogue is compared with. */
export const RIVALS = ["fts5", "like", "postgresql"] as const;

export type RivalName = (typeof RIVALS)[number];

export const USAGE = `Usage: npm run bench -- [options] [name [BOOKS ...] ...]

Measures, side by side and in turns, one or more of these, or all but the last:

  site               Penny beside two peers: a constant, and the same pages by hand
  cgi                what a CGI program takes, beside a Node that does nothing
  modes              --mode thread and --mode fastcgi beside in-process
  nginx              behind nginx by FastCGI, and by HTTP
  prefork            two processes beside one
  codec              what a FastCGI request takes
  catalogue [BOOKS]  building and searching a catalogue of made-up books, 1_000_000 unless
                     given, beside FTS5, LIKE and PostgreSQL; and Project Gutenberg's, where
                     PENNY_TEST_DATA names a folder that has it
  scale BOOKS        building, searching and serving a catalogue of so many made-up books,
                     as in: scale 10_000_000; takes some GB where TMPDIR says

  --rounds N     how often all is started afresh
  --seconds N    how many turns of a second each has in a round
  --keep FOLDER  where made-up books and their catalogues stay, and are found the next time
  --without NAME leaves out one whom catalogue compares with: ${RIVALS.join(", ")};
                 may be given several times
`;

// Fewer books do not give so many different queries.
const LEAST_BOOKS = 2000;

/** A benchmark that is to run. */
export interface Run {
  readonly name: Name;
  /** How many books; undefined where it was not said. */
  readonly books: number | undefined;
}

/** What is to be measured, and how often. */
export interface Wishes {
  readonly runs: readonly Run[];
  readonly rounds: number | undefined;
  readonly seconds: number | undefined;
  /** A folder as it was typed. */
  readonly keep: string | undefined;
  readonly without: readonly RivalName[];
}

/** Reads the arguments; undefined when the usage is asked for. Throws a UsageError for what makes no sense. */
export function readWishes(args: readonly string[]): Wishes | undefined {
  const text = { type: "string" } as const;
  const options = {
    rounds: text,
    seconds: text,
    keep: text,
    without: { type: "string", multiple: true },
    help: { type: "boolean", short: "h" },
  } as const;
  const { values, positionals } = readArguments(options, [...args]);
  if (values.help) return undefined;
  if (values.keep === "") throw new UsageError("--keep is given without a folder");
  return {
    runs: positionals.length > 0 ? readRuns(positionals) : all(),
    rounds: readNumber("rounds", values.rounds),
    seconds: readNumber("seconds", values.seconds),
    keep: values.keep,
    without: (values.without ?? []).map(rivalOf),
  };
}

function all(): Run[] {
  return NAMES.filter((name) => name !== "scale").map((name) => ({ name, books: undefined }));
}

/** Reads names, behind each of which may stand numbers of books: one run for each. */
function readRuns(words: readonly string[]): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < words.length; ) {
    const name = nameOf(words[at++] ?? "");
    const numbers: number[] = [];
    for (let word = words[at]; word !== undefined && /^\d/.test(word); word = words[++at]) {
      numbers.push(readBooks(name, word));
    }
    if (name === "scale" && numbers.length === 0) {
      throw new UsageError("scale needs a number of books, as in: npm run bench -- scale 10_000_000");
    }
    runs.push(...(numbers.length > 0 ? numbers : [undefined]).map((books) => ({ name, books })));
  }
  return runs;
}

function rivalOf(text: string): RivalName {
  const found = RIVALS.find((name) => name === text);
  if (found) return found;
  throw new UsageError(`there is no rival "${text}" to leave out; there are ${RIVALS.join(", ")}`);
}

function nameOf(text: string): Name {
  const found = NAMES.find((name) => name === text);
  if (found) return found;
  throw new UsageError(`there is no benchmark "${text}"; there are ${NAMES.join(", ")}`);
}

/** A number of books in digits, that may have "_" between thousands. */
function readBooks(name: Name, text: string): number {
  if (name !== "catalogue" && name !== "scale") {
    throw new UsageError(`${name} takes no number of books; catalogue and scale do`);
  }
  const books = /^\d+$|^\d{1,3}(?:_\d{3})+$/.test(text) ? Number(text.replaceAll("_", "")) : Number.NaN;
  if (books >= LEAST_BOOKS && books <= MOST_BOOKS) return books;
  throw new UsageError(`${name} takes a number of books from 2_000 to 1_000_000_000, and not ${text}`);
}

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9][0-9]{0,2}$/.test(text)) throw new UsageError(`--${name} is a number from 1 to 999`);
  return Number(text);
}
