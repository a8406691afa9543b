/** npm run import -- FILE.csv [options]: builds the catalogue anew from a CSV file. */

import { FIELDS } from "../src/catalogue/import/columns.ts";
import { importCsv } from "../src/catalogue/import/import.ts";
import { Interrupted, onInterruption } from "../src/catalogue/import/interruption.ts";
import { showProgress } from "../src/catalogue/import/progress.ts";
import { formatReport } from "../src/catalogue/import/report.ts";
import { readArguments, runCommand, UsageError } from "../src/command-line/arguments.ts";
import { catalogueFile, fromHere } from "../src/root.ts";

const USAGE = `Usage: npm run import -- FILE.csv [options]

Builds the catalogue anew from a CSV file in UTF-8 whose first line names the columns.
A row is a book; rows that are none are written to FILE.rejected.csv.

  --database FILE         the catalogue to build or replace; db/penny.sqlite unless given
                          (PENNY_DATABASE)
  --map field=COLUMN      the column that holds a field, where its name does not tell;
                          may be given for several of these fields:
                          ${FIELDS.join(", ")}
  --authors-separated-by TEXT
                          what stands between two authors, such as ";";
                          found from the first rows unless given
  -h, --help              this text

The variable in brackets stands in for what is not given.
The old catalogue stays as it was until the new one takes its place, and when the import
fails or is stopped with Ctrl-C. A server that is running notices the new one.
`;

const signal = onInterruption("the import was stopped; the catalogue stays as it was");

await runCommand(async () => {
  const { values, positionals } = readArguments({
    database: { type: "string" },
    map: { type: "string", multiple: true },
    "authors-separated-by": { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const [file, ...others] = positionals;
  if (!file) throw new UsageError("a file is missing, as in: npm run import -- books.csv");
  if (others.length > 0) {
    throw new UsageError(`one file is enough, and ${others.length + 1} were given; see --help`);
  }
  const database = catalogueFile(values.database);
  if (values.database === "") throw new UsageError("--database is given without a file");
  const authorsSeparatedBy = values["authors-separated-by"];
  if (authorsSeparatedBy === "") throw new UsageError("--authors-separated-by is given without a text");

  // Nobody may be reading what is said any more; the import is worth finishing all the same.
  for (const output of [process.stdout, process.stderr]) output.on("error", () => {});

  const report = await importCsv(fromHere(file), database, {
    map: values.map ?? [],
    authorsSeparatedBy,
    progress: showProgress(process.stderr),
    signal,
  });
  if (report.rejectedProblem !== null) process.stderr.write(`${report.rejectedProblem}\n`);
  process.stdout.write(formatReport(report));
});

if (process.exitCode === 1 && signal.reason instanceof Interrupted) process.exitCode = signal.reason.status;
