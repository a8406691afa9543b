import { readFileSync } from "node:fs";
import { type Application, type Environ, validator } from "../../src/gateway/index.ts";
import { showEnviron } from "./applications.ts";
import { answeringNext } from "./asking.ts";
import type { Case } from "./case.ts";
import { cases } from "./cases.ts";

/** The name of a row for `application`, in one of the ways that it looks for. */
export function nameOf({ number, name }: Case): string {
  return `${number}: ${name}`;
}

const rows = new Map(cases.map((row) => [nameOf(row), row]));

/**
 * The application of a row of the table, for servers that run it in another thread or process, into which a function
 * cannot be handed.
 *
 * Which row, says the environ's "conformance.row", the field X-Conformance-Row, percent-encoded, or the file that the
 * variable PENNY_CONFORMANCE_ROW of the process names. Under the validator as in the table's own test.
 */
export const application: Application = answeringNext((environ, startResponse) => {
  const name = rowNameIn(environ);
  delete environ["conformance.row"];
  delete environ.HTTP_X_CONFORMANCE_ROW;
  const row = rows.get(name);
  if (!row) throw new Error(`the table has no row ${JSON.stringify(name)}`);
  const { application: called = showEnviron, breaks } = row;
  return (breaks === "the server says so" ? called : validator(called))(environ, startResponse);
});

function rowNameIn({ "conformance.row": key, HTTP_X_CONFORMANCE_ROW: field }: Environ): string {
  if (typeof key === "string") return key;
  if (field !== undefined) return decodeURIComponent(field);
  const file = process.env.PENNY_CONFORMANCE_ROW;
  return file === undefined ? "" : readFileSync(file, "utf8");
}
