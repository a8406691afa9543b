/** npm run verify: checks a catalogue, and says what is wrong with it. */

import { Interrupted, onInterruption } from "../src/catalogue/import/interruption.ts";
import { verifyCatalogue } from "../src/catalogue/verify.ts";
import { readArguments, runCommand, UsageError } from "../src/command-line/arguments.ts";
import { catalogueFile } from "../src/root.ts";

const USAGE = `Usage: npm run verify -- [options]

Checks a catalogue: the file, its version and counts, and every word of every book against
the index. Says what is wrong, and then ends with the exit status 1.

  --database FILE    the catalogue; db/penny.sqlite unless given (PENNY_DATABASE)
  -h, --help         this text

The variable in brackets stands in for what is not given.
`;

const signal = onInterruption("the verification was stopped");

await runCommand(async () => {
  const { values, positionals } = readArguments({
    database: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  if (positionals.length > 0) throw new UsageError("name the catalogue with --database; see --help");
  if (values.database === "") throw new UsageError("--database is given without a file");
  const file = catalogueFile(values.database);
  const { books, words, faults } = await verifyCatalogue(file, { signal });
  const count = (number: number) => number.toLocaleString("en");
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.stdout.write(
    faults.length === 0
      ? `${file} is whole: ${count(books)} books, ${count(words)} words, no fault.\n`
      : `${file} is damaged; build it anew with: npm run import\n`,
  );
  if (faults.length > 0) process.exitCode = 1;
});

if (process.exitCode === 1 && signal.reason instanceof Interrupted) process.exitCode = signal.reason.status;
