/** npm run import -- FILE… [options]: builds the catalogue anew from files of any of several formats. */

import { FIELDS } from "../src/catalogue/import/formats/csv/column-names.ts";
import { FORMATS } from "../src/catalogue/import/formats.ts";
import { importFiles } from "../src/catalogue/import/import.ts";
import { Interrupted, onInterruption } from "../src/catalogue/import/interruption.ts";
import { showProgress } from "../src/catalogue/import/progress.ts";
import { formatReport } from "../src/catalogue/import/report.ts";
import { readArguments, runCommand, UsageError } from "../src/command-line/arguments.ts";
import { catalogueFile, fromHere } from "../src/root.ts";

const USAGE = `Usage: npm run import -- FILE... [options]

Builds the catalogue anew from one or more files of one format, each plain or gzip; "-" is
standard input. The format is recognised; records that are no books are written to
FILE.rejected.csv.

  --format NAME           what the files are, where that is not recognised:
${FORMATS.map(({ name, title }) => `                          ${name.padEnd(13)} ${title}\n`).join("")}\
  --database FILE         the catalogue to build or replace; db/penny.sqlite unless given
                          (PENNY_DATABASE)
  --append                keep the books that the catalogue has; those that come again, by
                          ISBN or by title, first author, year, language and series, are
                          replaced
  --map field=COLUMN      the column of a table that holds a field, where its name does not
                          tell; may be given for several of these fields:
${FIELDS.reduce((lines, field) => appended(lines, field), [""])
  .map((line) => `                          ${line}\n`)
  .join("")}\
  --authors-separated-by TEXT
                          what stands between two authors of a table, such as ";";
                          found from the first rows unless given
  --max-bytes NUMBER      how large a file may be when it is unpacked; 1 TiB unless given
  -h, --help              this text

The variable in brackets stands in for what is not given.
The old catalogue stays as it was until the new one takes its place, and when the import
fails or is stopped with Ctrl-C. A server that is running notices the new one.
`;

/** Words with commas between, in lines of some width. */
function appended(lines: readonly string[], word: string): string[] {
  const last = lines.at(-1) ?? "";
  const longer = last === "" ? word : `${last}, ${word}`;
  return longer.length > 60 ? [...lines.slice(0, -1), `${last},`, word] : [...lines.slice(0, -1), longer];
}

const signal = onInterruption("the import was stopped; the catalogue stays as it was");

await runCommand(async () => {
  const { values, positionals } = readArguments({
    database: { type: "string" },
    format: { type: "string" },
    append: { type: "boolean" },
    map: { type: "string", multiple: true },
    "authors-separated-by": { type: "string" },
    "max-bytes": { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  if (positionals.length === 0) throw new UsageError("a file is missing, as in: npm run import -- books.csv");
  if (positionals.includes("")) throw new UsageError("a file has an empty name; see --help");
  if (new Set(positionals).size < positionals.length)
    throw new UsageError("a file is given twice; once is enough");
  const database = catalogueFile(values.database);
  if (values.database === "") throw new UsageError("--database is given without a file");
  const authorsSeparatedBy = values["authors-separated-by"];
  if (authorsSeparatedBy === "") throw new UsageError("--authors-separated-by is given without a text");
  const maxBytes = values["max-bytes"];
  if (maxBytes !== undefined && !/^[1-9]\d{0,14}$/.test(maxBytes)) {
    throw new UsageError("--max-bytes is a number of bytes, such as 10000000000");
  }

  // Nobody may be reading what is said any more; the import is worth finishing all the same.
  for (const output of [process.stdout, process.stderr]) output.on("error", () => {});

  const files = positionals.map((file) => (file === "-" ? file : fromHere(file)));
  const report = await importFiles(files, database, {
    format: values.format,
    append: values.append,
    map: values.map,
    authorsSeparatedBy,
    maxBytes: maxBytes === undefined ? undefined : Number(maxBytes),
    progress: showProgress(process.stderr),
    signal,
  });
  if (report.rejectedProblem !== null) process.stderr.write(`${report.rejectedProblem}\n`);
  process.stdout.write(formatReport(report));
});

if (process.exitCode === 1 && signal.reason instanceof Interrupted) process.exitCode = signal.reason.status;
