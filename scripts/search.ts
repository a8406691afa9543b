/** npm run search -- 'jrr tolkien' [options]: searches the catalogue in the terminal. */

import { existsSync } from "node:fs";
import { buildStarter } from "../src/catalogue/build.ts";
import { Catalogue } from "../src/catalogue/catalogue.ts";
import { explained, listed, toJson } from "../src/catalogue/search/printing.ts";
import { LARGEST_PAGE, type SearchRequest } from "../src/catalogue/search/request.ts";
import { readArguments, runCommand, UsageError } from "../src/command-line/arguments.ts";
import { catalogueFile, STARTER } from "../src/root.ts";

const USAGE = `Usage: npm run search -- [words ...] [options]

Searches the catalogue, as the site does. All words must be there, the last may be the
beginning of one; "in quotes" they stand together, and a minus leaves a word -out.

  --author NAME      books by whoever has this name, or the beginning of one
  --title WORDS      books with these words in their title
  --subject WORDS    books about this
  --isbn ISBN        the book with this ISBN, in any of its shapes
  --language TAG     books in this language: en, fr
  --from YEAR        books of this year and later
  --to YEAR          books of this year and before; --to=-1 before the Common Era
  --limit NUMBER     how many results, 1 to ${LARGEST_PAGE}; 20 unless given
  --offset NUMBER    how many results to pass over; 0 unless given
  --database FILE    the catalogue; db/penny.sqlite unless given (PENNY_DATABASE)
  --json             prints one object for programs
  --explain          says how the words were understood, and what each step took
  -h, --help         this text
`;

await runCommand(async () => {
  const text = { type: "string" } as const;
  const { values, positionals } = readArguments({
    author: text,
    title: text,
    subject: text,
    isbn: text,
    language: text,
    from: text,
    to: text,
    limit: text,
    offset: text,
    database: text,
    json: { type: "boolean" },
    explain: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const { author, title, subject, isbn, language } = values;
  const request: SearchRequest = {
    q: positionals.join(" ") || undefined,
    author,
    title,
    subject,
    isbn,
    language,
    from: whole("from", values.from, -9999, 9999),
    to: whole("to", values.to, -9999, 9999),
    limit: whole("limit", values.limit, 1, LARGEST_PAGE) ?? 20,
    offset: whole("offset", values.offset, 0, 999),
  };
  const nothing = [request.q, author, title, subject, isbn, language, request.from, request.to];
  if (nothing.every((value) => value === undefined || value === "")) {
    throw new UsageError("what to search for is missing, as in: npm run search -- 'jrr tolkien'");
  }
  if (values.database === "") throw new UsageError("--database is given without a file");
  const file = catalogueFile(values.database);
  if (file === STARTER && !existsSync(STARTER)) await buildStarter(STARTER);
  const catalogue = Catalogue.open(file);
  try {
    const answer = catalogue.search(request);
    if (values.json)
      process.stdout.write(`${JSON.stringify(toJson(request, answer, values.explain === true), null, 2)}\n`);
    else process.stdout.write(listed(answer) + (values.explain ? `\n${explained(request, answer)}` : ""));
  } finally {
    catalogue.close();
  }
});

/** A whole number within its bounds; undefined where none is given. */
function whole(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`--${name} is a number from ${least} to ${most}`);
}
