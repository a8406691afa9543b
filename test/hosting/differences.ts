import { nameOf } from "../conformance/by-row.ts";
import type { Case } from "../conformance/case.ts";
import { apacheDifferences } from "./differences/apache.ts";
import { cgiFcgiDifferences } from "./differences/cgi-fcgi.ts";
import type { Difference } from "./differences/difference.ts";
import { lighttpdDifferences } from "./differences/lighttpd.ts";
import { nginxDifferences } from "./differences/nginx.ts";
import type { Hosting } from "./hosting.ts";

const DIFFERENCES: readonly Difference[] = [
  ...nginxDifferences,
  ...apacheDifferences,
  ...lighttpdDifferences,
  ...cgiFcgiDifferences,
];

/** Why a row cannot be as the table has it where we stand behind a web server; undefined where it can. */
export function differenceOf(hosting: Hosting, row: Case): string | undefined {
  return find(hosting, row)?.reason;
}

/** True where it depends on how the bytes come in whether there is a difference. */
export function isByChance(hosting: Hosting, row: Case): boolean {
  return find(hosting, row)?.byChance === true;
}

function find({ name }: Hosting, row: Case): Difference | undefined {
  return DIFFERENCES.find(({ of, rows }) => of.test(name) && rows.test(nameOf(row)));
}
