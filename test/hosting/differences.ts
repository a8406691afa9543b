import { nameOf } from "../conformance/by-row.ts";
import type { Case } from "../conformance/case.ts";
import type { Difference } from "./differences/difference.ts";
import { nginxDifferences } from "./differences/nginx.ts";
import type { Hosting } from "./hosting.ts";

const DIFFERENCES: readonly Difference[] = [...nginxDifferences];

/** Why a row cannot be as the table has it where we stand behind a web server; undefined where it can. */
export function differenceOf({ name }: Hosting, row: Case): string | undefined {
  return DIFFERENCES.find(({ of, rows }) => of.test(name) && rows.test(nameOf(row)))?.reason;
}
