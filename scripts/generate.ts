/** npm run generate -- COUNT [options]: makes up a catalogue as large as wanted, as a CSV file. */

import { SingleBar } from "cli-progress";
import { LAST_SEED } from "../src/catalogue/generate/books.ts";
import { MOST_BOOKS } from "../src/catalogue/generate/isbns.ts";
import { type WriteOptions, writeBooks, writeFileOfBooks } from "../src/catalogue/generate/write.ts";
import { Interrupted, onInterruption } from "../src/catalogue/import/interruption.ts";
import { readArguments, runCommand, UsageError } from "../src/command-line/arguments.ts";
import { fromHere } from "../src/root.ts";

const USAGE = `Usage: npm run generate -- COUNT [options]

Makes up COUNT books, 1 to 1_000_000_000, whose words, names, scripts and lengths are
distributed as in the catalogues of large libraries, and writes them as CSV in UTF-8.
The same count and seed give the same file, and the first books of a larger file are
those of a smaller one.

  --output FILE   the file to write, which must not be there yet; compressed where its
                  name ends in .gz; generated-COUNT.csv unless given; - for standard output
                  (then with: npm run --silent generate)
  --seed N        other books for another number, 0 to ${LAST_SEED}; 1 unless given
  -h, --help      this text

No file is left when it is stopped with Ctrl-C.
`;

const signal = onInterruption("it was stopped, and no file is left");

await runCommand(async () => {
  const { values, positionals } = readArguments({
    output: { type: "string" },
    seed: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const [given, ...others] = positionals;
  if (given === undefined)
    throw new UsageError("the number of books is missing, as in: npm run generate -- 10_000");
  if (others.length > 0)
    throw new UsageError(`one number is enough, and ${others.length + 1} were given; see --help`);
  const count = readNumber("the number of books", given, 1, MOST_BOOKS);
  const seed = readNumber("--seed", values.seed ?? "1", 0, LAST_SEED);
  if (values.output === "") throw new UsageError("--output is given without a file");

  const started = performance.now();
  const bar = new SingleBar({
    format: "Making up books {bar} {percentage}%  {value} of {total}, {eta_formatted} left",
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: false, // a kill would leave it hidden
    gracefulExit: false, // the signal itself is answered
    barsize: 30,
    fps: 5,
  });
  const options: WriteOptions = { count, seed, signal, progress: (books) => bar.update(books) };
  bar.start(count, 0);
  const file = values.output === "-" ? undefined : fromHere(values.output ?? `generated-${count}.csv`);
  try {
    if (file === undefined) await writeBooks(process.stdout, options);
    else await writeFileOfBooks(file, options);
  } finally {
    bar.stop();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (file !== undefined)
    process.stdout.write(`${count.toLocaleString("en")} books in ${file}, made up in ${seconds} s\n`);
});

if (process.exitCode === 1 && signal.reason instanceof Interrupted) process.exitCode = signal.reason.status;

/** A whole number, in digits, that may have "_" between thousands. Throws a UsageError for another, or beyond the bounds. */
function readNumber(name: string, text: string, least: number, most: number): number {
  const number = /^\d+$|^\d{1,3}(?:_\d{3})+$/.test(text) ? Number(text.replaceAll("_", "")) : Number.NaN;
  if (number >= least && number <= most) return number;
  const bounds = [least, most].map((bound) => bound.toLocaleString("en").replaceAll(",", "_"));
  throw new UsageError(`${name} is a whole number from ${bounds.join(" to ")}, and not ${text}`);
}
